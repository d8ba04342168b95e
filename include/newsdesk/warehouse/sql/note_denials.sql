-- Keep how often a host has refused us in a row, and for how many seconds from now that counts.
update ops.hosts set denials = %(denials)s, denials_until = clock_timestamp() + make_interval(secs => %(seconds)s)
where host = %(host)s
