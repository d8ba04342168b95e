-- Articles by the hour in which they were loaded, hours without any included; the last hour is the present one.
select h.hour, count(a.article_id) as articles
from generate_series(date_trunc('hour', now()) - make_interval(hours => %(hours)s - 1), date_trunc('hour', now()), interval '1 hour') as h (hour)
left join marts.articles as a on a.loaded_at >= h.hour and a.loaded_at < h.hour + interval '1 hour'
group by h.hour
order by h.hour
