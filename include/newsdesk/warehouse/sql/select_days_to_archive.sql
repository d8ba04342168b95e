-- The closed days that have captures in Postgres, the oldest first.
select (captured_at at time zone 'UTC')::date as day, count(*) as captures, sum(octet_length(body)) as bytes
from raw.captures
where captured_at < (current_date - %(keep_days)s)::timestamptz
group by 1 order by 1
