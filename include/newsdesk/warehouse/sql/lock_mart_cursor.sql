-- How far the marts have come, locked for this run.
select change_seq, (select coalesce(max(a.change_seq), 0) from news.articles as a) as newest from ops.mart_cursor for update
