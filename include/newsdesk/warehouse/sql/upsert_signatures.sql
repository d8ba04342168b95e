-- Keep the signatures of new and changed texts.
insert into news.signatures (article_id, first_seen_at, bands, signature)
select article_id, first_seen_at, bands, decode(signature, 'hex')
from jsonb_to_recordset(%(rows)s::jsonb) as r (article_id bigint, first_seen_at timestamptz, bands integer[], signature text)
order by article_id
on conflict (article_id) do update set bands = excluded.bands, signature = excluded.signature
