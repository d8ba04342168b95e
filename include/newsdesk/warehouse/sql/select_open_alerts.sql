-- Events that are not over, the worst and oldest first.
select check_name, subject, severity, detail, look_at, opened_at
from ops.alerts
where closed_at is null
order by array_position(array['critical', 'warning', 'info'], severity), opened_at
limit 20
