-- Keep what checks found.
insert into ops.quality_results (level, check_name, subject, success, severity, observed, expected, changed, detail, batch_id, run_id)
select
  level, check_name, subject, success, severity, coalesce(observed, '{}'), coalesce(expected, '{}'), coalesce(changed, '{}'), detail,
  batch_id, run_id
from jsonb_to_recordset(%(rows)s::jsonb) as r (
  level text, check_name text, subject text, success boolean, severity text, observed jsonb, expected jsonb, changed text[], detail text,
  batch_id bigint, run_id text)
