-- Who copies whom, how often and how fast, last 28 days? As marts.copiers, but saying that only copies are meant, which the planner can't guess.
select
  po.name as original_publisher, pc.name as copied_by, count(*) as copies,
  percentile_cont(0.5) within group (order by extract(epoch from c.first_seen_at - o.first_seen_at)) as median_seconds
from news.articles as c
join news.articles as o on o.article_id = c.duplicate_of
join news.publishers as pc on pc.publisher_id = c.publisher_id
join news.publishers as po on po.publisher_id = o.publisher_id
where c.duplicate_of is not null and c.first_seen_at >= now() - interval '28 days'
group by po.name, pc.name
order by copies desc, 1, 2
limit 50;
