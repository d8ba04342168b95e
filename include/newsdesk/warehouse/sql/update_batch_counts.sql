-- Note what a stage did with a batch.
update ops.batches set counts = counts || %(counts)s::jsonb where batch_id = %(batch_id)s
