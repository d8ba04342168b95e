-- Drop the totals of days that are about to be counted anew.
delete from marts.daily_totals where day = any(%(days)s::date[])
