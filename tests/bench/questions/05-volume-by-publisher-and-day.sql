-- How much did each publisher bring on each of the last 30 days?
select publisher, day, sum(articles) as articles, sum(originals) as originals
from marts.daily_volume
where day >= current_date - 30
group by publisher, day
order by publisher, day;
