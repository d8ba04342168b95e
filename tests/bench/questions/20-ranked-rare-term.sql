-- Which articles are most about a rare word?
select ts_rank(search, websearch_to_tsquery(news.text_search_config('en'), 'vellichor')) as rank, title, url
from news.articles
where search @@ websearch_to_tsquery(news.text_search_config('en'), 'vellichor')
order by rank desc
limit 20;
