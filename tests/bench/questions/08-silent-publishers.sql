-- Which publishers brought much less in the last day than in the 28 days before?
with counted as (
  select
    publisher_id,
    coalesce(sum(articles) filter (where day >= current_date - 1), 0) as recent,
    coalesce(sum(articles) filter (where day < current_date - 1), 0) / 27.0 as daily_mean
  from marts.daily_publisher
  where day >= current_date - 28
  group by publisher_id
)
select p.name as publisher, c.recent, round(c.daily_mean, 1) as daily_mean
from counted as c join news.publishers as p using (publisher_id)
where c.daily_mean >= 3 and c.recent < 0.3 * c.daily_mean
order by c.daily_mean desc;
