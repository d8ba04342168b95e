-- What each stage did with a batch.
select counts from ops.batches where batch_id = %(batch_id)s
