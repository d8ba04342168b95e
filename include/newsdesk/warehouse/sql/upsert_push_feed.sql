-- Find or add the feed that a sender's articles belong to. It has no address to be asked at, so it is paused.
with publisher as (
  insert into news.publishers (name) values (%(sender)s)
  on conflict (name) do update set country = news.publishers.country
  returning publisher_id
)
insert into ops.feeds as f (publisher_id, name, configured_url, url, host, state, format, title)
select publisher_id, %(name)s, %(url)s, %(url)s, 'push', 'paused', 'push', 'Articles pushed by ' || %(sender)s from publisher
on conflict (name) do update set format = f.format
returning feed_id, language
