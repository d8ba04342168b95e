-- Keep an answer's bytes.
insert into raw.captures
  (captured_at, kind, requested_url, final_url, status, headers, content_type, body, body_bytes, body_sha256)
values
  (%(captured_at)s, %(kind)s, %(requested_url)s, %(final_url)s, %(status)s, %(headers)s, %(content_type)s, %(body)s, %(body_bytes)s,
   %(body_sha256)s)
returning capture_id
