-- The valid pages of a batch: the article that each leads to, and for those that may be another version what is known of it.
with page as (
  select
    p.*, e.first_seen_at,
    row_number() over (partition by p.article_url order by p.captured_at desc, p.source = 'feed', p.page_id) as rank
  from staging.pages as p join ops.entries as e on e.entry_id = p.entry_ids[1]
  where p.batch_id = %(batch_id)s and p.state = 'valid'
), compared as (
  -- An older capture never replaces a newer one, nor the feed's text that of the page; the same capture read anew may.
  select
    page.*, a.article_id, a.captured_at as known_captured_at, a.capture_id as known_capture_id,
    a.duplicate_of is not null as is_copy,
    page.rank = 1 and (
      a.article_id is null
      or (a.version_hash is distinct from page.version_hash
          and (page.captured_at >= greatest(a.confirmed_at, k.captured_at) or page.capture_id = a.capture_id)
          and not (page.source = 'feed' and a.found ->> 'text' = 'page'))) as differs,
    a.version_hash = page.version_hash and page.captured_at > greatest(a.confirmed_at, k.captured_at) as confirms
  from page
  left join news.articles as a on a.url = page.article_url
  left join news.confirmations as k on k.article_id = a.article_id
)
select
  page_id, article_url as url, url as link_url, final_url, title, entry_ids, capture_id, captured_at, first_seen_at, article_id, is_copy,
  differs, confirms, version_hash, parser_version, case when differs then signature end as signature,
  case when differs and article_id is not null then article - '{body_html,media}'::text[] end as article,
  case when differs and article_id is not null then (
    select
      jsonb_build_object(
        'title', a.title, 'subtitle', a.subtitle, 'body', a.body, 'authors', a.authors, 'agencies', a.agencies, 'dateline', a.dateline,
        'section', a.section, 'tags', a.tags, 'language', a.language, 'kind', a.kind, 'paywalled', a.paywalled,
        'published_at', a.published_at, 'modified_at', a.modified_at, 'parser_version', a.parser_version, 'found', a.found,
        'lead_image_url', (select m.url from news.media as m where m.article_id = a.article_id and m.position = 0),
        'same_bytes', c.capture_id = a.capture_id or exists (
          select
          from raw.captures as before join raw.captures as after using (body_sha256)
          where before.captured_at = a.captured_at and before.capture_id = a.capture_id
            and after.captured_at = c.captured_at and after.capture_id = c.capture_id))
    from news.articles as a where a.article_id = c.article_id) end as known
from compared as c
order by page_id
