-- Articles of the last six full hours against the same hours of the same weekday in the eight weeks before: robust z-score by median and MAD, of each publisher and of all.
with span as (
  select weeks, date_trunc('hour', now()) - weeks * interval '7 days' as until from generate_series(0, 8) as weeks
), counted as (
  select s.weeks, a.publisher_id, count(*) as articles
  from span as s
  join news.articles as a on a.loaded_at >= s.until - interval '6 hours' and a.loaded_at < s.until
  group by grouping sets ((s.weeks, a.publisher_id), (s.weeks))
), subject as (
  select publisher_id, name, added_at from news.publishers
  union all
  select null, 'all publishers', min(added_at) from news.publishers
), series as (
  select b.name, s.weeks, coalesce(c.articles, 0) as articles
  from subject as b
  join span as s on s.until - interval '6 hours' >= b.added_at
  left join counted as c on c.weeks = s.weeks and c.publisher_id is not distinct from b.publisher_id
), middle as (
  select name, percentile_cont(0.5) within group (order by articles) as median
  from series
  where weeks > 0
  group by name
  having count(*) >= 4
), scale as (
  select m.name, m.median, greatest(1.4826 * percentile_cont(0.5) within group (order by abs(s.articles - m.median)), sqrt(m.median), 1) as spread
  from middle as m
  join series as s on s.name = m.name and s.weeks > 0
  group by m.name, m.median
)
select
  s.name as subject, jsonb_build_object('articles', s.articles, 'z', round(((s.articles - c.median) / c.spread)::numeric, 1)) as observed,
  jsonb_build_object('median', c.median, 'spread', round(c.spread::numeric, 1)) as expected,
  s.articles || ' articles in six hours, usually ' || c.median || ' at this time of the week' as detail
from series as s
join scale as c using (name)
where s.weeks = 0 and (
  (c.median >= 8 and s.articles < c.median * case when s.name = 'all publishers' then 0.5 else 0.3 end
   and (s.articles - c.median) / c.spread <= -2.5)
  or (s.articles >= 20 and s.articles > 3 * c.median and (s.articles - c.median) / c.spread >= 6)
)
