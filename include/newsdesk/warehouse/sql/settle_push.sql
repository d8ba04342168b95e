-- Say what has become of a push. Its bytes are in raw.captures, or were good for nothing.
update ops.inbox set state = %(state)s, outcome = %(outcome)s, settled_at = now(), body = null where push_id = %(push_id)s
