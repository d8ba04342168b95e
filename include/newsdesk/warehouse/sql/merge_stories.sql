-- Close stories that have met an older one: what was merged into them before follows.
update news.stories as s set merged_into = r.merged_into, merged_at = now(), updated_at = now(), articles = 0, publishers = 0
from jsonb_to_recordset(%(rows)s::jsonb) as r (story_id bigint, merged_into bigint)
where s.story_id = r.story_id or s.merged_into = r.story_id
