-- Count anew the days and publishers given.
insert into marts.daily_publisher (day, publisher_id, language, section, articles, originals, dated, authored, pictured, edited, words)
select
  t.day, a.publisher_id, a.language, coalesce(a.section, ''), count(*), count(*) filter (where a.duplicate_of is null), count(a.published_at),
  count(*) filter (where a.authors <> '{}'),
  count(*) filter (where exists (select from news.media as m where m.article_id = a.article_id and m.kind = 'image')),
  count(*) filter (where exists (
    select from news.article_revisions as r where r.article_id = a.article_id and r.cause = 'publisher')),
  sum(a.word_count)
from jsonb_to_recordset(%(rows)s::jsonb) as t (publisher_id integer, day date)
join news.articles as a on a.publisher_id = t.publisher_id and (
  (a.published_at >= t.day::timestamp at time zone 'UTC' and a.published_at < (t.day + 1)::timestamp at time zone 'UTC')
  or (a.published_at is null and a.first_seen_at >= t.day::timestamp at time zone 'UTC'
      and a.first_seen_at < (t.day + 1)::timestamp at time zone 'UTC'))
group by t.day, a.publisher_id, a.language, coalesce(a.section, '')
