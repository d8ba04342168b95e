-- Count the feeds that are due, and the entries that wait for a batch.
select
  (select count(*) from ops.feeds where is_polled and next_poll_at <= now() and (lease_until is null or lease_until < now())
   and (%(names)s::text[] is null or name = any(%(names)s::text[]))) as feeds,
  (select count(*) from ops.entries where state = 'waiting' and batch_id is null and (retry_at is null or retry_at <= now())) as entries
