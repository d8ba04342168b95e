-- The captures of one day with their bytes.
select capture_id, captured_at, kind, requested_url, final_url, status, headers, body, body_sha256
from raw.captures
where captured_at >= %(day)s::date::timestamptz and captured_at < (%(day)s::date + 1)::timestamptz
order by captured_at, capture_id
