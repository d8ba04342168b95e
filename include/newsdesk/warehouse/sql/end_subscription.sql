-- End a subscription that is in one of these states.
update ops.subscriptions set
  state = 'ended', ended_at = now(), outcome = coalesce(outcome, %(outcome)s), detail = coalesce(%(detail)s, detail)
where subscription_id = %(subscription_id)s and state = any(%(states)s::text[])
returning subscription_id
