-- These batches are due for their first announcement.
update ops.batches set due_again_at = clock_timestamp() where batch_id = any(%(batch_ids)s::bigint[]) and state = 'open'
