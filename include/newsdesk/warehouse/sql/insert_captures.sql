-- Keep the bytes of several answers.
insert into raw.captures
  (captured_at, kind, requested_url, final_url, status, headers, content_type, body, body_bytes, body_sha256)
values %s
returning capture_id, captured_at, requested_url
