-- Where did these words stand in the last 30 days, the latest 50?
select a.published_at, p.name as publisher, a.title, a.url
from news.articles as a join news.publishers as p using (publisher_id)
where a.search @@ websearch_to_tsquery(news.text_search_config('en'), 'harbour wall') and a.language = 'en'
  and a.published_at >= now() - interval '30 days'
order by a.published_at desc
limit 50;
