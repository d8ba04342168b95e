-- Note that newer captures showed the versions that are known already.
update news.articles as a set confirmed_at = greatest(a.confirmed_at, r.captured_at), version_hash = r.version_hash
from (
  select r.article_id, max(r.captured_at) as captured_at, (array_agg(decode(r.version_hash, 'hex') order by r.captured_at desc))[1] as version_hash
  from jsonb_to_recordset(%(rows)s::jsonb) as r (article_id bigint, captured_at timestamptz, version_hash text)
  group by r.article_id
) as r
where a.article_id = r.article_id and (a.confirmed_at < r.captured_at or a.version_hash is distinct from r.version_hash)
