-- Open entries of the quarantine, the latest first; a choice that is null is left open.
select q.quarantine_id, p.name as publisher, f.name as feed, q.stage, q.reason, q.reasons, q.evidence, q.url, q.attempts, q.first_at, q.last_at,
  q.capture_id, q.parser_version, q.batch_id, q.entry_id, e.title, e.link
from ops.quarantine as q
join ops.entries as e using (entry_id)
join ops.feeds as f using (feed_id)
join news.publishers as p using (publisher_id)
where q.status = 'open'
  and (%(quarantine_id)s::bigint is null or q.quarantine_id = %(quarantine_id)s)
  and (%(reason)s::text is null or q.reason = %(reason)s)
  and (%(publisher)s::text is null or p.name = %(publisher)s)
order by q.last_at desc, q.quarantine_id desc
limit 100
