-- These pages have passed the expectations, some with warnings.
update staging.pages as p set state = 'valid', warnings = r.warnings
from jsonb_to_recordset(%(rows)s::jsonb) as r (page_id bigint, warnings text[])
where p.page_id = r.page_id and p.state = 'parsed'
