-- What did this author write in the last 90 days?
select published_at, title, url
from news.articles
where authors @> array['Ada Quill'] and published_at >= now() - interval '90 days'
order by published_at desc;
