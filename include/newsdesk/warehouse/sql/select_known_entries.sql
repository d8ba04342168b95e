-- Of these entries of a feed, the ones that are known in the same state.
select e.entry_key from ops.entries as e
join jsonb_to_recordset(%(rows)s::jsonb) as r (entry_key text, fingerprint text)
  on r.entry_key = e.entry_key and decode(r.fingerprint, 'hex') = e.fingerprint
where e.feed_id = %(feed_id)s
