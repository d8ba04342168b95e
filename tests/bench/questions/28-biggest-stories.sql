-- Which stories of the last 7 days have the most publishers?
select s.story_id, s.title, s.language, s.publishers, s.articles, s.first_at, s.last_at
from news.stories as s
where s.merged_into is null and s.publishers >= 2 and s.last_at >= now() - interval '7 days'
order by s.publishers desc, s.articles desc, s.story_id
limit 50;
