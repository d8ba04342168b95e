-- Turn the valid pages of a batch into articles and revisions; returns each page's article and what it became.
with page as (
  select
    p.page_id, p.article_url as url, p.entry_ids, p.capture_id, p.captured_at, p.text_hash, p.warnings, e.first_seen_at, f.publisher_id,
    row_number() over (partition by p.article_url order by p.captured_at desc, p.page_id) as rank, p.article
  from staging.pages as p
  join ops.entries as e on e.entry_id = p.entry_ids[1]
  join ops.feeds as f using (feed_id)
  where p.batch_id = %(batch_id)s and p.state = 'valid'
), candidate as (
  select
    page.url, page.publisher_id, page.capture_id, page.captured_at, page.text_hash, page.warnings, page.first_seen_at, r.*
  from page, jsonb_to_record(page.article) as r (
    title text, subtitle text, body text, body_html text, authors text[], agencies text[], dateline text, section text, tags text[],
    language text, kind text, paywalled boolean, word_count integer, published_at timestamptz, published_precision text,
    published_source text, modified_at timestamptz, found jsonb, parser_version text)
  where page.rank = 1
), changed as (
  -- What is here already is left out before the insert: computing the search column is most of a row's cost.
  select
    c.*, a.article_id as known_id,
    array_remove(array[
      case when a.title <> c.title then 'title' end, case when a.subtitle is distinct from c.subtitle then 'subtitle' end,
      case when a.body <> c.body then 'body' end, case when a.authors <> c.authors then 'authors' end,
      case when a.published_at is distinct from c.published_at then 'published_at' end,
      case when a.modified_at is distinct from c.modified_at then 'modified_at' end], null) as fields,
    case
      when a.article_id is null then 'first'
      when a.parser_version <> c.parser_version and (a.modified_at is not distinct from c.modified_at) then 'parser'
      else 'publisher' end as cause
  from candidate as c
  left join news.articles as a on a.url = c.url
  where a.article_id is null or (a.text_hash <> c.text_hash and a.captured_at <= c.captured_at)
), saved as (
  insert into news.articles as a (
    publisher_id, url, title, subtitle, body, body_html, authors, agencies, dateline, section, tags, language, kind, paywalled,
    word_count, published_at, published_precision, published_source, modified_at, first_seen_at, captured_at, text_hash,
    capture_id, parser_version, found, warnings)
  select
    publisher_id, url, title, subtitle, body, body_html, authors, agencies, dateline, section, tags, language, kind, paywalled,
    word_count, published_at, published_precision, published_source, modified_at, first_seen_at, captured_at, text_hash,
    capture_id, parser_version, found, warnings
  from changed order by url
  on conflict (url) do update set
    title = excluded.title, subtitle = excluded.subtitle, body = excluded.body, body_html = excluded.body_html,
    authors = excluded.authors, agencies = excluded.agencies, dateline = excluded.dateline, section = excluded.section,
    tags = excluded.tags, language = excluded.language, kind = excluded.kind, paywalled = excluded.paywalled,
    word_count = excluded.word_count, published_at = coalesce(excluded.published_at, a.published_at),
    published_precision = case when excluded.published_at is null then a.published_precision else excluded.published_precision end,
    published_source = case when excluded.published_at is null then a.published_source else excluded.published_source end,
    modified_at = excluded.modified_at, captured_at = excluded.captured_at, text_hash = excluded.text_hash,
    capture_id = excluded.capture_id, parser_version = excluded.parser_version, found = excluded.found, warnings = excluded.warnings,
    revision = a.revision + 1, updated_at = now(), change_seq = nextval('news.change_seq')
  returning a.*
), revised as (
  insert into news.article_revisions (
    article_id, revision, valid_from, cause, changed, title, subtitle, body, authors, published_at, modified_at, text_hash, capture_id,
    parser_version)
  select
    s.article_id, s.revision, s.captured_at, c.cause, case when c.known_id is null then '{}' else c.fields end, s.title, s.subtitle,
    s.body, s.authors, s.published_at, s.modified_at, s.text_hash, s.capture_id, s.parser_version
  from saved as s join changed as c using (url)
)
select
  page.page_id, page.url, page.entry_ids, coalesce(s.article_id, a.article_id) as article_id,
  coalesce(s.first_seen_at, a.first_seen_at) as first_seen_at, a.duplicate_of is not null as is_copy,
  case
    when page.rank > 1 or s.article_id is null then 'unchanged'
    when s.revision = 1 then 'new' else 'changed' end as outcome
from page
left join saved as s using (url)
left join news.articles as a using (url)
order by page.page_id
