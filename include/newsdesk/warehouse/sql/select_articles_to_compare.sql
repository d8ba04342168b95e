-- Articles as they stand, with their stored pages and what the feed said of them, to compare with a new reading.
select
  a.article_id, a.url, a.title, a.subtitle, a.body, a.authors, a.agencies, a.dateline, a.section, a.tags, a.language, a.kind, a.paywalled,
  a.published_at, a.modified_at, coalesce(a.found ->> 'text', 'page') as source, a.captured_at, a.capture_id, c.final_url, c.content_type, c.body as page,
  e.title as feed_title, e.link as feed_link, e.summary as feed_summary, e.authors as feed_authors,
  e.published_at as feed_published_at, e.language as feed_language, e.content_html as feed_content_html
from news.articles as a
left join raw.captures as c on c.captured_at = a.captured_at and c.capture_id = a.capture_id
join ops.entries as e on e.entry_id = %(entry_id)s
where a.article_id = %(article_id)s
