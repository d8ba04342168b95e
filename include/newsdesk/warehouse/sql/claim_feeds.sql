-- Lease due feeds of one shard, the longest overdue first; a shard holds all feeds of a host.
update ops.feeds as f set lease_token = nextval('ops.lease_tokens'), lease_until = now() + interval '10 minutes'
from (
  select feed_id from ops.feeds
  where is_polled and next_poll_at <= least(now(), %(due_until)s::timestamptz) and (lease_until is null or lease_until < now())
    and (%(names)s::text[] is null or name = any(%(names)s::text[]))
    and mod(abs(hashtext(host)::bigint), %(shards)s) = %(shard)s
  order by next_poll_at
  limit %(most)s
  for update skip locked
) as due
where f.feed_id = due.feed_id
returning f.*, now() as claimed_at
