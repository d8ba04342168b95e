-- Which titles are like this one? By all its words first, which an index finds, then by likeness.
with given as (
  select title, plainto_tsquery(news.text_search_config(language), title) as words from news.articles where article_id = 1000
)
select similarity(a.title, g.title) as likeness, a.title, a.url
from given as g join news.articles as a on to_tsvector(news.text_search_config(a.language), a.title) @@ g.words
order by likeness desc, a.article_id
limit 20;
