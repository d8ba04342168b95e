-- Marts: sections, latency from publication, who copies whom, stories and their coverage. feed_health has taken source_health's place.
drop view marts.source_health;

alter table marts.daily_publisher add column section text not null default '';  -- Section as the publisher names it; empty where it names none.
alter table marts.daily_publisher drop constraint daily_publisher_pkey;
alter table marts.daily_publisher add primary key (day, publisher_id, language, section);
-- The next run counts all days anew, with their sections.
delete from marts.daily_publisher;
update ops.mart_cursor set change_seq = 0;

create or replace view marts.daily_volume as  -- Articles per day, publisher and language; a day counts as complete from 06:00 UTC of the next.
select
  d.day, p.name as publisher, p.country, d.language, sum(d.articles)::integer as articles, sum(d.originals)::integer as originals,
  sum(d.words)::bigint as words, now() >= d.day + interval '30 hours' as complete
from marts.daily_publisher as d join news.publishers as p using (publisher_id)
group by d.day, p.publisher_id, p.name, p.country, d.language;

create view marts.daily_sections as  -- Articles per day, publisher, section and language.
select
  d.day, p.name as publisher, nullif(d.section, '') as section, d.language, d.articles, d.originals, d.words,
  now() >= d.day + interval '30 hours' as complete
from marts.daily_publisher as d join news.publishers as p using (publisher_id);
-- marts.daily_sections.publisher: Publisher's name.
-- marts.daily_sections.section: Section as the publisher names it; null where it names none.
-- marts.daily_sections.day: UTC day of published_at, else of first_seen_at.
-- marts.daily_sections.language: Language of the text.
-- marts.daily_sections.articles: Articles.
-- marts.daily_sections.originals: Of these, no copy of another article.
-- marts.daily_sections.words: Words in all.
-- marts.daily_sections.complete: True once the day's figures are final but for late finds: from 06:00 UTC of the next day.

create or replace view marts.latency as  -- Seconds from a feed's first showing of an article, and from its publication, to the warehouse, by publisher, last 7 days.
select
  p.name as publisher, count(*) as articles,
  percentile_cont(0.5) within group (order by extract(epoch from a.loaded_at - a.first_seen_at)) as p50_seconds,
  percentile_cont(0.95) within group (order by extract(epoch from a.loaded_at - a.first_seen_at)) as p95_seconds,
  count(t.at) as dated,
  percentile_cont(0.5) within group (order by extract(epoch from a.loaded_at - t.at)) as published_p50_seconds,
  percentile_cont(0.95) within group (order by extract(epoch from a.loaded_at - t.at)) as published_p95_seconds
from news.articles as a
join news.publishers as p using (publisher_id)
-- A date without a clock time, and one that lay a day back when the feed first showed it, say nothing about our haste.
cross join lateral (
  select case
    when a.published_precision <> 'day' and a.published_at > a.first_seen_at - interval '1 day' then a.published_at end as at) as t
where a.loaded_at >= now() - interval '7 days'
group by p.name;
-- marts.latency.dated: Of these, with a clock time of publication no more than a day before a feed first showed them.
-- marts.latency.published_p50_seconds: From publication: half of the dated ones took no longer.
-- marts.latency.published_p95_seconds: From publication: 19 of 20 of the dated ones took no longer.

create or replace view marts.copies as  -- Articles that carry the text of an earlier one, and how long after.
select
  c.article_id, pc.name as publisher, c.title, c.url, o.article_id as original_id, po.name as original_publisher, o.url as original_url,
  c.first_seen_at - o.first_seen_at as after, c.duplicate_reason as reason, c.duplicate_similarity as similarity, c.first_seen_at
from news.articles as c
join news.articles as o on o.article_id = c.duplicate_of
join news.publishers as pc on pc.publisher_id = c.publisher_id
join news.publishers as po on po.publisher_id = o.publisher_id;
-- marts.copies.reason: Why it counts as a copy: same_text, near_copy or same_title.
-- marts.copies.similarity: Estimated Jaccard similarity of the two texts when they were linked.
-- marts.copies.first_seen_at: When a feed first showed the copy.

create view marts.copiers as  -- Which publisher copies which, how often and how fast, last 28 days.
select
  c.publisher, c.original_publisher, count(*) as copies,
  percentile_cont(0.5) within group (order by extract(epoch from c.after)) as p50_seconds, min(extract(epoch from c.after)) as fastest_seconds
from marts.copies as c
where c.first_seen_at >= now() - interval '28 days' and c.publisher <> c.original_publisher
group by c.publisher, c.original_publisher;
-- marts.copiers.publisher: Publisher of the copies.
-- marts.copiers.original_publisher: Publisher of the originals.
-- marts.copiers.copies: How many.
-- marts.copiers.p50_seconds: Half of them came no later than this after the original, by first sight.
-- marts.copiers.fastest_seconds: The first came so long after.

create view marts.stories as  -- Events that at least two publishers carried.
select
  s.story_id, s.language, s.title, s.first_at, s.last_at, s.last_at - s.first_at as span, s.articles, s.publishers,
  (select p.name
   from news.story_articles as m join news.articles as a using (article_id) join news.publishers as p using (publisher_id)
   where m.story_id = s.story_id and m.left_at is null
   order by coalesce(a.published_at, a.first_seen_at), a.article_id
   limit 1) as first_publisher, s.method
from news.stories as s
where s.merged_into is null and s.publishers > 1;
-- marts.stories.story_id: Story; the key of the article that founded it.
-- marts.stories.span: From the earliest to the latest article.
-- marts.stories.first_publisher: Publisher of the earliest article.

create view marts.story_coverage as  -- How a story was carried over time: articles and publishers hour by hour.
select
  m.story_id, s.title, date_trunc('hour', a.at, 'UTC') as hour, count(*) as articles, count(distinct a.publisher_id) as publishers,
  sum(count(*)) over (partition by m.story_id order by date_trunc('hour', a.at, 'UTC'))::bigint as articles_so_far
from news.story_articles as m
join news.stories as s using (story_id)
join (select article_id, publisher_id, coalesce(published_at, first_seen_at) as at from news.articles) as a using (article_id)
where m.left_at is null
group by m.story_id, s.title, date_trunc('hour', a.at, 'UTC');
-- marts.story_coverage.story_id: Story.
-- marts.story_coverage.title: Headline of its earliest article.
-- marts.story_coverage.hour: Hour in which the articles were published, else first seen; hours without any are left out.
-- marts.story_coverage.articles: Articles of that hour.
-- marts.story_coverage.publishers: Publishers of these.
-- marts.story_coverage.articles_so_far: Articles up to and with that hour.

grant select on marts.daily_sections, marts.copiers, marts.stories, marts.story_coverage to newsdesk_analyst;
