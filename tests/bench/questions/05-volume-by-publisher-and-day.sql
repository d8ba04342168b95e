-- How much did each publisher bring on each of the last 30 days? From the table behind marts.daily_volume, which tells languages apart too.
select p.name as publisher, d.day, d.articles, d.originals
from (
  select publisher_id, day, sum(articles) as articles, sum(originals) as originals
  from marts.daily_publisher
  where day >= current_date - 30
  group by publisher_id, day
) as d
join news.publishers as p using (publisher_id)
order by publisher, d.day;
