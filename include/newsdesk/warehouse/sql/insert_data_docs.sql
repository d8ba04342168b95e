-- Keep a page of the Data Docs.
insert into ops.data_docs (kind, name, rejected, warned, html) values (%(kind)s, %(name)s, %(rejected)s, %(warned)s, %(html)s)
returning page_id
