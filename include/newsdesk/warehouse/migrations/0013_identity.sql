-- Why an article counts as another's copy, titles as a key within a publisher, and which feed showed what.
alter table news.articles add column duplicate_reason text check (duplicate_reason in ('same_text', 'near_copy', 'same_title'));  -- Why it is a copy: same_text (title and text, normalised), near_copy (similar wording), same_title (a stub of the same publisher within 7 days).
update news.articles set duplicate_reason = 'near_copy' where duplicate_of is not null;
alter table news.articles add check ((duplicate_of is null) = (duplicate_reason is null));
comment on column news.articles.duplicate_of is 'Earliest article that had nearly the same text when this one last changed; null for an original.';
comment on column news.articles.duplicate_similarity is 'Estimated Jaccard similarity of the two texts at that time; null for an original.';

alter table news.signatures add column publisher_id integer references news.publishers;  -- As in news.articles; null for texts signed before titles were.
alter table news.signatures add column title_key bigint;  -- Digest of the title's letters and digits; null for a title too short to identify an article.
create index on news.signatures (publisher_id, title_key) where title_key is not null;

alter table news.article_urls add column title text;  -- Title of the page when this address first led to the article; null for the canonical address.

create view news.sightings with (security_barrier = true) as  -- Which feed showed which article, from when to when.
select e.article_id, p.name as publisher, f.name as feed, e.link, e.title, e.published_at, e.first_seen_at, e.last_seen_at, e.version, e.state
from ops.entries as e join ops.feeds as f using (feed_id) join news.publishers as p using (publisher_id)
where e.article_id is not null;
comment on column news.sightings.article_id is 'Article.';
comment on column news.sightings.publisher is 'Publisher that the feed belongs to.';
comment on column news.sightings.feed is 'Feed''s name.';
comment on column news.sightings.link is 'Link as the feed gave it.';
comment on column news.sightings.title is 'Title in the feed.';
comment on column news.sightings.published_at is 'Date in the feed.';
comment on column news.sightings.first_seen_at is 'First poll that showed it.';
comment on column news.sightings.last_seen_at is 'Last changed feed document that showed it.';
comment on column news.sightings.version is 'How many states the feed has shown.';
comment on column news.sightings.state is 'loaded for the first to bring a text; unchanged or duplicate for what repeats one.';

grant select on news.sightings to newsdesk_loader, newsdesk_analyst;
