-- Who carried this article, and when: the original and its copies?
select a.first_seen_at, p.name as publisher, a.title, a.duplicate_similarity, a.url
from news.articles as a join news.publishers as p using (publisher_id)
where a.article_id = 17 or a.duplicate_of = 17
order by a.first_seen_at;
