-- Open an alert for each condition that is not open yet; what lasts is only marked as seen again.
insert into ops.alerts as a (check_name, subject, severity, detail, look_at)
select distinct on (check_name, subject) check_name, subject, severity, detail, look_at
from jsonb_to_recordset(%(rows)s::jsonb) as r (check_name text, subject text, severity text, detail text, look_at text)
order by check_name, subject
on conflict (check_name, subject) where closed_at is null do update set last_at = now()
returning alert_id
