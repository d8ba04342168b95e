-- Drop captures that are too old, or only count them.
select pruned_day as day, dropped, kept from raw.prune_captures(%(keep_days)s, %(dry_run)s)
