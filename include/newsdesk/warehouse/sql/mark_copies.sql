-- Point articles to their originals, or to none; what points to one that has become a copy itself follows it.
with pointed as (
  update news.articles as a set
    duplicate_of = r.original_id, duplicate_similarity = r.similarity, duplicate_reason = r.reason,
    updated_at = now(), change_seq = nextval('news.change_seq')
  from jsonb_to_recordset(%(rows)s::jsonb) as r (article_id bigint, original_id bigint, similarity real, reason text)
  where a.article_id = r.article_id and a.duplicate_of is distinct from r.original_id
  returning a.article_id, a.duplicate_of
)
update news.articles as a set duplicate_of = p.duplicate_of, updated_at = now(), change_seq = nextval('news.change_seq')
from pointed as p
where a.duplicate_of = p.article_id and p.duplicate_of is not null and a.article_id not in (select article_id from pointed)
