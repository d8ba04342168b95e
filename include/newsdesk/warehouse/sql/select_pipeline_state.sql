-- What waits, what is set aside, whether anything was lost, and how long articles took to arrive in the last day.
select b.*, q.quarantine_open, l.p50_seconds, l.p95_seconds, l.arrivals
from (
  select
    coalesce(sum(seen), 0) as seen, coalesce(sum(loaded + unchanged + duplicate), 0) as arrived, coalesce(sum(waiting), 0) as waiting,
    coalesce(sum(quarantined), 0) as quarantined, coalesce(sum(difference), 0) as difference
  from marts.balance
) as b,
(select count(*) as quarantine_open from marts.rejected) as q,
(
  select
    percentile_cont(0.5) within group (order by extract(epoch from latency)) as p50_seconds,
    percentile_cont(0.95) within group (order by extract(epoch from latency)) as p95_seconds, count(*) as arrivals
  from marts.articles
  where loaded_at >= now() - interval '1 day'
) as l
