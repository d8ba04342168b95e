-- Hold the feeds whose lease is still ours until the end of this transaction; a feed left out belongs to another task.
select f.feed_id from ops.feeds as f
join jsonb_to_recordset(%(rows)s::jsonb) as r (feed_id integer, lease_token bigint) using (feed_id, lease_token)
order by f.feed_id
for update of f
