-- Which articles were copied most, of the copies of the last 7 days?
select o.article_id, o.title, count(*) as copies, count(distinct c.publisher_id) as publishers, min(c.first_seen_at - o.first_seen_at) as first_after
from news.articles as c join news.articles as o on o.article_id = c.duplicate_of
where c.duplicate_of is not null and c.first_seen_at >= now() - interval '7 days'
group by o.article_id, o.title
order by copies desc, o.article_id
limit 50;
