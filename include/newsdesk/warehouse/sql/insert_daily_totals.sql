-- Add up the daily figures of all publishers.
insert into marts.daily_totals (day, articles, originals, words)
select day, sum(articles), sum(originals), sum(words) from marts.daily_publisher where day = any(%(days)s::date[]) group by day
