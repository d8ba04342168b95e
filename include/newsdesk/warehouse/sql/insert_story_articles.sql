-- Let articles join stories.
insert into news.story_articles (article_id, story_id, similarity)
select r.article_id, r.story_id, r.similarity
from jsonb_to_recordset(%(rows)s::jsonb) as r (article_id bigint, story_id bigint, similarity real)
order by r.article_id
