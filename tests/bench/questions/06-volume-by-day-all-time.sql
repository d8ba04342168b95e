-- How much came in on each day, ever?
select day, articles, originals, words from marts.daily_totals order by day;
