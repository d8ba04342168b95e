-- Turn pages of a batch into new articles or new revisions, as decided; returns each page's article.
with decided as (
  select * from jsonb_to_recordset(%(rows)s::jsonb) as r (page_id bigint, changed text[], cause text)
), candidate as (
  select
    d.page_id, d.changed, d.cause, p.article_url as url, p.title, p.body, p.body_html, p.search, p.capture_id, p.captured_at, p.text_hash,
    p.version_hash, p.warnings, p.parser_version, e.first_seen_at, f.publisher_id, r.*
  from decided as d
  join staging.pages as p using (page_id)
  join ops.entries as e on e.entry_id = p.entry_ids[1]
  join ops.feeds as f using (feed_id),
    jsonb_to_record(p.article) as r (
      subtitle text, authors text[], agencies text[], dateline text, section text, tags text[],
      language text, kind text, paywalled boolean, word_count integer, published_at timestamptz, published_precision text,
      published_source text, modified_at timestamptz, found jsonb, lead_image_url text)
), saved as (
  insert into news.articles as a (
    publisher_id, url, title, subtitle, body, body_html, authors, agencies, dateline, section, tags, language, kind, paywalled,
    word_count, published_at, published_precision, published_source, modified_at, first_seen_at, captured_at, confirmed_at, text_hash,
    version_hash, capture_id, parser_version, found, warnings, search)
  select
    publisher_id, url, title, subtitle, body, body_html, authors, agencies, dateline, section, tags, language, kind, paywalled,
    word_count, published_at, published_precision, published_source, modified_at, first_seen_at, captured_at, captured_at, text_hash,
    version_hash, capture_id, parser_version, found, warnings, search
  from candidate order by url
  on conflict (url) do update set
    title = excluded.title, subtitle = excluded.subtitle, body = excluded.body, body_html = excluded.body_html,
    authors = excluded.authors, agencies = excluded.agencies, dateline = excluded.dateline, section = excluded.section,
    tags = excluded.tags, language = excluded.language, kind = excluded.kind, paywalled = excluded.paywalled,
    word_count = excluded.word_count, published_at = coalesce(excluded.published_at, a.published_at),
    published_precision = case when excluded.published_at is null then a.published_precision else excluded.published_precision end,
    published_source = case when excluded.published_at is null then a.published_source else excluded.published_source end,
    found = case
      when excluded.published_at is null and a.found ? 'published_at'
        then excluded.found || jsonb_build_object('published_at', a.found -> 'published_at')
      else excluded.found end,
    modified_at = excluded.modified_at, captured_at = excluded.captured_at,
    confirmed_at = greatest(excluded.confirmed_at, a.confirmed_at), text_hash = excluded.text_hash,
    version_hash = excluded.version_hash, capture_id = excluded.capture_id, parser_version = excluded.parser_version,
    warnings = excluded.warnings, search = excluded.search, revision = a.revision + 1, updated_at = now(), change_seq = nextval('news.change_seq')
  returning
    a.article_id, a.url, a.revision, a.captured_at, a.title, a.subtitle, a.body, a.authors, a.agencies, a.dateline, a.section, a.tags,
    a.language, a.kind, a.paywalled, a.published_at, a.published_precision, a.published_source, a.modified_at, a.text_hash, a.capture_id,
    a.parser_version
), revised as (
  insert into news.article_revisions (
    article_id, revision, valid_from, cause, changed, title, subtitle, body, authors, agencies, dateline, section, tags, language, kind,
    paywalled, published_at, published_precision, published_source, modified_at, lead_image_url, text_hash, capture_id, parser_version)
  select
    s.article_id, s.revision, s.captured_at, c.cause, c.changed, s.title, s.subtitle,
    case when s.revision = 1 or 'body' = any(c.changed) then s.body end, s.authors, s.agencies, s.dateline, s.section, s.tags,
    s.language, s.kind, s.paywalled, s.published_at, s.published_precision, s.published_source, s.modified_at, c.lead_image_url,
    s.text_hash, s.capture_id, s.parser_version
  from saved as s join candidate as c using (url)
)
select c.page_id, s.article_id from saved as s join candidate as c using (url)
