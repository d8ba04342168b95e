-- How fast articles of the last hour came from their feed's first showing into the warehouse.
select
  'all publishers' as subject, jsonb_build_object('p95_minutes', p95) as observed, jsonb_build_object('most_p95_minutes', 15) as expected,
  'of ' || articles || ' articles loaded within the hour, one in twenty took more than ' || p95 || ' minutes' as detail
from (
  select
    count(*) as articles,
    round((percentile_cont(0.95) within group (order by extract(epoch from loaded_at - first_seen_at)) / 60)::numeric, 1) as p95
  from news.articles
  where loaded_at > now() - interval '1 hour'
) as hour
where articles >= 20 and p95 > 15
