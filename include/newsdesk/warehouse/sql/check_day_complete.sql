-- Yesterday, from 06:00 UTC on: it is complete once none of its entries waits any more.
select
  to_char(current_date - 1, 'YYYY-MM-DD') as subject, jsonb_build_object('waiting', count(*)) as observed,
  jsonb_build_object('waiting', 0) as expected,
  count(*) || ' entries first seen before today still wait; the oldest since ' || to_char(min(first_seen_at), 'YYYY-MM-DD HH24:MI') || ' UTC' as detail
from ops.entries
where state = 'waiting' and first_seen_at < current_date and now() > current_date + interval '6 hours'
having count(*) > 0
