-- The fetched pages of a batch with their bytes, where these are in Postgres, and what the feed said of them.
select
  p.page_id, p.url, p.source, p.entry_ids, p.capture_id, p.captured_at, c.final_url, c.content_type, c.body,
  e.title as feed_title, e.link as feed_link, e.summary as feed_summary, e.authors as feed_authors,
  e.published_at as feed_published_at, e.language as feed_language, e.content_html as feed_content_html
from staging.pages as p
left join raw.captures as c on c.captured_at = p.captured_at and c.capture_id = p.capture_id
join ops.entries as e on e.entry_id = p.entry_ids[1]
where p.batch_id = %(batch_id)s and p.state = 'fetched' and p.page_id > %(after)s
order by p.page_id
limit %(most)s
