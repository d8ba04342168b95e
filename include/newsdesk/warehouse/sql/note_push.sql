-- Note that a feed's hub has pushed a document of it.
with noted as (
  update ops.subscriptions set last_push_at = %(received_at)s where subscription_id = %(subscription_id)s
)
update ops.feeds set
  pushed_at = %(received_at)s,
  last_change_at = case when %(is_change)s then greatest(last_change_at, %(received_at)s) else last_change_at end
where feed_id = %(feed_id)s
