-- Archived captures: WARC files, and where in them each capture stands.
create table ops.archives (  -- One WARC file with captures of one day; it was read back whole before anything was dropped.
  archive_id integer generated always as identity primary key,  -- Key.
  day date not null,  -- Day of its captures, UTC. A day has a second file where captures came in after the first.
  url text not null unique,  -- Path or URL of the file; its CDXJ index stands beside it.
  records integer not null check (records > 0),  -- Captures in it.
  bytes bigint not null check (bytes > 0),  -- Size of the file.
  sha256 bytea not null check (octet_length(sha256) = 32),  -- Digest of the file.
  archived_at timestamptz not null default now()  -- When it was verified.
);

create table ops.archived_captures (  -- One capture in an archive.
  capture_id bigint primary key,  -- As in raw.captures.
  captured_at timestamptz not null,  -- When the answer was complete.
  kind text not null check (kind in ('feed', 'page')),  -- What was asked for.
  archive_id integer not null references ops.archives,  -- File.
  record_offset bigint not null check (record_offset >= 0)  -- Where its response record begins in the file.
);
create index on ops.archived_captures (archive_id);

create view raw.known_captures as  -- Captures that can be read, in Postgres or in an archive.
select capture_id, captured_at, kind, false as archived from raw.captures
union all
select capture_id, captured_at, kind, true as archived from ops.archived_captures;
comment on column raw.known_captures.capture_id is 'Key.';
comment on column raw.known_captures.captured_at is 'When the answer was complete.';
comment on column raw.known_captures.kind is 'What was asked for: feed or page.';
comment on column raw.known_captures.archived is 'Whether it is in an archive; for a moment it can be in both.';

create function raw.drop_archived_day(archived_day date) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' set lock_timeout = '10s' as $$
-- Drop the captures of a day from raw.captures; refuses while one of them is in no archive, so that nothing is lost.
declare
  partition text := 'captures_' || to_char(archived_day, 'YYYYMMDD');
  missing bigint;
  dropped bigint;
begin
  if archived_day >= current_date then
    raise exception 'the day % is not over', archived_day;
  end if;
  perform pg_advisory_xact_lock(7305771003);
  lock table raw.captures in access exclusive mode;
  select count(*) filter (where a.capture_id is null), count(*) into missing, dropped
  from raw.captures as c left join ops.archived_captures as a on a.capture_id = c.capture_id and a.captured_at = c.captured_at
  where c.captured_at >= archived_day::timestamptz and c.captured_at < (archived_day + 1)::timestamptz;
  if missing > 0 then
    raise exception '% captures of % are in no archive', missing, archived_day;
  end if;
  if to_regclass('raw.' || partition) is not null then
    execute format('drop table raw.%I', partition);
  end if;
  delete from raw.captures_default where captured_at >= archived_day::timestamptz and captured_at < (archived_day + 1)::timestamptz;
  return dropped;
end $$;
revoke execute on function raw.drop_archived_day(date) from public;
grant execute on function raw.drop_archived_day(date) to newsdesk_loader;

grant select, insert on ops.archives, ops.archived_captures to newsdesk_loader;
grant select on raw.known_captures to newsdesk_loader;
