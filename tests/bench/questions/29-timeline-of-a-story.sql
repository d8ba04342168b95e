-- Who wrote about this event, and when?
select coalesce(a.published_at, a.first_seen_at) as at, p.name as publisher, a.title, a.duplicate_of is not null as is_copy, a.url
from news.story_articles as m
join news.articles as a using (article_id)
join news.publishers as p using (publisher_id)
where m.left_at is null and m.story_id = (select story_id from news.stories where publishers >= 2 order by story_id limit 1)
order by at;
