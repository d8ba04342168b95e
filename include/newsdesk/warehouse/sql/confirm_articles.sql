-- Note that newer captures showed the versions that are known already.
insert into news.confirmations as c (article_id, captured_at)
select r.article_id, max(r.captured_at)
from jsonb_to_recordset(%(rows)s::jsonb) as r (article_id bigint, captured_at timestamptz)
group by r.article_id
order by r.article_id
on conflict (article_id) do update set captured_at = excluded.captured_at where c.captured_at < excluded.captured_at
