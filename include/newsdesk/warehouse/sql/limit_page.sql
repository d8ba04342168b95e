-- A page takes no longer than a person waits.
set local statement_timeout = '10s'
