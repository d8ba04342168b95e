-- Remember every address that led to an article; the first article to claim an address keeps it.
insert into news.article_urls (url, article_id, relation, title)
select url, article_id, relation, title
from jsonb_to_recordset(%(rows)s::jsonb) as r (url text, article_id bigint, relation text, title text)
order by url
on conflict (url) do nothing
