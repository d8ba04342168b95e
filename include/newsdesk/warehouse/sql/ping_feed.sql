-- Make a feed due because its hub says so, but never sooner than a minute after it was asked last.
update ops.feeds set
  next_poll_at = least(next_poll_at, greatest(now(), last_polled_at + interval '1 minute'))
where feed_id = %(feed_id)s and state = 'active'
