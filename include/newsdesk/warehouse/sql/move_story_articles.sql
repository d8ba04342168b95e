-- Let the articles of merged stories leave them and join the older ones.
with gone as (
  update news.story_articles as s set left_at = now()
  from jsonb_to_recordset(%(rows)s::jsonb) as r (story_id bigint, merged_into bigint, similarity real)
  where s.story_id = r.story_id and s.left_at is null
  returning s.article_id, r.merged_into, r.similarity
)
insert into news.story_articles (article_id, story_id, similarity)
select article_id, merged_into, similarity from gone order by article_id
