-- Let copies without a story join that of their original, where either is among the articles given.
insert into news.story_articles (article_id, story_id, similarity)
select c.article_id, s.story_id, c.duplicate_similarity
from news.articles as c join news.story_articles as s on s.article_id = c.duplicate_of and s.left_at is null
where (c.article_id = any(%(article_ids)s) or c.duplicate_of = any(%(article_ids)s))
  and not exists (select from news.story_articles as has where has.article_id = c.article_id and has.left_at is null)
order by c.article_id
returning story_id
