-- The entries of the named feeds, or those that lead to the given addresses, for a batch made by hand.
select e.entry_id, coalesce(e.host, '') as host, e.url, e.state from ops.entries as e join ops.feeds as f using (feed_id)
where (f.name = any(%(feeds)s::text[]) or e.url = any(%(urls)s::text[]))
  and (%(force)s or e.state in ('waiting', 'quarantined'))
order by e.entry_id
for update of e
