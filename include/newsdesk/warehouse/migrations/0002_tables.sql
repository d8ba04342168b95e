-- The tables that poll, fetch, parse, validate and load work on.

create function news.text_search_config(language text) returns regconfig language sql immutable parallel safe as $$
  select case language
    when 'ar' then 'pg_catalog.arabic'::regconfig      when 'da' then 'pg_catalog.danish'::regconfig
    when 'de' then 'pg_catalog.german'::regconfig      when 'en' then 'pg_catalog.english'::regconfig
    when 'es' then 'pg_catalog.spanish'::regconfig     when 'fi' then 'pg_catalog.finnish'::regconfig
    when 'fr' then 'pg_catalog.french'::regconfig      when 'it' then 'pg_catalog.italian'::regconfig
    when 'nl' then 'pg_catalog.dutch'::regconfig       when 'no' then 'pg_catalog.norwegian'::regconfig
    when 'pt' then 'pg_catalog.portuguese'::regconfig  when 'ru' then 'pg_catalog.russian'::regconfig
    when 'sv' then 'pg_catalog.swedish'::regconfig     when 'tr' then 'pg_catalog.turkish'::regconfig
    else 'pg_catalog.simple'::regconfig end
$$;

create table news.publishers (  -- One publisher.
  publisher_id integer generated always as identity primary key,  -- Stable key.
  name text not null unique,  -- Name to show; the one that the feed catalogue uses.
  country text check (country ~ '^[A-Z]{2}$'),  -- ISO 3166-1 alpha-2 of the newsroom; null if unknown.
  language text,  -- Language expected from it, ISO 639; null if mixed.
  added_at timestamptz not null default now()  -- When it entered the catalogue.
);

create table ops.feeds (  -- One feed, with the cursor of its polling.
  feed_id integer generated always as identity primary key,  -- Stable key.
  publisher_id integer not null references news.publishers,  -- Publisher that it belongs to.
  name text not null unique,  -- Name in the catalogue.
  configured_url text not null,  -- Address in the catalogue; a change there is a change of url.
  url text not null unique check (length(url) <= 2048),  -- Address polled now: configured_url, or where it moved.
  host text not null,  -- Host and port asked; the unit of politeness.
  language text,  -- Language of the feed as configured.
  section text,  -- Section that it covers, if it is a section feed.
  state text not null default 'active' check (state in ('active', 'paused', 'retired')),  -- A paused feed is not polled, a retired one (410) once a month.
  format text,  -- What it was at the last success: rss20, atom10, jsonfeed ...
  title text,  -- Title that the feed gives itself.
  next_poll_at timestamptz not null default now(),  -- Due time.
  interval_seconds integer check (interval_seconds > 0),  -- Present poll interval; null before the first poll.
  etag text,  -- Validator of the last body that was stored.
  last_modified text,  -- Validator of the last body that was stored, verbatim.
  validators_url text,  -- Address that gave the validators, after redirects; they are sent to no other.
  body_sha256 bytea check (octet_length(body_sha256) = 32),  -- Digest of the last body that was stored.
  last_polled_at timestamptz,  -- Last attempt.
  last_success_at timestamptz,  -- Last attempt that gave a readable feed or 304.
  last_change_at timestamptz,  -- Last poll that showed a new or changed entry.
  failures real not null default 0 check (failures >= 0),  -- Weighted failures in a row; 0 after a success.
  last_error text,  -- Reason code and detail of the last failure; null after a success.
  overlap real check (overlap between 0 and 1),  -- Share of the last changed body's entries that were known.
  moved_to text,  -- Address that permanent redirects point to.
  moved_polls integer not null default 0,  -- How many polls in a row said so.
  lease_token bigint,  -- Fencing token of the worker that polls it now.
  lease_until timestamptz,  -- When another worker may take it.
  added_at timestamptz not null default now()  -- When it was added.
);
create index on ops.feeds (next_poll_at) where state <> 'paused';
create sequence ops.lease_tokens;

create table raw.captures (  -- One answer of a publisher: the body of a feed document or of a page.
  capture_id bigint generated always as identity,  -- Key, unique over all days.
  captured_at timestamptz not null,  -- When the answer was complete.
  kind text not null check (kind in ('feed', 'page')),  -- What was asked for.
  requested_url text not null,  -- Address asked.
  final_url text not null,  -- Address that answered, after redirects.
  status smallint not null,  -- HTTP status.
  headers jsonb not null,  -- Answer headers, names in lower case.
  content_type text,  -- Content-Type header as sent.
  body bytea not null,  -- Decoded body, compressed with Zstandard.
  body_bytes integer not null check (body_bytes >= 0),  -- Length of the body before compression.
  body_sha256 bytea not null check (octet_length(body_sha256) = 32),  -- Digest of the body before compression.
  primary key (captured_at, capture_id)
) partition by range (captured_at);
alter table raw.captures alter body set storage external;
create index on raw.captures (capture_id);
create table raw.captures_default partition of raw.captures default;  -- Captures of days without a partition of their own.

create function raw.make_capture_partitions(days_ahead integer) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  made integer := 0;
  day date;
begin
  perform pg_advisory_xact_lock(7305771003);
  for day in select current_date + n from generate_series(0, days_ahead) as n loop
    continue when to_regclass('raw.captures_' || to_char(day, 'YYYYMMDD')) is not null;
    -- A day that began in the default partition stays there: moving rows would lock out readers.
    continue when exists (select 1 from raw.captures_default where captured_at >= day and captured_at < day + 1);
    execute format('create table raw.%I partition of raw.captures for values from (%L) to (%L)',
                   'captures_' || to_char(day, 'YYYYMMDD'), day::timestamptz, (day + 1)::timestamptz);
    made := made + 1;
  end loop;
  return made;
end $$;
revoke execute on function raw.make_capture_partitions(integer) from public;
grant execute on function raw.make_capture_partitions(integer) to newsdesk_loader;

create table ops.polls (  -- One attempt to poll a feed.
  poll_id bigint generated always as identity primary key,  -- Key.
  feed_id integer not null references ops.feeds on delete cascade,  -- Feed.
  polled_at timestamptz not null,  -- When.
  status smallint,  -- HTTP status; null when no answer came.
  outcome text not null check (outcome in ('changed', 'unchanged', 'not_modified', 'failed')),  -- What came of it.
  reason text,  -- Reason code of a failure, or why the next due time is what it is.
  entries integer not null default 0,  -- Entries in the document.
  new_entries integer not null default 0,  -- Of these, never seen before.
  changed_entries integer not null default 0,  -- Of these, seen before in another state.
  wire_bytes integer not null default 0,  -- Bytes received.
  next_poll_at timestamptz not null  -- Due time that followed.
);
create index on ops.polls (feed_id, polled_at desc);

create table ops.batches (  -- A group of entries that goes through one run of ingest_articles.
  batch_id bigint generated always as identity primary key,  -- Key; as text, the partition key of the run.
  created_at timestamptz not null default now(),  -- When it was made.
  cause text not null check (cause in ('poll', 'manual', 'retry')),  -- Why it was made.
  state text not null default 'open' check (state in ('open', 'done')),  -- Done when load has committed.
  lease_token bigint,  -- Fencing token: each task takes the batch over with a new one, and only the newest may write.
  announcements integer not null default 1,  -- How often it was announced to Airflow.
  due_again_at timestamptz not null default now() + interval '1 minute',  -- When it is announced again, unless a task works on it.
  counts jsonb not null default '{}',  -- What each stage did: stage to outcome to number.
  done_at timestamptz  -- When load committed.
);
create index on ops.batches (due_again_at) where state = 'open';

create sequence news.change_seq;
create table news.articles (  -- One article as it stands now.
  article_id bigint generated always as identity primary key,  -- Stable key.
  publisher_id integer not null references news.publishers,  -- Publisher.
  url text not null unique check (length(url) <= 2048 and url ~ '^https?://'),  -- Normalised canonical address: the identity.
  title text not null check (length(btrim(title)) between 1 and 2000),  -- Headline.
  subtitle text,  -- Standfirst, plain text.
  body text not null,  -- Plain text, paragraphs separated by a blank line; empty for a video or gallery without text.
  body_html text not null,  -- The same as clean HTML without active content.
  authors text[] not null default '{}',  -- Persons in byline order.
  agencies text[] not null default '{}',  -- Agencies and desks named in the byline.
  dateline text,  -- Place named at the beginning of the text.
  section text,  -- Section as the publisher names it.
  tags text[] not null default '{}',  -- The publisher's keywords.
  language text not null,  -- Language of the text, ISO 639; und if undecided.
  kind text not null,  -- article, live, video, gallery, list or stub.
  paywalled boolean,  -- True when the page says that the text is for subscribers; null when it says nothing.
  word_count integer not null check (word_count >= 0),  -- Words in the body.
  published_at timestamptz,  -- The publisher's date; null if none was given, never the fetch time.
  published_precision text check (published_precision in ('second', 'minute', 'day')),  -- How exact published_at is.
  published_source text,  -- Where published_at came from: jsonld, meta, time, url, text, feed.
  modified_at timestamptz,  -- The publisher's modification date.
  first_seen_at timestamptz not null,  -- When a feed first showed it; never moves.
  captured_at timestamptz not null,  -- When the page behind this row was fetched.
  loaded_at timestamptz not null default now(),  -- When the row was first loaded.
  updated_at timestamptz not null default now(),  -- When the row last changed.
  revision integer not null default 1 check (revision > 0),  -- Number of the present version.
  change_seq bigint not null default nextval('news.change_seq'),  -- Grows with every change in commit order: read what is above the last one seen.
  duplicate_of bigint references news.articles check (duplicate_of <> article_id),  -- Earliest article with nearly the same text; null for an original.
  duplicate_similarity real check (duplicate_similarity between 0 and 1),  -- Estimated Jaccard similarity to it; null for an original.
  text_hash bytea not null check (octet_length(text_hash) = 32),  -- SHA-256 of normalised title and body: the test for an edit.
  capture_id bigint not null,  -- Page in raw.captures behind this row.
  parser_version text not null,  -- Rules that read the page.
  found jsonb not null default '{}',  -- For each field, how it was found and how sure.
  warnings text[] not null default '{}',  -- Reason codes of expectations that warn.
  search tsvector generated always as (  -- Full-text search: A title, B subtitle, D body.
    setweight(to_tsvector(news.text_search_config(language), title), 'A')
    || setweight(to_tsvector(news.text_search_config(language), coalesce(subtitle, '')), 'B')
    || setweight(to_tsvector(news.text_search_config(language), left(body, 200000)), 'D')) stored,
  check (published_at between '1990-01-01' and '2100-01-01'),
  check (modified_at between '1990-01-01' and '2100-01-01')
) with (toast_tuple_target = 256, fillfactor = 90);
create index on news.articles (published_at desc);
create index on news.articles (publisher_id, published_at desc);
create index on news.articles (change_seq);
create index on news.articles (text_hash);
create index on news.articles (duplicate_of) where duplicate_of is not null;
create index on news.articles using brin (loaded_at) with (pages_per_range = 32);
create index on news.articles using gin (search);
create index on news.articles using gin (title gin_trgm_ops);
create index on news.articles using gin (tags);
create index on news.articles using gin (authors);

create table news.article_revisions (  -- Every version of every article, the present one included. Append-only.
  article_id bigint not null references news.articles on delete cascade,  -- Article.
  revision integer not null check (revision > 0),  -- 1, 2, 3 ...
  valid_from timestamptz not null,  -- Capture that first showed this version.
  cause text not null check (cause in ('first', 'publisher', 'parser')),  -- Who caused it: the publisher's edit or a new parser.
  changed text[] not null default '{}',  -- Fields that differ from the version before; empty for the first.
  title text not null,  -- Headline then.
  subtitle text,  -- Standfirst then.
  body text not null,  -- Text then.
  authors text[] not null,  -- Persons then.
  published_at timestamptz,  -- The publisher's date then.
  modified_at timestamptz,  -- The publisher's modification date then.
  text_hash bytea not null,  -- As in news.articles.
  capture_id bigint not null,  -- Page in raw.captures.
  parser_version text not null,  -- Rules that read the page.
  primary key (article_id, revision)
) with (toast_tuple_target = 256);
do $$
begin
  -- lz4 is faster than the default on texts of this size, but not every build of Postgres has it.
  alter table news.articles alter body set compression lz4, alter body_html set compression lz4, alter search set compression lz4;
  alter table news.article_revisions alter body set compression lz4;
exception when feature_not_supported then
  null;
end $$;
create index on news.article_revisions (valid_from desc);

create table news.article_urls (  -- Every address known to lead to an article.
  url text primary key check (length(url) <= 2048),  -- Normalised address.
  article_id bigint not null references news.articles on delete cascade,  -- Article.
  relation text not null check (relation in ('canonical', 'link', 'redirect')),  -- How it relates.
  first_seen_at timestamptz not null default now()  -- When it was learnt.
);
create index on news.article_urls (article_id);

create table news.signatures (  -- MinHash of each text, to find near copies; see matching/minhash.py.
  article_id bigint primary key references news.articles on delete cascade,  -- Article.
  first_seen_at timestamptz not null,  -- As in news.articles; copies are looked for among the last 60 days.
  bands integer[] not null,  -- Keys of the 32 bands; near copies share at least one. Empty for a text without words.
  signature bytea not null check (octet_length(signature) = 512)  -- 128 minima of 32 bits, little endian.
);
create index on news.signatures using gin (bands);

create table news.media (  -- Images and videos of an article; the files themselves are not stored.
  article_id bigint not null references news.articles on delete cascade,  -- Article.
  position smallint not null check (position >= 0),  -- 0 is the lead image.
  kind text not null check (kind in ('image', 'video')),  -- What it is.
  url text not null,  -- Address.
  caption text,  -- Caption.
  credit text,  -- Credit line.
  alt text,  -- Alternative text.
  primary key (article_id, position)
);

create table ops.entries (  -- One entry of one feed, in exactly one state.
  entry_id bigint generated always as identity primary key,  -- Key.
  feed_id integer not null references ops.feeds on delete cascade,  -- Feed that showed it.
  entry_key text not null check (length(entry_key) <= 600),  -- Identity within the feed: guid, else link, else a hash.
  link text,  -- Link as the feed gave it; null if it gave none.
  url text check (length(url) <= 2048),  -- Normalised link; null without a usable link.
  host text,  -- Host and port of the link.
  title text,  -- Title in the feed.
  summary text,  -- Summary in the feed, as given.
  content_html text,  -- Full text in the feed, as given.
  authors text[] not null default '{}',  -- Authors in the feed.
  language text,  -- Language of the entry or its feed.
  published_at timestamptz,  -- Date in the feed; null if unreadable or implausible.
  published_raw text,  -- Date as the feed wrote it.
  date_problem text,  -- Why published_at is null although the feed has a date.
  fingerprint bytea not null check (octet_length(fingerprint) = 32),  -- Digest of the entry: tells changed from unchanged.
  capture_id bigint not null,  -- Feed document in raw.captures that last changed it.
  first_seen_at timestamptz not null,  -- First poll that showed it.
  last_seen_at timestamptz not null,  -- Last changed feed document that showed it.
  changed_at timestamptz not null,  -- Poll that showed its present state first.
  version integer not null default 1,  -- How many states the feed has shown.
  state text not null default 'waiting' check (state in ('waiting', 'loaded', 'unchanged', 'duplicate', 'quarantined')),  -- What has become of it.
  batch_id bigint references ops.batches,  -- Batch that carries it or carried it last.
  attempts integer not null default 0,  -- Tries that failed in passing since it last changed.
  retry_at timestamptz,  -- Not before this time; null for at once.
  last_error text,  -- Reason code and detail of the last such failure.
  article_id bigint references news.articles,  -- Article that it became.
  unique (feed_id, entry_key),
  check (state not in ('loaded', 'unchanged', 'duplicate') or article_id is not null)
) with (fillfactor = 80);
create index on ops.entries (batch_id) where state = 'waiting';
create index on ops.entries (retry_at) where state = 'waiting' and batch_id is null;
create index on ops.entries (url);
create index on ops.entries (article_id);

create table ops.quarantine (  -- An entry that was set aside, with what is needed to try it again.
  quarantine_id bigint generated always as identity primary key,  -- Key.
  entry_id bigint not null references ops.entries on delete cascade,  -- Entry.
  batch_id bigint not null references ops.batches,  -- Latest batch that set it aside.
  stage text not null check (stage in ('fetch', 'parse', 'validate', 'load')),  -- Where.
  reason text not null,  -- First reason code, for example body.too_short.
  reasons text[] not null,  -- All reason codes.
  evidence jsonb not null default '{}',  -- What was seen: observed values, status, detail.
  url text,  -- Address of the page.
  capture_id bigint,  -- Page in raw.captures, where one was fetched.
  parser_version text,  -- Rules that read the page, where it was read.
  attempts integer not null default 1,  -- Times set aside.
  first_at timestamptz not null default now(),  -- First time.
  last_at timestamptz not null default now(),  -- Latest time.
  status text not null default 'open' check (status in ('open', 'resolved'))  -- Resolved once the entry was loaded.
);
create unique index on ops.quarantine (entry_id) where status = 'open';
create index on ops.quarantine (reason, last_at desc);

create table staging.pages (  -- One page of a running batch, from fetch to load.
  page_id bigint generated always as identity primary key,  -- Key.
  batch_id bigint not null references ops.batches on delete cascade,  -- Batch.
  url text not null,  -- Normalised link of its entries.
  entry_ids bigint[] not null check (cardinality(entry_ids) > 0),  -- Entries that lead to it, the oldest first.
  capture_id bigint not null,  -- Capture in raw.captures: the page, or the feed document where the page can't be had.
  captured_at timestamptz not null,  -- When it was captured; finds the partition.
  source text not null default 'page' check (source in ('page', 'feed')),  -- Whether the text comes from the page or from the feed.
  state text not null default 'fetched' check (state in ('fetched', 'parsed', 'valid')),  -- How far it has come.
  article jsonb,  -- Article as parsed; null before that.
  article_url text,  -- Normalised canonical address.
  text_hash bytea,  -- As in news.articles.
  warnings text[] not null default '{}',  -- Reason codes of expectations that warn.
  unique (batch_id, url)
);

create view ops.balance as  -- For each feed, what became of its entries; difference is 0 as long as nothing was lost.
select
  f.name as feed,
  count(e.entry_id) as seen,
  count(e.entry_id) filter (where e.state = 'loaded' and a.article_id is not null) as loaded,
  count(e.entry_id) filter (where e.state = 'unchanged' and a.article_id is not null) as unchanged,
  count(e.entry_id) filter (where e.state = 'duplicate' and a.article_id is not null) as duplicate,
  count(e.entry_id) filter (where e.state = 'quarantined' and q.entry_id is not null) as quarantined,
  count(e.entry_id) filter (where e.state = 'waiting' and (b.batch_id is null or b.state = 'open')) as waiting,
  count(e.entry_id) - count(e.entry_id) filter (
    where (e.state in ('loaded', 'unchanged', 'duplicate') and a.article_id is not null)
    or (e.state = 'quarantined' and q.entry_id is not null)
    or (e.state = 'waiting' and (b.batch_id is null or b.state = 'open'))
  ) as difference
from ops.feeds as f
left join ops.entries as e on e.feed_id = f.feed_id
left join news.articles as a on a.article_id = e.article_id
left join ops.quarantine as q on q.entry_id = e.entry_id and q.status = 'open'
left join ops.batches as b on b.batch_id = e.batch_id
group by f.feed_id, f.name;

grant select, insert, update on ops.feeds, ops.batches, ops.entries, ops.quarantine, news.publishers to newsdesk_loader;
grant select, insert on ops.polls, raw.captures, news.article_revisions to newsdesk_loader;
grant select, insert, update on news.articles, news.article_urls, news.signatures to newsdesk_loader;
grant select, insert, update, delete on news.media, staging.pages to newsdesk_loader;
grant select on ops.balance to newsdesk_loader;
grant usage on sequence ops.lease_tokens, news.change_seq to newsdesk_loader;
grant select on news.publishers, news.articles, news.article_revisions, news.article_urls, news.media to newsdesk_analyst;
