-- Events that somebody should hear of, each told once when it begins and once when it is over.
create table ops.alerts (  -- One event: something is not as expected, from when it was noticed until it is over.
  alert_id bigint generated always as identity primary key,  -- Key.
  check_name text not null,  -- What is wrong: the check of ops.quality_results, or task.failed.
  subject text not null,  -- Whom it is about: a feed, a publisher, a task.
  severity text not null check (severity in ('critical', 'warning', 'info')),  -- How bad it is.
  detail text,  -- What was found first, in words.
  look_at text,  -- View or table that says more.
  opened_at timestamptz not null default now(),  -- When it was noticed.
  last_at timestamptz not null default now(),  -- When it was noticed last.
  closed_at timestamptz,  -- When it was found to be over; null while it lasts.
  sent_at timestamptz,  -- When its beginning was told to the webhook; null when not yet.
  closed_sent_at timestamptz  -- When its end was told; set without a message where its beginning never was told.
);
create unique index on ops.alerts (check_name, subject) where closed_at is null;
create index on ops.alerts (opened_at) where closed_sent_at is null;

grant select, insert, update on ops.alerts to newsdesk_loader;
