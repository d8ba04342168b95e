-- Which tags stand together, last 30 days?
select least(one, other) as tag, greatest(one, other) as with_tag, count(*) as articles
from (select tags from news.articles where published_at >= now() - interval '30 days' and duplicate_of is null) as a,
  unnest(tags) as one, unnest(tags) as other
where one < other
group by 1, 2
order by articles desc, 1, 2
limit 50;
