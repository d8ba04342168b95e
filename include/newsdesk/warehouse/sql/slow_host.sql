-- Let a host rest; a longer pause that it already has stays.
insert into ops.hosts as h (host, slow_until)
values (%(host)s, clock_timestamp() + make_interval(secs => %(seconds)s))
on conflict (host) do update set slow_until = greatest(h.slow_until, excluded.slow_until)
