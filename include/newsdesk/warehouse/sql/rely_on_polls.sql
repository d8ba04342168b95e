-- Poll feeds at their own pace again that are pushed no more.
update ops.feeds as f set
  pushed_at = null, next_poll_at = least(next_poll_at, now() + coalesce(interval_seconds, 3600) * interval '1 second')
where pushed_at is not null and not exists (select from ops.subscriptions as s where s.feed_id = f.feed_id and s.state = 'active')
