-- How much came in on each day, ever?
select day, sum(articles) as articles, sum(originals) as originals, sum(words) as words
from marts.daily_publisher
group by day
order by day;
