-- One capture with its compressed body.
select capture_id, captured_at, requested_url, final_url, status, content_type, body, body_bytes from raw.captures where capture_id = %(capture_id)s
