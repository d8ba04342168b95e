-- Make one feed due now.
update ops.feeds set next_poll_at = now() where feed_id = %(feed_id)s
