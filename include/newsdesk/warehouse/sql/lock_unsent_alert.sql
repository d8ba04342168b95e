-- Take the oldest alert whose beginning or end has not been told; nobody else gets it meanwhile.
select alert_id, check_name, subject, severity, detail, look_at, opened_at, closed_at
from ops.alerts
where (sent_at is null and closed_at is null) or (sent_at is not null and closed_at is not null and closed_sent_at is null)
order by alert_id
limit 1
for update skip locked
