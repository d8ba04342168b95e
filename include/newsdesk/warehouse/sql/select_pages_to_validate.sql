-- The parsed articles of a batch with what the catalogue and the feed say of them.
select
  p.page_id, p.url, p.article_url, p.article, p.entry_ids, p.capture_id, p.captured_at, e.first_seen_at, f.language as feed_language,
  pb.name as publisher_name,
  f.publisher_id, b.cause in ('retry', 'replay') as is_again
from staging.pages as p
join ops.batches as b using (batch_id)
join ops.entries as e on e.entry_id = p.entry_ids[1]
join ops.feeds as f using (feed_id)
join news.publishers as pb using (publisher_id)
where p.batch_id = %(batch_id)s and p.state = 'parsed'
order by p.page_id
