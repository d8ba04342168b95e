-- Which titles have this word, the latest 50?
select published_at, title, url
from news.articles
where to_tsvector(news.text_search_config(language), title) @@ websearch_to_tsquery(news.text_search_config('en'), 'ferry')
order by published_at desc nulls last
limit 50;
