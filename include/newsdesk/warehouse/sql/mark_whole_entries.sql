-- Note that entries came with their whole text, so that their pages are not fetched, or no longer do.
update ops.entries set is_whole = %(is_whole)s where feed_id = %(feed_id)s and entry_key = %(entry_key)s and is_whole <> %(is_whole)s
