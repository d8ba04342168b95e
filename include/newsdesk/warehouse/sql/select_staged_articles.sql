-- The valid pages of a batch with what load needs beside the articles themselves.
select page_id, url, article, captured_at from staging.pages where batch_id = %(batch_id)s and state = 'valid' order by page_id
