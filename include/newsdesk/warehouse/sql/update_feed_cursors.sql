-- Move the cursors of feeds that this task holds, and give their leases back.
with cursors as (
  -- An address belongs to one feed: one that has moved to another feed's address stays where it was.
  select
    r.*,
    row_number() over (partition by r.url order by r.feed_id) = 1
    and not exists (select from ops.feeds as other where other.url = r.url and other.feed_id <> r.feed_id) as is_free
  from jsonb_to_recordset(%(rows)s::jsonb) as r (
    feed_id integer, etag text, last_modified text, validators_url text, body_sha256 text, polls_since_check integer,
    distrusted_at timestamptz, format text, title text, polled_at timestamptz, outcome text, failures real, last_error text,
    overlap real, next_poll_at timestamptz, interval_seconds integer, state text, moved_to text, moved_polls integer, url text,
    host text, sitemaps jsonb, is_missed boolean, is_read boolean, hub_url text)
)
update ops.feeds as f set
  etag = r.etag, last_modified = r.last_modified, validators_url = r.validators_url,
  body_sha256 = coalesce(decode(r.body_sha256, 'hex'), f.body_sha256),
  polls_since_check = r.polls_since_check, distrusted_at = r.distrusted_at,
  format = coalesce(r.format, f.format), title = coalesce(r.title, f.title),
  last_polled_at = r.polled_at,
  last_success_at = case when r.outcome = 'failed' then f.last_success_at else r.polled_at end,
  last_change_at = case when r.outcome = 'changed' then r.polled_at else f.last_change_at end,
  failures = r.failures, last_error = r.last_error, overlap = coalesce(r.overlap, f.overlap),
  next_poll_at = r.next_poll_at, interval_seconds = r.interval_seconds,
  state = case when f.state = 'paused' then 'paused' else r.state end,
  sitemaps = coalesce(r.sitemaps, f.sitemaps),
  pushed_at = case when r.is_missed then null else f.pushed_at end,
  hub_url = case when r.is_read then r.hub_url else f.hub_url end,
  moved_to = r.moved_to, moved_polls = r.moved_polls,
  url = case when r.is_free then r.url else f.url end,
  host = case when r.is_free then r.host else f.host end,
  lease_token = null, lease_until = null
from cursors as r
where f.feed_id = r.feed_id
