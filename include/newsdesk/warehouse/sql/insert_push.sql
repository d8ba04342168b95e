-- Keep a push before its sender is answered. What came before counts as delivered again, and from a hub as a ping.
insert into ops.inbox as i
  (kind, idempotency_key, subscription_id, sender, content_type, headers, body, body_bytes, body_sha256)
values (
  %(kind)s, %(idempotency_key)s, %(subscription_id)s, %(sender)s, %(content_type)s, %(headers)s::jsonb, %(body)s, %(body_bytes)s,
  %(body_sha256)s)
on conflict (idempotency_key) do update set
  deliveries = i.deliveries + 1,
  state = case i.kind when 'websub' then 'waiting' else i.state end,
  received_at = case i.kind when 'websub' then clock_timestamp() else i.received_at end
returning push_id, deliveries, body_sha256
