-- Publishers whose newest batch that could be judged drifts.
select check_name, subject, severity, detail, 'marts.drift' as look_at
from (
  select distinct on (subject) check_name, subject, severity, detail, success
  from ops.quality_results
  where check_name = 'publisher.profile' and severity = 'warning' and at > now() - interval '30 days'
  order by subject, result_id desc
) as newest
where not success
