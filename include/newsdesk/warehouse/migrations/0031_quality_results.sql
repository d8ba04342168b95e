-- What every check of data quality found, and what publishers' articles usually look like.
create table ops.quality_results (  -- One check of one subject at one time; the source of trends, drift and alerts.
  result_id bigint generated always as identity primary key,  -- Key; grows with time.
  at timestamptz not null default now(),  -- When it was checked.
  level text not null check (level in ('row', 'batch', 'publisher', 'warehouse')),  -- What it looked at.
  check_name text not null,  -- What was checked: a reason code for rows, else a name such as publisher.profile or feed.silent.
  subject text not null,  -- Whom it is about: a publisher, a feed, a batch or the whole warehouse.
  success boolean not null,  -- Whether the subject is as expected.
  severity text not null check (severity in ('critical', 'warning', 'info')),  -- How bad it is if not.
  observed jsonb not null default '{}',  -- What was seen, in figures.
  expected jsonb not null default '{}',  -- What was expected, in figures.
  changed text[] not null default '{}',  -- Measures that left what is usual for a publisher.
  detail text,  -- The finding in words; null where all is well.
  batch_id bigint references ops.batches,  -- Batch that was validated; null for checks of the warehouse.
  run_id text  -- Airflow run; null where there was none.
);
create index on ops.quality_results (check_name, subject, result_id desc);
create index on ops.quality_results (at);

create table ops.publisher_profiles (  -- What the articles of a publisher looked like on a day, as parsed, rejected ones included; validate adds to it.
  publisher_id integer not null references news.publishers,  -- Publisher.
  day date not null,  -- UTC day of the validation.
  rows integer not null,  -- Pages judged.
  rejected integer not null,  -- Of these, rejected.
  pages integer not null,  -- Of all, those that the parser takes for articles of any kind.
  authors integer not null,  -- Of the pages, those with a named person.
  published_at integer not null,  -- With a date of the publisher.
  image integer not null,  -- With an image.
  section integer not null,  -- With a section.
  tags integer not null,  -- With keywords.
  subtitle integer not null,  -- With a standfirst.
  other_layout integer not null,  -- Whose publisher rule disagrees with the generic extractor about the text.
  texts integer not null,  -- Of the pages, texts that are open to read.
  words bigint not null,  -- Words in these.
  short integer not null,  -- Of these, less than half as long as usual.
  long integer not null,  -- Of these, more than twice as long as usual.
  primary key (publisher_id, day)
);

create view marts.drift as  -- Batches in which articles of a publisher stopped looking like those of the 30 days before: its layout changed, or our reading of it broke.
select
  q.at, q.subject as publisher, c.measure,
  round((q.expected ->> c.measure)::numeric / nullif((q.expected ->> c.base)::numeric, 0), 3) as usual_share,
  round((q.observed ->> c.measure)::numeric / nullif((q.observed ->> c.base)::numeric, 0), 3) as share,
  (q.observed ->> c.base)::integer as articles, q.batch_id, q.detail
from ops.quality_results as q
cross join lateral (
  select
    measure,
    case when measure = 'rejected' then 'rows' when measure in ('short', 'long') then 'texts' else 'pages' end as base
  from unnest(q.changed) as measure
) as c
where q.check_name = 'publisher.profile' and not q.success;

comment on column marts.drift.at is 'When the batch was validated.';
comment on column marts.drift.publisher is 'Publisher.';
comment on column marts.drift.measure is 'What changed: a field that is missing, rejected articles, texts shorter (short) or longer (long) than usual, or a publisher rule that disagrees with the generic extractor (other_layout).';
comment on column marts.drift.usual_share is 'Share of the publisher''s articles of the 30 days before.';
comment on column marts.drift.share is 'Share in this batch.';
comment on column marts.drift.articles is 'Articles in this batch.';
comment on column marts.drift.batch_id is 'Batch.';
comment on column marts.drift.detail is 'The same in words.';

grant select, insert, delete on ops.quality_results to newsdesk_loader;
grant select, insert, update on ops.publisher_profiles to newsdesk_loader;
grant select on marts.drift to newsdesk_loader, newsdesk_analyst;
