-- The partitions of raw.captures for today and tomorrow, which poll makes ahead.
select
  'raw.captures' as subject, jsonb_build_object('missing', jsonb_agg(day)) as observed, jsonb_build_object('days_ahead', 1) as expected,
  'there is no partition for ' || string_agg(day::text, ', ') || '; their captures go to raw.captures_default' as detail
from generate_series(current_date, current_date + 1, interval '1 day') as t (moment)
cross join lateral (select t.moment::date as day) as d
where to_regclass('raw.captures_' || to_char(day, 'YYYYMMDD')) is null
  and exists (select from ops.polls where polled_at < now() - interval '1 day')
having count(*) > 0
