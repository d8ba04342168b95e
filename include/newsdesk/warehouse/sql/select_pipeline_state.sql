-- What waits, what is set aside, what the last check of the books found, and how long articles took to arrive in the last day.
-- Summing ops.balance up takes seconds in a large warehouse, so the books are not checked anew here.
select w.waiting, q.quarantine_open, b.checked_at, coalesce(b.unbalanced, false) as unbalanced, l.p50_seconds, l.p95_seconds, l.arrivals
from (select count(*) as waiting from ops.entries where state = 'waiting') as w
cross join (select count(*) as quarantine_open from marts.rejected) as q
cross join (
  select
    percentile_cont(0.5) within group (order by extract(epoch from latency)) as p50_seconds,
    percentile_cont(0.95) within group (order by extract(epoch from latency)) as p95_seconds, count(*) as arrivals
  from marts.articles
  where loaded_at >= now() - interval '1 day'
) as l
left join (
  select max(at) as checked_at, bool_or(not success) as unbalanced
  from ops.quality_results
  where check_name = 'books.balance' and at >= now() - interval '1 hour'
) as b on true
