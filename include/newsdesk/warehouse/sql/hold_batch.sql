-- Hold a batch until the end of this transaction; no row means that another task has taken it over.
select batch_id from ops.batches where batch_id = %(batch_id)s and lease_token = %(lease_token)s and state = 'open' for update
