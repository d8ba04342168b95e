-- Where did this phrase (of two invented words, in about 100 of a million articles) ever stand, the latest 50?
select published_at, title, url
from news.articles
where search @@ phraseto_tsquery(news.text_search_config('en'), 'cemoschsu yotave') and language = 'en'
order by published_at desc nulls last
limit 50;
