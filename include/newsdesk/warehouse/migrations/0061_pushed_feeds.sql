-- A feed that is pushed or imported is no feed that a person has paused.
create or replace view marts.feed_health as  -- Every feed with its rhythm, its polls of the last 7 days and, where something is wrong, what and since when.
select
  p.name as publisher, f.name as feed, f.state,
  c.condition,
  case c.condition
    when 'pushed' then 'its publisher pushes its articles: there is nothing to poll'
    when 'imported' then 'its pages came from WARC files: there is nothing to poll'
    when 'paused' then 'paused by hand; `feeds resume` polls it again'
    when 'retired' then case
      when f.retired_by_hand then 'retired by hand and not polled; `feeds resume` polls it again'
      else 'gone (410): asked once a month, and polled again as soon as it answers' end
    when 'new' then 'not polled yet'
    when 'dead' then 'taken for dead and still asked daily: ' || w.words || c.since
    when 'failing' then w.words || c.since
    when 'overdue' then 'due since ' || to_char(f.next_poll_at, 'YYYY-MM-DD HH24:MI') || ' and not polled: is the pipeline running?'
    when 'silent' then
      'answers, but ' || coalesce('has brought nothing new since ' || to_char(f.last_change_at, 'YYYY-MM-DD HH24:MI'), 'has never brought an entry')
    when 'missing' then 'its last two changed documents had no entry in common: some were surely missed, and it is asked more often'
  end as reason,
  f.last_polled_at, f.last_success_at, f.last_change_at, f.next_poll_at, f.interval_seconds, f.overlap,
  week.polls, week.changed_polls, week.failed_polls, coalesce(kinds.failures, '{}'::jsonb) as failures_by_kind, week.new_entries,
  f.failures as failure_weight, f.last_error, f.format, f.title, f.url
from ops.feeds as f
join news.publishers as p using (publisher_id)
cross join lateral (
  select
    count(*) as polls,
    count(*) filter (where outcome = 'changed') as changed_polls,
    count(*) filter (where outcome = 'failed') as failed_polls,
    coalesce(sum(new_entries), 0) as new_entries
  from ops.polls
  where feed_id = f.feed_id and polled_at >= now() - interval '7 days'
) as week
cross join lateral (
  select jsonb_object_agg(kind, polls) as failures
  from (
    select concat_ws(' ', reason, case when reason = 'feed.status' then status end) as kind, count(*) as polls
    from ops.polls
    where feed_id = f.feed_id and polled_at >= now() - interval '7 days' and outcome = 'failed'
    group by 1
  ) as failed
) as kinds
cross join lateral (
  select
    case
      when f.state = 'paused' and f.format = 'push' then 'pushed'
      when f.state = 'paused' and f.format = 'warc' then 'imported'
      when f.state <> 'active' then f.state
      when f.failures >= 30 then 'dead'
      when f.failures > 0 then 'failing'
      when f.next_poll_at < now() - interval '30 minutes' and coalesce(f.lease_until < now(), true) then 'overdue'
      when f.last_polled_at is null then 'new'
      when coalesce(f.last_change_at, f.added_at) < now() - interval '7 days' then 'silent'
      when f.overlap = 0 and exists (
        select from ops.polls where feed_id = f.feed_id and outcome = 'changed' and polled_at < f.last_change_at
      ) then 'missing'
      else 'ok'
    end as condition,
    coalesce(', since ' || to_char(f.last_success_at, 'YYYY-MM-DD HH24:MI'), ', since it was added') as since
) as c
cross join lateral (
  select
    case
      when f.last_error like 'feed.status: %' then 'it answers with ' || split_part(f.last_error, ': ', 2)
      when f.last_error like 'dns.failed%' then 'the name of its host is not found'
      when f.last_error ~ '^(connect\.failed|connection\.lost|read\.timeout|deadline\.exceeded)' then 'its host does not answer, or not in time'
      when f.last_error like 'tls.failed%' then 'its host has no valid certificate'
      when f.last_error like 'robots.disallowed%' then 'the robots.txt of its host forbids us to ask'
      when f.last_error like 'robots.unreachable%' then 'the robots.txt of its host can''t be had, which counts as no'
      when f.last_error like 'feed.html%' then 'a web page stands in its place'
      when f.last_error like 'feed.no_entries%' then 'it has no entries'
      when f.last_error like 'feed.%' then 'what stands there is no feed'
      when f.last_error ~ '^(address|port|scheme)\.denied' then 'its address is not one of the open web'
      else 'its last poll failed (' || f.last_error || ')'
    end as words
) as w;

comment on column marts.feed_health.condition is 'How it is doing: ok, new, failing, dead, silent, missing (entries), overdue, paused, retired, or pushed and imported, which are not polled.';
