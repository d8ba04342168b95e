-- Note the hub that a feed names now.
update ops.feeds set hub_url = %(hub_url)s where feed_id = %(feed_id)s
