-- Why an article counts as another's copy, and titles as a key within a publisher.
alter table news.articles add column duplicate_reason text check (duplicate_reason in ('same_text', 'near_copy', 'same_title'));  -- Why it is a copy: same_text (title and text, normalised), near_copy (similar wording), same_title (a stub of the same publisher within 7 days).
update news.articles set duplicate_reason = 'near_copy' where duplicate_of is not null;
alter table news.articles add check ((duplicate_of is null) = (duplicate_reason is null));
comment on column news.articles.duplicate_of is 'Earliest article that had nearly the same text when this one last changed; null for an original.';
comment on column news.articles.duplicate_similarity is 'Estimated Jaccard similarity of the two texts at that time; null for an original.';

alter table news.signatures add column publisher_id integer references news.publishers;  -- As in news.articles; null for texts signed before titles were.
alter table news.signatures add column title_key bigint;  -- Digest of the title's letters and digits; null for a title too short to identify an article.
create index on news.signatures (publisher_id, title_key) where title_key is not null;

alter table news.article_urls add column title text;  -- Title of the page when this address first led to the article; null for the canonical address.
