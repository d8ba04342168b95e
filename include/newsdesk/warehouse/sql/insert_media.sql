-- Write the images and videos of the pages given.
insert into news.media (article_id, position, kind, url, caption, credit, alt)
select r.article_id, m.position, m.kind, m.url, m.caption, m.credit, m.alt
from jsonb_to_recordset(%(rows)s::jsonb) as r (page_id bigint, article_id bigint)
join staging.pages as p using (page_id),
  jsonb_to_recordset(p.article -> 'media')
    as m (position smallint, kind text, url text, caption text, credit text, alt text)
