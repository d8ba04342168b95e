-- Add feeds of known publishers; they are due at once.
insert into ops.feeds (publisher_id, name, configured_url, url, host, language, section)
select p.publisher_id, r.name, r.url, r.url, r.host, r.language, r.section
from jsonb_to_recordset(%(rows)s::jsonb) as r (name text, publisher text, url text, host text, language text, section text)
join news.publishers as p on p.name = r.publisher
order by r.name
