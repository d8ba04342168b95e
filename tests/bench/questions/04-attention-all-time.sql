-- How much attention did a word get, day by day, ever?
select (published_at at time zone 'UTC')::date as day, count(*) as articles
from news.articles
where search @@ websearch_to_tsquery(news.text_search_config('en'), 'election') and language = 'en' and published_at is not null
group by day
order by day;
