-- Note that the hub has asked back about a request that is pending, and was told yes.
update ops.subscriptions set
  state = 'active', verified_at = now(), lease_until = now() + %(lease_seconds)s * interval '1 second', failures = 0
where subscription_id = %(subscription_id)s and state = 'requested'
returning subscription_id
