-- Keep the bytes of several answers.
insert into raw.captures  -- noqa: PRS
  (captured_at, kind, requested_url, final_url, status, headers, content_type, body, body_bytes, body_sha256)
values %s  -- noqa: PRS
returning capture_id, captured_at, requested_url
