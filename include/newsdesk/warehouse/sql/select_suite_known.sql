-- Tell whether the page about this version of the suite is there.
select page_id from ops.data_docs where kind = 'suite' and name = %(name)s
