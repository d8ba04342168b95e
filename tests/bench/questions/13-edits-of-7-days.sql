-- What did publishers change in the last 7 days?
select publisher, title_before, title_after, after, url
from marts.edits
where valid_from >= now() - interval '7 days'
order by valid_from desc
limit 100;
