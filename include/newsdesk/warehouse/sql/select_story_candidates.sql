-- The next changed articles, and of those that are no copies and have no story what the method wants.
select
  a.article_id, a.change_seq, a.language, p.name as publisher, a.title, coalesce(a.published_at, a.first_seen_at) as at,
  concat_ws(' ', a.subtitle, left(a.body, 2400)) as lead,
  a.duplicate_of is null and not exists (
    select from news.story_articles as s where s.article_id = a.article_id and s.left_at is null) as is_candidate
from news.articles as a join news.publishers as p using (publisher_id)
where a.change_seq > %(stories_seq)s
order by a.change_seq
limit %(most)s
