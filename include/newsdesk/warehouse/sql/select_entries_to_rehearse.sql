-- Entries in quarantine with their stored pages, where these are in Postgres, and what their feed and the catalogue say of them.
select
  e.entry_id as page_id, e.url, 'page' as source, q.reason, k.capture_id, k.captured_at, c.final_url, c.content_type, c.body,
  e.title as feed_title, e.link as feed_link, e.summary as feed_summary, e.authors as feed_authors,
  e.published_at as feed_published_at, e.content_html as feed_content_html, e.first_seen_at,
  coalesce(e.language, f.language) as feed_language, f.publisher_id, p.name as publisher_name
from ops.entries as e
join ops.quarantine as q on q.entry_id = e.entry_id and q.status = 'open'
join raw.known_captures as k on k.capture_id = q.capture_id
left join raw.captures as c on c.captured_at = k.captured_at and c.capture_id = k.capture_id
join ops.feeds as f using (feed_id)
join news.publishers as p using (publisher_id)
where e.entry_id = any(%(entry_ids)s)
order by e.entry_id
