-- Articles up to this change have been looked at for stories.
update ops.mart_cursor set stories_seq = %(newest)s
