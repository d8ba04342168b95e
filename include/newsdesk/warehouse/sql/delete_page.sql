-- Take a page out of staging.
delete from staging.pages where page_id = %(page_id)s
