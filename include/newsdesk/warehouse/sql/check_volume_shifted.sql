-- Publishers whose daily volume of the last seven full days has left the level of the four weeks before: a change point.
with day as (
  select known.publisher_id, coalesce(p.pages, 0) as pages, g.day >= current_date - 7 as recent
  from (select distinct publisher_id from ops.publisher_profiles where day between current_date - 35 and current_date - 22) as known
  cross join generate_series(current_date - 35, current_date - 1, interval '1 day') as g (day)
  left join ops.publisher_profiles as p on p.publisher_id = known.publisher_id and p.day = g.day::date
), level as (
  select
    publisher_id, percentile_cont(0.5) within group (order by pages) filter (where recent) as now_level,
    percentile_cont(0.5) within group (order by pages) filter (where not recent) as usual_level
  from day
  group by publisher_id
)
select
  b.name as subject, jsonb_build_object('articles_a_day', l.now_level) as observed, jsonb_build_object('articles_a_day', l.usual_level) as expected,
  'about ' || l.now_level || ' articles a day in the last week, ' || l.usual_level || ' in the four weeks before' as detail
from level as l
join news.publishers as b using (publisher_id)
where l.usual_level >= 5 and l.now_level not between l.usual_level / 3 and l.usual_level * 3
