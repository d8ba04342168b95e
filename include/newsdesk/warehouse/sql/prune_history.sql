-- Delete polls, resolved quarantine rows and done batches that are too old, or only count them.
select polls, quarantine, batches from ops.prune_history(%(keep_days)s, %(dry_run)s)
