-- Hold a batch until the end of this transaction; no row means that another task has taken it over.
update ops.batches set due_again_at = clock_timestamp() + interval '10 minutes'
where batch_id = %(batch_id)s and lease_token = %(lease_token)s and state = 'open'
returning batch_id
