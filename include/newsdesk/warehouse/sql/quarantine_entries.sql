-- Set entries of a batch aside with the reason and the evidence; one that is set aside already counts one more attempt. One that its
-- feed has changed meanwhile left the batch with that and goes on waiting.
with aside as (
  update ops.entries set state = 'quarantined'
  where entry_id = any(%(entry_ids)s) and batch_id = %(batch_id)s
  returning entry_id
)
insert into ops.quarantine as q (entry_id, batch_id, stage, reason, reasons, evidence, url, capture_id, parser_version, run_id)
select
  entry_id, %(batch_id)s, %(stage)s, (%(reasons)s::text[])[1], %(reasons)s, %(evidence)s::jsonb, %(url)s, %(capture_id)s,
  %(parser_version)s, %(run_id)s
from aside order by entry_id
on conflict (entry_id) where status = 'open' do update set
  batch_id = excluded.batch_id, stage = excluded.stage, reason = excluded.reason, reasons = excluded.reasons,
  evidence = excluded.evidence, url = excluded.url, capture_id = excluded.capture_id, parser_version = excluded.parser_version,
  run_id = excluded.run_id, attempts = q.attempts + 1, last_at = now()
