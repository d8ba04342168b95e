-- One article with its publisher, and the link to it as a feed gave it.
select a.*, p.name as publisher, e.link
from news.articles as a
join news.publishers as p using (publisher_id)
left join lateral (
  select link from ops.entries where article_id = a.article_id and link is not null order by first_seen_at limit 1
) as e on true
where a.article_id = %(article_id)s
