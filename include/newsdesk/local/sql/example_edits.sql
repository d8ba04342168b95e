-- What was changed after publication?
select
  publisher,
  revision,
  array_to_string(changed, ', ') as changed,
  left(title_before, 45) as title_before,
  left(title_after, 45) as title_after
from marts.edits
order by valid_from desc
limit 5
