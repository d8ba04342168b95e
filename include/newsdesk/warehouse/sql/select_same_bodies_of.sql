-- The same question as of the parsed pages of a batch, of readings that are not stored: what other articles of the publisher have the text.
with page as (
  select page_id, article_url, captured_at, publisher_id, title, body
  from jsonb_to_recordset(%(rows)s::jsonb)
    as r (page_id bigint, article_url text, captured_at timestamptz, publisher_id bigint, title text, body text)
  where body <> ''
), other as (
  select page.page_id, a.url, a.title <> page.title as retitled, a.first_seen_at as seen_at, a.loaded_at > now() - interval '1 day' as recent
  from page
  join news.articles as a on a.publisher_id = page.publisher_id and md5(a.body) = md5(page.body)
  where a.url <> page.article_url
  union all
  select page.page_id, o.article_url, o.title <> page.title and o.page_id < page.page_id, o.captured_at, true
  from page
  join page as o on o.publisher_id = page.publisher_id and o.body = page.body
  where o.article_url <> page.article_url
)
select
  page_id, count(distinct url) filter (where recent) as within_a_day,
  (array_agg(url order by seen_at, url) filter (where retitled))[1] as url
from other
group by page_id
