-- Work that is due and that nobody does: feeds due and batches open for more than an hour.
select
  stage as subject, jsonb_build_object('waiting', waiting, 'oldest', oldest) as observed, jsonb_build_object('most_minutes', 60) as expected,
  waiting || ' ' || noun || ' since ' || to_char(oldest, 'YYYY-MM-DD HH24:MI') || ' UTC' as detail
from (
  select 'poll_feeds' as stage, 'feeds are due, none was polled within the hour,' as noun, count(*) as waiting, min(next_poll_at) as oldest
  from ops.feeds as f
  where f.state = 'active' and f.next_poll_at < now() - interval '1 hour'
    and not exists (select from ops.polls where polled_at > now() - interval '1 hour')
  union all
  select 'ingest_articles', 'batches are open', count(*), min(created_at)
  from ops.batches
  where state = 'open' and created_at < now() - interval '1 hour'
) as work
where waiting > 0
