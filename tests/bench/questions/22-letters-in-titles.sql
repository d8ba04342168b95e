-- Which titles have these letters in a row (for languages without spaces, and parts of words)?
select published_at, title, url
from news.articles
where title like '%useum%'
order by published_at desc nulls last
limit 50;
