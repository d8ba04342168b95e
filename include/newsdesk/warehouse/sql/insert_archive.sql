-- Note a verified archive.
insert into ops.archives (day, url, records, bytes, sha256)
values (%(day)s, %(url)s, %(records)s, %(bytes)s, %(sha256)s)
returning archive_id
