-- Articles that match, the latest change first; every choice that is null is left open. Words are matched by the rules of each
-- article's own language; in a language that Postgres can't split into words, a part of the title is.
with wanted as (
  -- Any article that matches by its own rules matches this, and this can use the index.
  select string_agg('(' || q.query::text || ')', '|')::tsquery as query
  from (
    select distinct websearch_to_tsquery(news.text_search_config(language), %(words)s) as query
    from unnest(array['ar', 'da', 'de', 'en', 'es', 'fi', 'fr', 'it', 'nl', 'no', 'pt', 'ru', 'sv', 'tr', 'und']) as language
  ) as q
  where numnode(q.query) > 0
)
select
  a.article_id, a.title, a.publisher, a.language, a.section, a.kind, a.published_at, a.first_seen_at, a.revision, a.duplicate_of, a.change_seq,
  case when %(words)s::text is null then left(a.body, 240) else ts_headline(
    news.text_search_config(a.language), left(a.body, 20000), websearch_to_tsquery(news.text_search_config(a.language), %(words)s),
    'StartSel=' || chr(2) || ', StopSel=' || chr(3) || ', MaxFragments=2, MaxWords=24, MinWords=8') end as excerpt
from (
  select *
  from marts.articles as m
  where (
    %(words)s::text is null
    or (
      m.search @@ (select query from wanted)
      and m.search @@ websearch_to_tsquery(news.text_search_config(m.language), %(words)s))
    or m.title ilike %(part_of_title)s)
  and (%(publisher)s::text is null or m.publisher = %(publisher)s)
  and (%(language)s::text is null or m.language = %(language)s)
  and (%(days)s::integer is null or m.published_at >= now() - make_interval(days => %(days)s))
  and (%(before)s::bigint is null or m.change_seq < %(before)s)
  order by m.change_seq desc
  limit %(most)s
) as a
order by a.change_seq desc
