-- Let one load commit at a time, so that change_seq grows in commit order.
select pg_advisory_xact_lock(7305771004)
