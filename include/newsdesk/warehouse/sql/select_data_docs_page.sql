-- Read one page of the Data Docs: a validation by its key, or the newest about the suite.
select html from ops.data_docs
where kind = %(kind)s and (%(page_id)s::bigint is null or page_id = %(page_id)s)
order by page_id desc
limit 1
