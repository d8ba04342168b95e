-- What analysts ask first, and the daily figures behind it.

create table marts.daily_publisher (  -- Counts per publisher, day and language; build_marts recomputes the days that changed.
  day date not null,  -- UTC day of published_at, else of first_seen_at.
  publisher_id integer not null references news.publishers,  -- Publisher.
  language text not null,  -- Language of the text.
  articles integer not null,  -- Articles.
  originals integer not null,  -- Of these, no copy of another article.
  dated integer not null,  -- With a date of the publisher.
  authored integer not null,  -- With a named person.
  pictured integer not null,  -- With a lead image.
  edited integer not null,  -- With more than one revision by the publisher.
  words bigint not null,  -- Words in all.
  primary key (day, publisher_id, language)
);

create table ops.mart_cursor (  -- How far build_marts has read the changes of news.articles.
  only_row boolean primary key default true check (only_row),  -- There is one row.
  change_seq bigint not null,  -- Highest change_seq that the marts hold.
  built_at timestamptz not null default now()  -- When they were last built.
);
insert into ops.mart_cursor (change_seq) values (0);

create view marts.articles as  -- Articles with their publisher's name, one flat row each, originals and copies.
select
  a.article_id, p.name as publisher, p.country, a.language, a.section, a.kind, a.title, a.subtitle, a.authors, a.tags, a.word_count,
  a.published_at, a.modified_at, a.first_seen_at, a.loaded_at, a.loaded_at - a.first_seen_at as latency,
  a.revision, a.duplicate_of, a.paywalled, a.url, a.body, a.search, a.change_seq
from news.articles as a join news.publishers as p using (publisher_id);

create view marts.daily_volume as  -- Articles per day, publisher and language; a day counts as complete from 06:00 UTC of the next.
select d.day, p.name as publisher, p.country, d.language, d.articles, d.originals, d.words, now() >= d.day + interval '30 hours' as complete
from marts.daily_publisher as d join news.publishers as p using (publisher_id);

create view marts.latency as  -- Seconds from a feed's first showing of an article to the warehouse, by publisher, last 7 days.
select
  p.name as publisher, count(*) as articles,
  percentile_cont(0.5) within group (order by extract(epoch from a.loaded_at - a.first_seen_at)) as p50_seconds,
  percentile_cont(0.95) within group (order by extract(epoch from a.loaded_at - a.first_seen_at)) as p95_seconds
from news.articles as a join news.publishers as p using (publisher_id)
where a.loaded_at >= now() - interval '7 days'
group by p.name;

create view marts.edits as  -- What publishers changed after publication.
select
  r.article_id, p.name as publisher, r.revision, r.valid_from, r.valid_from - a.first_seen_at as after, r.changed,
  b.title as title_before, r.title as title_after, a.url
from news.article_revisions as r
join news.article_revisions as b on b.article_id = r.article_id and b.revision = r.revision - 1
join news.articles as a on a.article_id = r.article_id
join news.publishers as p using (publisher_id)
where r.cause = 'publisher';

create view marts.copies as  -- Articles that carry the text of an earlier one, and how long after.
select
  c.article_id, pc.name as publisher, c.title, c.url, o.article_id as original_id, po.name as original_publisher, o.url as original_url,
  c.first_seen_at - o.first_seen_at as after
from news.articles as c
join news.articles as o on o.article_id = c.duplicate_of
join news.publishers as pc on pc.publisher_id = c.publisher_id
join news.publishers as po on po.publisher_id = o.publisher_id;

create view marts.source_health as  -- Feeds with their last success, rhythm and, where something is wrong, what.
select
  p.name as publisher, f.name as feed, f.state, f.format, f.last_polled_at, f.last_success_at, f.last_change_at, f.interval_seconds,
  f.overlap, f.next_poll_at, f.failures,
  case
    when f.state <> 'active' then f.state
    when f.last_polled_at is null then 'never polled'
    when f.failures > 0 then 'failing since ' || coalesce(to_char(f.last_success_at, 'YYYY-MM-DD HH24:MI'), 'the beginning') || ': ' || f.last_error
    when f.last_change_at < now() - interval '7 days' then 'silent for a week'
    when f.overlap = 0 then 'polls may miss entries: the last one shared none with the one before'
    else 'ok' end as health
from ops.feeds as f join news.publishers as p using (publisher_id);

create view marts.rejected as  -- Entries set aside and not resolved, with the reason.
select p.name as publisher, f.name as feed, q.stage, q.reason, q.reasons, e.title, q.url, q.attempts, q.first_at, q.last_at
from ops.quarantine as q
join ops.entries as e using (entry_id)
join ops.feeds as f using (feed_id)
join news.publishers as p using (publisher_id)
where q.status = 'open';

create view marts.balance as  -- As ops.balance: what became of each feed's entries.
select feed, seen, loaded, unchanged, duplicate, quarantined, waiting, difference from ops.balance;

grant usage on schema marts to newsdesk_loader;
grant select, insert, delete on marts.daily_publisher to newsdesk_loader;
grant select, update on ops.mart_cursor to newsdesk_loader;
grant select on all tables in schema marts to newsdesk_analyst;
