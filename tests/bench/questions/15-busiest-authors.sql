-- Who wrote most in the last 7 days?
select author, count(*) as articles
from news.articles, unnest(authors) as author
where published_at >= now() - interval '7 days' and duplicate_of is null
group by author
order by articles desc, author
limit 50;
