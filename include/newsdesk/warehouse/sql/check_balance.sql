-- Feeds with entries of which nobody knows what became of them.
select
  feed as subject, jsonb_build_object('difference', difference) as observed, jsonb_build_object('difference', 0) as expected,
  difference || ' of ' || seen || ' entries are unaccounted for' as detail
from ops.balance
where difference <> 0
