-- Active feeds that have had no success for twice their period, an hour at least.
select
  name as subject,
  jsonb_build_object('hours', round(extract(epoch from now() - coalesce(last_success_at, added_at)) / 3600, 1)) as observed,
  jsonb_build_object('most_hours', round(greatest(2 * coalesce(interval_seconds, 1800), 3600) / 3600.0, 1)) as expected,
  'no success since ' || coalesce(to_char(last_success_at, 'YYYY-MM-DD HH24:MI') || ' UTC', 'it was added')
  || coalesce(': ' || last_error, '') as detail
from ops.feeds
where state = 'active'
  and coalesce(last_success_at, added_at) < now() - greatest(2 * coalesce(interval_seconds, 1800), 3600) * interval '1 second'
