-- Make the partitions of raw.captures for today and the days ahead.
select raw.make_capture_partitions(%(days_ahead)s) as made
