-- The entries that wait for a batch, locked so that no other run batches them too.
select entry_id, coalesce(host, '') as host, url, state from ops.entries
where state = 'waiting' and batch_id is null and (retry_at is null or retry_at <= now())
order by entry_id
limit %(most)s
for update skip locked
