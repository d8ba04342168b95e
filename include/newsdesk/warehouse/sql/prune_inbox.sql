-- Forget pushes that were settled a month ago; until then the same push is known again.
delete from ops.inbox where state <> 'waiting' and settled_at < now() - interval '30 days'
