-- Forget results of more than 180 days ago.
delete from ops.quality_results where at < now() - interval '180 days'
