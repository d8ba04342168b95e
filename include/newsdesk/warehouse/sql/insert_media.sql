-- Write the images and videos of articles.
insert into news.media (article_id, position, kind, url, caption, credit, alt)
select article_id, position, kind, url, caption, credit, alt
from jsonb_to_recordset(%(rows)s::jsonb)
  as r (article_id bigint, position smallint, kind text, url text, caption text, credit text, alt text)
