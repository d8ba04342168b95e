-- The active feeds that name a hub, each with its newest subscription.
select
  f.feed_id, f.name, f.url as feed_url, f.hub_url as named_hub_url, now() as read_at, s.subscription_id, s.state, s.hub_url, s.requested_at,
  s.verified_at, s.lease_until, s.ended_at, s.outcome, s.failures
from ops.feeds as f
left join lateral (
  select * from ops.subscriptions where feed_id = f.feed_id order by subscription_id desc limit 1
) as s on true
where f.state = 'active' and f.hub_url is not null
order by f.feed_id
