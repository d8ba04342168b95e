-- Articles that match, the latest change first; every choice that is null is left open. Words are matched by the rules of each
-- article's own language; in a language that Postgres can't split into words, a part of the title is.
select
  a.article_id, a.title, p.name as publisher, a.language, a.section, a.kind, a.published_at, a.first_seen_at, a.revision, a.duplicate_of,
  a.change_seq,
  case when %(words)s::text is null then left(a.body, 240) else ts_headline(
    news.text_search_config(a.language), left(a.body, 20000), websearch_to_tsquery(news.text_search_config(a.language), %(words)s),
    'StartSel=' || chr(2) || ', StopSel=' || chr(3) || ', MaxFragments=2, MaxWords=24, MinWords=8') end as excerpt
from (
  select c.article_id, c.change_seq
  from (
    -- What may match, by the index alone. A set of words may be in half of all articles: their texts are looked at one by one below, the
    -- latest first, until there are enough.
    select m.article_id, m.change_seq
    from news.articles as m
    where (
      %(words)s::text is null
      or m.search @@ (select news.search_query(%(words)s))
      or m.title ilike %(part_of_title)s)
    and (%(publisher)s::text is null or m.publisher_id = (select k.publisher_id from news.publishers as k where k.name = %(publisher)s))
    and (%(language)s::text is null or m.language = %(language)s)
    and (%(days)s::integer is null or m.published_at >= now() - make_interval(days => %(days)s))
    and (%(before)s::bigint is null or m.change_seq < %(before)s)
    order by m.change_seq desc
    limit case when %(words)s::text is null then %(most)s end
  ) as c
  join news.articles as t using (article_id)
  where
    %(words)s::text is null
    or t.search @@ websearch_to_tsquery(news.text_search_config(t.language), %(words)s)
    or t.title ilike %(part_of_title)s
  order by c.change_seq desc
  limit %(most)s
) as found
join news.articles as a using (article_id)
join news.publishers as p using (publisher_id)
order by found.change_seq desc
