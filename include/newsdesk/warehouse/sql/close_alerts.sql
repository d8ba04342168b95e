-- Close the alerts whose condition was not found again; failed tasks report by themselves, so theirs end an hour after the last.
update ops.alerts set
  closed_at = now(), closed_sent_at = case when sent_at is null then now() end
where closed_at is null and last_at < now() - case when check_name = 'task.failed' then interval '1 hour' else interval '0' end
returning alert_id
