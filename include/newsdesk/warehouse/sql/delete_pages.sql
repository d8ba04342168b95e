-- Empty a batch's staging rows.
delete from staging.pages where batch_id = %(batch_id)s
