-- Who writes how much, in which language?
select
  publisher,
  language,
  sum(articles) as articles,
  sum(words) as words
from marts.daily_volume
group by publisher, language
order by articles desc, publisher asc
