-- Where did this phrase ever stand, the latest 50?
select published_at, title, url
from news.articles
where search @@ phraseto_tsquery(news.text_search_config('en'), 'harbour wall') and language = 'en'
order by published_at desc nulls last
limit 50;
