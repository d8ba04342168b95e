-- Close a batch; its staging rows have become articles.
update ops.batches set state = 'done', done_at = now() where batch_id = %(batch_id)s
