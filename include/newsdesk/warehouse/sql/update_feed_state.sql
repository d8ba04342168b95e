-- Set the state of a feed by hand: active is due at once. A poll under way loses its lease.
update ops.feeds set
  state = %(state)s, retired_by_hand = %(state)s = 'retired',
  next_poll_at = case %(state)s when 'active' then now() else next_poll_at end,
  lease_token = null, lease_until = null
where feed_id = %(feed_id)s
returning name, state, next_poll_at, is_polled
