-- Note that a changed feed document still shows these entries.
update ops.entries set last_seen_at = %(polled_at)s where feed_id = %(feed_id)s and entry_key = any(%(entry_keys)s)
