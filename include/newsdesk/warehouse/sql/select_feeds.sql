-- The feeds with these names, or all active ones, without leasing them.
select f.*, now() as claimed_at from ops.feeds as f
where is_polled and (%(names)s::text[] is null or name = any(%(names)s::text[])) order by name limit %(most)s
