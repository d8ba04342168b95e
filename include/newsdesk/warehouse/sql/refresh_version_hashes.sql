-- Give articles that are the same by other rules the hash of these.
update news.articles as a set version_hash = decode(r.version_hash, 'hex')
from jsonb_to_recordset(%(rows)s::jsonb) as r (article_id bigint, version_hash text)
where a.article_id = r.article_id
