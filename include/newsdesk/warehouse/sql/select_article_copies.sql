-- Articles that carry the same text as this one: its original, and the copies of that.
select c.article_id, p.name as publisher, c.title, c.first_seen_at, c.duplicate_similarity, c.duplicate_of is null as is_original
from news.articles as a
join news.articles as c on c.article_id <> a.article_id and coalesce(a.duplicate_of, a.article_id) in (c.article_id, c.duplicate_of)
join news.publishers as p on p.publisher_id = c.publisher_id
where a.article_id = %(article_id)s
order by c.first_seen_at, c.article_id
