-- Every entry with its state, and the article that it became.
select
  f.name as feed,
  p.name as publisher,
  e.link,
  e.state,
  a.title,
  coalesce(a.revision, 0) as revision
from ops.entries as e
inner join ops.feeds as f on e.feed_id = f.feed_id
inner join news.publishers as p on f.publisher_id = p.publisher_id
left join news.articles as a on e.article_id = a.article_id
