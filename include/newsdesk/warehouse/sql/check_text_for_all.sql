-- One text under more than twenty articles of a publisher that were loaded within a day: a wall, not news.
select
  p.name as subject, jsonb_build_object('articles', count(*)) as observed, jsonb_build_object('most', 20) as expected,
  count(*) || ' articles of the last day have one text, such as ' || min(a.url) as detail
from news.articles as a
join news.publishers as p using (publisher_id)
where a.loaded_at > now() - interval '1 day' and a.body <> ''
group by p.name, md5(a.body)
having count(*) > 20
