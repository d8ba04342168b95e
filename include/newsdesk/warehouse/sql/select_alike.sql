-- Earlier articles of the last 60 days that share a band with a text, each with the original that it leads to.
select s.article_id, s.signature, coalesce(a.duplicate_of, a.article_id) as original_id
from news.signatures as s join news.articles as a using (article_id)
where s.bands && %(bands)s::integer[]
  and s.first_seen_at > %(first_seen_at)s::timestamptz - interval '60 days'
  and (s.first_seen_at, s.article_id) < (%(first_seen_at)s::timestamptz, %(article_id)s)
