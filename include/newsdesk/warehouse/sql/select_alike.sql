-- Articles with a text or title like those given, each with the original that it leads to; at most 200 for each.
select
  r.article_id, s.article_id as other_id, s.signature, root.article_id as original_id, root.first_seen_at as original_first_seen_at,
  o.text_hash = a.text_hash as same_text, s.by_title
from jsonb_to_recordset(%(rows)s::jsonb) as r (article_id bigint, bands integer[], title_key bigint)
join news.articles as a using (article_id)
cross join lateral (
  (select c.article_id, c.signature, false as by_title
   from news.signatures as c
   where c.bands && r.bands and c.article_id <> r.article_id
     and c.first_seen_at between a.first_seen_at - interval '60 days' and a.first_seen_at + interval '60 days'
   order by c.first_seen_at, c.article_id
   limit 200)
  union all
  (select c.article_id, c.signature, true
   from news.signatures as c join news.articles as t using (article_id)
   where c.publisher_id = a.publisher_id and c.title_key = r.title_key and c.article_id <> r.article_id
     and c.first_seen_at between a.first_seen_at - interval '7 days' and a.first_seen_at + interval '7 days'
     and t.duplicate_of is null and least(t.word_count, a.word_count) < %(stub_words)s and not c.bands && r.bands
   order by c.first_seen_at, c.article_id
   limit 20)
) as s
join news.articles as o on o.article_id = s.article_id
join news.articles as root on root.article_id = coalesce(o.duplicate_of, o.article_id)
