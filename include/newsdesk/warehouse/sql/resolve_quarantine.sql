-- Close the quarantine rows of entries that have come through.
update ops.quarantine set status = 'resolved', last_at = now() where status = 'open' and entry_id = any(%(entry_ids)s)
