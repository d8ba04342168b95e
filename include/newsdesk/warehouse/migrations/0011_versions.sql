-- A change of metadata alone is a version too, and a version says all that the article was.
alter table news.articles add column version_hash bytea check (octet_length(version_hash) = 32);  -- SHA-256 of normalised text and metadata: what differs here is compared field by field. Null until read again, for articles loaded before.
alter table news.articles add column confirmed_at timestamptz;  -- Newest capture that showed this version; what was captured earlier can't replace it.
alter table news.articles add column published_confidence real generated always as ((found #>> '{published_at,confidence}')::real) stored;  -- How sure published_at is, 0 to 1.
alter table news.articles add column modified_source text generated always as (found #>> '{modified_at,source}') stored;  -- Where modified_at came from: jsonld, meta, time, text ...
alter table news.articles add column modified_confidence real generated always as ((found #>> '{modified_at,confidence}')::real) stored;  -- How sure modified_at is, 0 to 1.
update news.articles set confirmed_at = captured_at;
alter table news.articles alter column confirmed_at set not null, add check (confirmed_at >= captured_at);

alter table news.article_revisions add column recorded_at timestamptz not null default now();  -- When the warehouse learnt of it.
alter table news.article_revisions add column agencies text[];  -- Agencies and desks then. Null, like all that follows, in revisions older than this column.
alter table news.article_revisions add column dateline text;  -- Place at the beginning of the text then.
alter table news.article_revisions add column section text;  -- Section then.
alter table news.article_revisions add column tags text[];  -- The publisher's keywords then.
alter table news.article_revisions add column language text;  -- Language then.
alter table news.article_revisions add column kind text;  -- Kind then.
alter table news.article_revisions add column paywalled boolean;  -- Paywall mark then.
alter table news.article_revisions add column published_precision text;  -- How exact published_at was.
alter table news.article_revisions add column published_source text;  -- Where published_at came from.
alter table news.article_revisions add column lead_image_url text;  -- Address of the lead image then; null without one.
alter table news.article_revisions alter column body drop not null;
comment on column news.article_revisions.body is 'Text then; null when it is that of the revision before. news.revisions has it filled in.';
comment on column news.article_revisions.cause is 'Who caused it: first (the first version), publisher (an edit), parser (we read the same page anew, or in another way).';

alter table staging.pages add column version_hash bytea;  -- As in news.articles.
alter table staging.pages add column signature bytea;  -- MinHash of title and body, as in news.signatures.

create view news.revisions as  -- Every version of every article with its text and its span of validity.
select
  r.article_id, r.revision, r.valid_from,
  lead(r.valid_from) over (partition by r.article_id order by r.revision) as valid_to,
  r.recorded_at, r.cause, r.changed, r.title, r.subtitle,
  coalesce(r.body, (
    select b.body from news.article_revisions as b
    where b.article_id = r.article_id and b.revision < r.revision and b.body is not null
    order by b.revision desc
    limit 1)) as body,
  r.authors, r.agencies, r.dateline, r.section, r.tags, r.language, r.kind, r.paywalled, r.published_at, r.published_precision,
  r.published_source, r.modified_at, r.lead_image_url, r.text_hash, r.capture_id, r.parser_version
from news.article_revisions as r;
comment on column news.revisions.article_id is 'Article.';
comment on column news.revisions.revision is '1, 2, 3 ...';
comment on column news.revisions.valid_from is 'Capture that first showed this version.';
comment on column news.revisions.valid_to is 'Capture that first showed the next one; null for the present one. As of a time t: valid_from <= t and (valid_to > t or valid_to is null).';
comment on column news.revisions.recorded_at is 'When the warehouse learnt of it.';
comment on column news.revisions.cause is 'Who caused it: first, publisher or parser.';
comment on column news.revisions.changed is 'Fields that differ from the version before; empty for the first.';
comment on column news.revisions.title is 'Headline then.';
comment on column news.revisions.subtitle is 'Standfirst then.';
comment on column news.revisions.body is 'Text then.';
comment on column news.revisions.authors is 'Persons then.';
comment on column news.revisions.agencies is 'Agencies and desks then.';
comment on column news.revisions.dateline is 'Place at the beginning of the text then.';
comment on column news.revisions.section is 'Section then.';
comment on column news.revisions.tags is 'The publisher''s keywords then.';
comment on column news.revisions.language is 'Language then.';
comment on column news.revisions.kind is 'Kind then.';
comment on column news.revisions.paywalled is 'Paywall mark then.';
comment on column news.revisions.published_at is 'The publisher''s date then.';
comment on column news.revisions.published_precision is 'How exact published_at was.';
comment on column news.revisions.published_source is 'Where published_at came from.';
comment on column news.revisions.modified_at is 'The publisher''s modification date then.';
comment on column news.revisions.lead_image_url is 'Address of the lead image then.';
comment on column news.revisions.text_hash is 'As in news.articles.';
comment on column news.revisions.capture_id is 'Page in raw.captures.';
comment on column news.revisions.parser_version is 'Rules that read the page.';

grant select on news.revisions to newsdesk_analyst;
