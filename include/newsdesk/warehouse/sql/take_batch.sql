-- Take a batch over with a new fencing token; whoever had it before can't write any more.
update ops.batches set lease_token = nextval('ops.lease_tokens'), due_again_at = clock_timestamp() + interval '10 minutes'
where batch_id = %(batch_id)s
returning lease_token, state
