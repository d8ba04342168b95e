-- Hold leased hosts for longer; a host that another worker has taken meanwhile is left out.
update ops.hosts set lease_until = clock_timestamp() + make_interval(secs => %(lease_seconds)s)
where host = any(%(hosts)s::text[]) and lease_token = %(token)s
returning host
