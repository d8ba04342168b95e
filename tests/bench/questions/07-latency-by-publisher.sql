-- How long does it take from the first sight of an article to the warehouse, by publisher, last 7 days?
select publisher, articles, p50_seconds, p95_seconds
from marts.latency
order by articles desc;
