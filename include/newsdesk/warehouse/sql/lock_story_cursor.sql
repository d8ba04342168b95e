-- How far articles were looked at for stories, locked for this transaction.
select stories_seq from ops.mart_cursor for update
