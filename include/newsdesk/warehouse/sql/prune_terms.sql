-- Delete terms that hardly ever occurred and not of late, or only count them.
select ops.prune_terms(%(keep_days)s, %(dry_run)s) as terms
