-- Feeds that answer but bring nothing new for much longer than they used to: a day, six usual gaps and twice the longest of twenty.
with news as (
  select feed_id, polled_at, polled_at - lag(polled_at) over (partition by feed_id order by polled_at) as gap
  from ops.polls
  where polled_at > now() - interval '30 days' and new_entries > 0
), rhythm as (
  select
    feed_id, max(polled_at) as last_at, percentile_cont(0.5) within group (order by gap) as usual,
    percentile_cont(0.95) within group (order by gap) as longest
  from news
  group by feed_id
  having count(gap) >= 10
), late as (
  select feed_id, last_at, usual, greatest(interval '1 day', 6 * usual, 2 * longest) as limit_gap from rhythm
)
select
  f.name as subject,
  jsonb_build_object('hours', round(extract(epoch from now() - l.last_at) / 3600, 1)) as observed,
  jsonb_build_object('most_hours', round(extract(epoch from l.limit_gap) / 3600, 1)) as expected,
  'nothing new since ' || to_char(l.last_at, 'YYYY-MM-DD HH24:MI') || ' UTC, usually every '
  || round(extract(epoch from l.usual) / 3600, 1) || ' h' as detail
from late as l
join ops.feeds as f using (feed_id)
where f.state = 'active' and f.failures = 0 and l.last_at < now() - l.limit_gap
