-- Which titles have this word, the latest 50?
select published_at, title, url
from news.articles
where search @@ to_tsquery(news.text_search_config('en'), 'ferry:A')
order by published_at desc nulls last
limit 50;
