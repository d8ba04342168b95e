-- Which tags stand together, last 30 days? Unnested in the select list, which is several times as fast as in `from`.
select least(one, other) as tag, greatest(one, other) as with_tag, count(*) as articles
from (
  select one, unnest(tags) as other
  from (select tags, unnest(tags) as one from news.articles where published_at >= now() - interval '30 days' and duplicate_of is null) as a
) as pair
where one < other
group by 1, 2
order by articles desc, 1, 2
limit 50;
