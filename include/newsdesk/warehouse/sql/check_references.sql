-- Articles of the last two days that no entry led to, or whose present revision is missing.
select
  p.name as subject, jsonb_build_object('articles', count(*)) as observed, jsonb_build_object('articles', 0) as expected,
  count(*) || ' articles without an entry or without their revision, such as ' || min(a.url) as detail
from news.articles as a
join news.publishers as p using (publisher_id)
where a.loaded_at > now() - interval '2 days' and (
  not exists (select from ops.entries as e where e.article_id = a.article_id)
  or not exists (select from news.article_revisions as r where r.article_id = a.article_id and r.revision = a.revision)
)
group by p.name
