-- Give the entries of a loaded page their state: the first of a new text is loaded, others repeat it.
update ops.entries as e set
  article_id = r.article_id, attempts = 0, retry_at = null, last_error = null,
  state = case
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
