-- How many feeds are in which state, how many of them are in trouble, and when the next one is due.
select
  state,
  count(*) as feeds,
  count(*) filter (where failures > 0) as failing,
  min(next_poll_at) as next_poll_at
from ops.feeds
group by state
order by state
