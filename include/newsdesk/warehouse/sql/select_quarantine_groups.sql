-- Open entries of the quarantine by reason and publisher, the largest group first.
select reason, publisher, count(*) as entries, max(last_at) as last_at from marts.rejected group by reason, publisher order by entries desc, reason, publisher
