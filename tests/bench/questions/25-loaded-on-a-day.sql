-- What came in on this day?
select language, count(*) as articles, count(*) filter (where duplicate_of is not null) as copies
from news.articles
where loaded_at >= now() - interval '3 days' and loaded_at < now() - interval '2 days'
group by language
order by articles desc;
