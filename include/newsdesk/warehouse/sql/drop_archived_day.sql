-- Drop a day whose captures are all in archives.
select raw.drop_archived_day(%(day)s) as dropped
