-- Which feed showed which article, and when: kept also after an entry has come to lead to another article.
create table ops.past_sightings (  -- Articles that an entry led to before the present one.
  entry_id bigint not null references ops.entries on delete cascade,  -- Entry.
  article_id bigint not null references news.articles on delete cascade,  -- Article that it led to.
  first_seen_at timestamptz not null,  -- First poll that showed the entry with this article.
  last_seen_at timestamptz not null,  -- Poll that showed the entry with another one; the article was shown until then.
  primary key (entry_id, article_id)
);
create index on ops.past_sightings (article_id);
grant select, insert, update (last_seen_at) on ops.past_sightings to newsdesk_loader;

create function ops.keep_past_sighting() returns trigger language plpgsql as $$
begin
  insert into ops.past_sightings (entry_id, article_id, first_seen_at, last_seen_at)
  select
    old.entry_id, old.article_id,
    coalesce((select max(p.last_seen_at) from ops.past_sightings as p where p.entry_id = old.entry_id), old.first_seen_at),
    new.changed_at
  on conflict (entry_id, article_id) do update set last_seen_at = excluded.last_seen_at;
  return null;
end $$;
create trigger keep_past_sighting after update of article_id on ops.entries
for each row when (old.article_id is not null and new.article_id is distinct from old.article_id)
execute function ops.keep_past_sighting();

create view news.sightings as  -- Which feed showed which article, first and last; a feed shows an article by one entry or several.
select
  s.article_id, f.name as feed, p.name as publisher,
  min(s.first_seen_at) as first_seen_at,
  -- What stands in the document of the last change is shown for as long as the feed is found unchanged.
  max(case when s.is_shown and s.last_seen_at >= f.last_change_at then f.last_success_at else s.last_seen_at end) as last_seen_at
from (
  select
    e.article_id, e.feed_id,
    coalesce((select max(past.last_seen_at) from ops.past_sightings as past where past.entry_id = e.entry_id), e.first_seen_at) as first_seen_at,
    e.last_seen_at, true as is_shown
  from ops.entries as e
  where e.article_id is not null
  union all
  select past.article_id, e.feed_id, past.first_seen_at, past.last_seen_at, false
  from ops.past_sightings as past join ops.entries as e using (entry_id)
) as s
join ops.feeds as f using (feed_id)
join news.publishers as p using (publisher_id)
group by s.article_id, f.feed_id, f.name, p.name;

comment on column news.sightings.article_id is 'Article, as in news.articles.';
comment on column news.sightings.feed is 'Name of the feed that showed it.';
comment on column news.sightings.publisher is 'Publisher of the feed, which need not be that of the article.';
comment on column news.sightings.first_seen_at is 'First poll that showed it.';
comment on column news.sightings.last_seen_at is 'Last poll that showed it; of a feed that did not change since, the last successful one.';

grant select on news.sightings to newsdesk_loader, newsdesk_analyst;
