-- What is written about in which language, last 30 days?
select section, language, sum(articles) as articles, sum(words) as words
from marts.daily_sections
where day >= current_date - 30
group by section, language
order by articles desc;
