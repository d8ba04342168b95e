-- Keep new stories and the terms of those that have changed; what can be counted is counted by refresh_stories.
insert into news.stories (story_id, language, title, first_at, last_at, articles, publishers, terms, method)
select r.story_id, r.language, a.title, r.first_at, r.last_at, 0, 0, r.terms, r.method
from jsonb_to_recordset(%(rows)s::jsonb)
  as r (story_id bigint, language text, first_at timestamptz, last_at timestamptz, terms jsonb, method text)
join news.articles as a on a.article_id = r.story_id
on conflict (story_id) do update set terms = excluded.terms, method = excluded.method
