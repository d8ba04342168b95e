-- Count what stories hold now.
update news.stories as s set
  title = c.title, first_at = c.first_at, last_at = c.last_at, articles = c.articles, publishers = c.publishers, updated_at = now()
from (
  select
    m.story_id, min(a.at) as first_at, max(a.at) as last_at, count(*) as articles, count(distinct a.publisher_id) as publishers,
    (array_agg(a.title order by a.at, a.article_id))[1] as title
  from news.story_articles as m
  join (select *, coalesce(published_at, first_seen_at) as at from news.articles) as a using (article_id)
  where m.story_id = any(%(story_ids)s) and m.left_at is null
  group by m.story_id
) as c
where s.story_id = c.story_id
