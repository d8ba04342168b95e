-- The subscriptions that hubs may talk about.
select subscription_id, feed_id, topic_url, token, secret, state from ops.subscriptions where state <> 'ended'
