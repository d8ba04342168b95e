-- Make feeds due at once, whatever their next due time; returns their names.
update ops.feeds set next_poll_at = now()
where is_polled and (%(names)s::text[] is null or name = any(%(names)s::text[]))
returning name
