-- How many archives a day has.
select count(*) as archives from ops.archives where day = %(day)s
