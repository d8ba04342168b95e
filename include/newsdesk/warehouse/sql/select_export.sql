-- The articles of an export in the order of their changes; read through a cursor.
select
  a.article_id, a.url, p.name as publisher, p.country, a.title, a.subtitle, a.body, a.authors, a.agencies, a.dateline, a.section, a.tags,
  a.language, a.kind, a.paywalled, a.word_count, a.published_at, a.published_precision, a.published_source, a.modified_at,
  a.first_seen_at, a.loaded_at, a.updated_at, a.revision, a.duplicate_of, a.duplicate_similarity, a.change_seq
from news.articles as a join news.publishers as p using (publisher_id)
where a.change_seq > %(since_seq)s
  and (%(since)s::timestamptz is null or a.first_seen_at >= %(since)s)
  and (%(until)s::timestamptz is null or a.first_seen_at < %(until)s)
  and (%(publisher)s::text is null or p.name = %(publisher)s)
order by a.change_seq
