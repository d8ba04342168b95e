-- What came in last?
select
  publisher,
  left(title, 60) as title,
  to_char(published_at, 'YYYY-MM-DD HH24:MI') as published,
  word_count as words
from marts.articles
where duplicate_of is null
order by published_at desc nulls last
limit 5
