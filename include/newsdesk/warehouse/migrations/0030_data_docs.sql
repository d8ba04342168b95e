-- Pages about validations, the run behind a quarantine row, and the look-up of equal texts.
create table ops.data_docs (  -- One page of Great Expectations' Data Docs; the newest validations are kept.
  page_id bigint generated always as identity primary key,  -- Key; grows with time.
  kind text not null check (kind in ('validation', 'suite')),  -- About one validated batch, or about the expectations.
  name text not null,  -- Batch and Airflow run of a validation; for the suite, the digest of its expectations.
  written_at timestamptz not null default now(),  -- When.
  rejected integer not null default 0,  -- Articles rejected in the batch.
  warned integer not null default 0,  -- Articles with warnings.
  html bytea not null  -- The page: UTF-8, compressed with Zstandard.
);
alter table ops.data_docs alter html set storage external;
create index on ops.data_docs (kind, page_id desc);

alter table ops.quarantine add column run_id text;  -- Run of ingest_articles that set it aside in validate; null where it was another stage or no Airflow.

create index articles_same_body on news.articles (publisher_id, md5(body));

grant select, insert, delete on ops.data_docs to newsdesk_loader;
