-- Note that an active subscription is given up, before the hub is told, and tell the receiver.
with left_now as (
  update ops.subscriptions set state = 'leaving', outcome = %(outcome)s, requested_at = now()
  where subscription_id = %(subscription_id)s and state = 'active'
  returning subscription_id
)
select subscription_id, pg_notify('newsdesk_subscriptions', '') from left_now
