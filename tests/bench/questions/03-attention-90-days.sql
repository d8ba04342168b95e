-- How much attention did a word get, day by day, for 90 days?
select (published_at at time zone 'UTC')::date as day, count(*) as articles, count(*) filter (where duplicate_of is null) as originals
from news.articles
where search @@ websearch_to_tsquery(news.text_search_config('en'), 'election') and language = 'en'
  and published_at >= now() - interval '90 days'
group by day
order by day;
