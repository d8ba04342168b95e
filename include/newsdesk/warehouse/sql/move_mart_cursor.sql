-- The marts hold every change up to this one.
update ops.mart_cursor set change_seq = %(newest)s, built_at = now()
