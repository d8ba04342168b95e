-- Open batches that nobody works on although they were announced, for example because Airflow was killed just then.
update ops.batches set
  announcements = announcements + 1,
  due_again_at = clock_timestamp() + least(power(2, announcements), 64) * interval '1 minute'
where state = 'open' and due_again_at <= clock_timestamp()
returning batch_id
