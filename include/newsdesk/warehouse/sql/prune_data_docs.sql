-- Drop all pages of a kind but the newest.
delete from ops.data_docs
where kind = %(kind)s and page_id <= (
  select page_id from ops.data_docs where kind = %(kind)s order by page_id desc limit 1 offset %(kept)s
)
