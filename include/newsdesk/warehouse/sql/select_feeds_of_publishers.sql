-- The names of the feeds of these publishers.
select f.name
from ops.feeds as f
join news.publishers as p using (publisher_id)
where p.name = any(%(publishers)s::text[])
