-- Add the feeds of the catalogue; a known feed keeps its cursor, and its address unless the catalogue changed it.
insert into ops.feeds as f (publisher_id, name, configured_url, url, host, language, section, state)
select p.publisher_id, r.name, r.url, r.url, r.host, r.language, r.section, r.state
from jsonb_to_recordset(%(rows)s::jsonb)
  as r (name text, publisher text, url text, host text, language text, section text, state text)
join news.publishers as p on p.name = r.publisher
order by r.name
on conflict (name) do update set
  publisher_id = excluded.publisher_id,
  configured_url = excluded.configured_url,
  url = case when f.configured_url = excluded.configured_url then f.url else excluded.url end,
  host = case when f.configured_url = excluded.configured_url then f.host else excluded.host end,
  etag = case when f.configured_url = excluded.configured_url then f.etag end,
  last_modified = case when f.configured_url = excluded.configured_url then f.last_modified end,
  next_poll_at = case when f.configured_url = excluded.configured_url then f.next_poll_at else now() end,
  language = excluded.language,
  section = excluded.section,
  state = case when excluded.state = 'paused' and not f.retired_by_hand then 'paused' else f.state end
returning name, xmax = 0 as added
