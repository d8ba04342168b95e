-- List the pages of the Data Docs, the newest first.
select page_id, kind, name, written_at, rejected, warned from ops.data_docs order by page_id desc
