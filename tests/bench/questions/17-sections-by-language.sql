-- What is written about in which language, last 30 days?
select section, language, count(*) as articles, sum(word_count) as words
from news.articles
where published_at >= now() - interval '30 days'
group by section, language
order by articles desc;
