-- Note where the captures of an archive stand. One that an earlier file holds too is read from there.
insert into ops.archived_captures (capture_id, captured_at, kind, archive_id, record_offset)  -- noqa: PRS
values %s  -- noqa: PRS
on conflict (capture_id) do nothing
returning capture_id
