-- Other articles of the story that one article belongs to, in the order in which they were seen, with the story's title.
select s.title as story, o.article_id, p.name as publisher, o.title, o.first_seen_at
from news.story_articles as m
join news.stories as s using (story_id)
join news.story_articles as n on n.story_id = m.story_id and n.left_at is null and n.article_id <> m.article_id
join news.articles as o on o.article_id = n.article_id
join news.publishers as p using (publisher_id)
where m.article_id = %(article_id)s and m.left_at is null
order by o.first_seen_at, o.article_id
limit 50
