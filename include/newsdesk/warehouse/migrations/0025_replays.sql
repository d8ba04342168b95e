-- Replays: stored pages are read again with today's parser; imports: pages that come from WARC files.
alter table ops.batches drop constraint batches_cause_check;
alter table ops.batches add constraint batches_cause_check check (cause in ('poll', 'manual', 'retry', 'replay', 'import'));

create table ops.replays (  -- One replay: stored pages of chosen articles that are read again, batch after batch.
  replay_id bigint generated always as identity primary key,  -- Key.
  name text not null unique check (length(name) between 1 and 300),  -- Name that it is resumed by; a run of Airflow gives its run id.
  choice jsonb not null,  -- What chose the articles.
  parser_version text not null,  -- Rules that read them.
  articles integer not null,  -- Articles chosen when it began.
  passed integer not null default 0,  -- Of these, gone through.
  last_article_id bigint not null default 0,  -- Cursor: the last article that was put into a batch.
  batch_id bigint references ops.batches on delete set null,  -- Batch under way.
  counts jsonb not null default '{}',  -- What came of them: outcome to number.
  started_at timestamptz not null default now(),  -- When it began.
  finished_at timestamptz  -- When the last batch was loaded; null while it can be resumed.
);

grant select, insert on ops.replays to newsdesk_loader;
grant update (passed, last_article_id, batch_id, counts, finished_at) on ops.replays to newsdesk_loader;

create index on ops.entries (batch_id) where batch_id is not null;
