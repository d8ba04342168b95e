-- Take over what feed documents show: new and changed entries wait for a batch, known ones were only seen again.
with shown as (
  select * from jsonb_to_recordset(%(rows)s::jsonb) as r (
    feed_id integer, capture_id bigint, polled_at timestamptz, entry_key text, link text, url text, host text, title text, summary text,
    content_html text, authors text[], language text, published_at timestamptz, published_raw text, date_problem text, fingerprint text)
), known as (
  select e.entry_id, e.feed_id, e.entry_key, e.fingerprint from ops.entries as e join shown using (feed_id, entry_key)
), seen_again as (
  update ops.entries as e set last_seen_at = s.polled_at
  from known as k join shown as s using (feed_id, entry_key)
  where e.entry_id = k.entry_id and k.fingerprint = decode(s.fingerprint, 'hex')
), saved as (
  insert into ops.entries as e
    (feed_id, entry_key, link, url, host, title, summary, content_html, authors, language, published_at, published_raw, date_problem,
     fingerprint, capture_id, first_seen_at, last_seen_at, changed_at)
  select
    s.feed_id, s.entry_key, s.link, s.url, s.host, s.title, s.summary, s.content_html, coalesce(s.authors, '{}'), s.language,
    s.published_at, s.published_raw, s.date_problem, decode(s.fingerprint, 'hex'), s.capture_id, s.polled_at, s.polled_at, s.polled_at
  from shown as s left join known as k using (feed_id, entry_key)
  where k.entry_id is null or k.fingerprint <> decode(s.fingerprint, 'hex')
  order by s.feed_id, s.entry_key
  on conflict (feed_id, entry_key) do update set
    last_seen_at = excluded.last_seen_at,
    link = excluded.link, url = excluded.url, host = excluded.host, title = excluded.title, summary = excluded.summary,
    content_html = excluded.content_html, authors = excluded.authors, language = excluded.language,
    published_at = excluded.published_at, published_raw = excluded.published_raw, date_problem = excluded.date_problem,
    fingerprint = excluded.fingerprint, capture_id = excluded.capture_id, changed_at = excluded.changed_at,
    version = e.version + 1, state = 'waiting', batch_id = null, attempts = 0, retry_at = null, last_error = null
)
select
  s.feed_id,
  count(*) as entries,
  count(*) filter (where k.entry_id is null) as new_entries,
  count(*) filter (where k.fingerprint <> decode(s.fingerprint, 'hex')) as changed_entries
from shown as s left join known as k using (feed_id, entry_key)
group by s.feed_id
