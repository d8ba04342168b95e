-- Find or add the feed that a publisher's imported pages belong to. It has no address to be asked at, so it is paused.
with publisher as (
  insert into news.publishers (name, language) values (%(publisher)s, %(language)s)
  on conflict (name) do update set country = news.publishers.country
  returning publisher_id
)
insert into ops.feeds as f (publisher_id, name, configured_url, url, host, language, state, format, title)
select publisher_id, %(name)s, %(url)s, %(url)s, 'import', %(language)s, 'paused', 'warc', 'Pages of ' || %(publisher)s || ' from WARC files'
from publisher
on conflict (name) do update set format = f.format
returning feed_id
