-- Questions that took longer than a tenth of a second on a million articles.

create function news.search_query(words text) returns tsquery language sql immutable parallel safe as $$
  select string_agg('(' || q.query::text || ')', '|')::tsquery
  from (
    select distinct websearch_to_tsquery(news.text_search_config(language), words) as query
    from unnest('{ar,ca,da,de,el,en,es,eu,fi,fr,ga,hi,hu,hy,id,it,lt,nb,ne,nl,pt,ro,ru,sr,sv,ta,tr,yi,und}'::text[]) as language
  ) as q
  where numnode(q.query) > 0
$$;
comment on function news.search_query(text) is
  'What a person types in a search box, by the rules of every language at once: an article that matches by its own language''s rules matches this. Null without words.';

create table marts.daily_totals (  -- Counts per day over all publishers, languages and sections; build_marts recomputes the days that changed.
  day date primary key,  -- UTC day of published_at, else of first_seen_at.
  articles integer not null,  -- Articles.
  originals integer not null,  -- Of these, no copy of another article.
  words bigint not null  -- Words in all.
);
insert into marts.daily_totals (day, articles, originals, words)
select day, sum(articles), sum(originals), sum(words) from marts.daily_publisher group by day;
grant select, insert, delete on marts.daily_totals to newsdesk_loader;
grant select on marts.daily_totals to newsdesk_analyst;

-- Added up by key first, so that names are not compared for every row.
create or replace view marts.daily_volume as  -- Articles per day, publisher and language; a day counts as complete from 06:00 UTC of the next.
select
  d.day, p.name as publisher, p.country, d.language, d.articles, d.originals, d.words, now() >= d.day + interval '30 hours' as complete
from (
  select
    day, publisher_id, language, sum(articles)::integer as articles, sum(originals)::integer as originals, sum(words)::bigint as words
  from marts.daily_publisher
  group by day, publisher_id, language
) as d
join news.publishers as p using (publisher_id);

-- That only copies are meant is said outright: the planner can't guess it from the join, and reads all articles of those days.
create or replace view marts.copies as  -- Articles that carry the text of an earlier one, and how long after.
select
  c.article_id, pc.name as publisher, c.title, c.url, o.article_id as original_id, po.name as original_publisher, o.url as original_url,
  c.first_seen_at - o.first_seen_at as after, c.duplicate_reason as reason, c.duplicate_similarity as similarity, c.first_seen_at
from news.articles as c
join news.articles as o on o.article_id = c.duplicate_of
join news.publishers as pc on pc.publisher_id = c.publisher_id
join news.publishers as po on po.publisher_id = o.publisher_id
where c.duplicate_of is not null;

create view marts.tag_pairs as  -- Which tags stand together in articles of the last 30 days, copies left out.
select one as tag, other as with_tag, count(*) as articles
from (
  -- Unnested in the select list, which is several times as fast as in `from`; the bytes' order is the quickest to compare.
  select one, unnest(tags) as other
  from (
    select tags, unnest(tags) collate "C" as one
    from news.articles
    where published_at >= now() - interval '30 days' and duplicate_of is null
  ) as a
) as pair
where one < other collate "C"
group by one, other;
-- marts.tag_pairs.tag: Keyword of the publisher.
-- marts.tag_pairs.with_tag: Another that stands beside it; a pair is listed once.
-- marts.tag_pairs.articles: Articles with both.
grant select on marts.tag_pairs to newsdesk_analyst;
