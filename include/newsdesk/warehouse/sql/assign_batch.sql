-- Put entries into a batch; they wait in it.
update ops.entries set batch_id = %(batch_id)s, state = 'waiting' where entry_id = any(%(entry_ids)s)
