-- Give the entries of a loaded page their state: the first of a new text is loaded, others repeat it. One that its feed has changed
-- meanwhile left the batch with that and goes on waiting.
update ops.entries as e set
  article_id = r.article_id,
  attempts = case when e.batch_id = %(batch_id)s then 0 else e.attempts end,
  retry_at = case when e.batch_id = %(batch_id)s then null else e.retry_at end,
  last_error = case when e.batch_id = %(batch_id)s then null else e.last_error end,
  state = case
    when e.batch_id is distinct from %(batch_id)s then e.state
    when r.outcome = 'unchanged' and e.article_id = r.article_id then 'unchanged'
    when r.outcome = 'unchanged' or r.copy or e.entry_id <> r.first_entry_id then 'duplicate'
    else 'loaded' end
from (
  select x.*, entry_id, x.entry_ids[1] as first_entry_id
  from jsonb_to_recordset(%(rows)s::jsonb) as x (article_id bigint, outcome text, copy boolean, entry_ids bigint[]),
    unnest(x.entry_ids) as entry_id
) as r
where e.entry_id = r.entry_id
returning e.state
