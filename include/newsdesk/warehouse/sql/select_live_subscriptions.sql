-- The subscriptions that have not ended, with whether they are still wanted and whether a later one has taken over.
select
  s.*, now() as read_at, f.state = 'active' and f.hub_url is not null as is_wanted,
  exists(
    select from ops.subscriptions as later
    where later.feed_id = s.feed_id and later.subscription_id > s.subscription_id and later.state = 'active') as is_replaced
from ops.subscriptions as s
join ops.feeds as f using (feed_id)
where s.state <> 'ended'
order by s.subscription_id
