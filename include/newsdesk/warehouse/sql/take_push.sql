-- The push that has waited longest, locked so that no other run takes it too, with the feed that a hub pushed.
select
  i.push_id, i.kind, i.sender, i.received_at, i.content_type, i.headers, i.body, i.subscription_id, s.topic_url,
  f.feed_id, f.name as feed, f.state as feed_state, f.language, f.last_success_at
from ops.inbox as i
left join ops.subscriptions as s on s.subscription_id = i.subscription_id
left join ops.feeds as f on f.feed_id = s.feed_id
where i.state = 'waiting'
order by i.received_at
limit 1
for update of i skip locked
