-- Try these entries again later, in another batch.
update ops.entries set batch_id = null, attempts = attempts + %(attempts)s, retry_at = now() + %(delay_seconds)s * interval '1 second',
  last_error = %(last_error)s
where entry_id = any(%(entry_ids)s) and batch_id = %(batch_id)s
