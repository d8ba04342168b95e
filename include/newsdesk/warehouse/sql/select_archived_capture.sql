-- Where an archived capture stands.
select a.url, c.record_offset from ops.archived_captures as c join ops.archives as a using (archive_id) where c.capture_id = %(capture_id)s
