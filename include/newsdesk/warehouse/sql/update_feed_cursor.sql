-- Move a feed's cursor and give its lease back; no row means that another worker holds it.
update ops.feeds set
  etag = %(etag)s, last_modified = %(last_modified)s, validators_url = %(validators_url)s,
  body_sha256 = coalesce(%(body_sha256)s, body_sha256),
  format = coalesce(%(format)s, format), title = coalesce(%(title)s, title),
  last_polled_at = %(polled_at)s,
  last_success_at = case when %(outcome)s = 'failed' then last_success_at else %(polled_at)s end,
  last_change_at = case when %(outcome)s = 'changed' then %(polled_at)s else last_change_at end,
  failures = %(failures)s, last_error = %(last_error)s, overlap = coalesce(%(overlap)s, overlap),
  next_poll_at = %(next_poll_at)s, interval_seconds = %(interval_seconds)s, state = %(state)s,
  moved_to = %(moved_to)s, moved_polls = %(moved_polls)s, url = %(url)s, host = %(host)s,
  lease_token = null, lease_until = null
where feed_id = %(feed_id)s and lease_token = %(lease_token)s
returning feed_id
