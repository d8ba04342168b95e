-- Note a request before the hub is asked, so that it can be verified at once, and tell the receiver.
with noted as (
  insert into ops.subscriptions (feed_id, topic_url, hub_url, token, callback_url, secret, failures)
  values (%(feed_id)s, %(topic_url)s, %(hub_url)s, %(token)s, %(callback_url)s, %(secret)s, %(failures)s)
  returning subscription_id
)
select subscription_id, pg_notify('newsdesk_subscriptions', '') from noted
