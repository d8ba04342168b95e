-- Keep the signatures of new and changed texts.
insert into news.signatures (article_id, first_seen_at, publisher_id, title_key, bands, signature)
select r.article_id, a.first_seen_at, a.publisher_id, r.title_key, r.bands, decode(r.signature, 'hex')
from jsonb_to_recordset(%(rows)s::jsonb) as r (article_id bigint, title_key bigint, bands integer[], signature text)
join news.articles as a using (article_id)
order by r.article_id
on conflict (article_id) do update set
  bands = excluded.bands, signature = excluded.signature, title_key = excluded.title_key, publisher_id = excluded.publisher_id
