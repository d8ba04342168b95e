-- The pages that a batch has still to fetch, one for each address, with the article that is known there.
select
  coalesce(e.url, '') as url, coalesce(min(e.host), '') as host, min(e.link) as link,
  array_agg(e.entry_id order by e.is_whole desc, e.entry_id) as entry_ids, max(e.attempts) as attempts,
  (array_agg(case when length(e.content_html) >= %(least_feed_text)s or e.is_whole then e.entry_id end order by e.is_whole desc, e.entry_id))[1]
  as entry_with_text,
  max(e.version) as version, bool_or(e.is_whole) as is_whole,
  min(u.article_id) as known_article_id, bool_and(e.article_id is null) as first_time
from ops.entries as e
left join news.article_urls as u on u.url = e.url
where e.batch_id = %(batch_id)s and e.state = 'waiting'
  and not exists (select from staging.pages as p where p.batch_id = e.batch_id and p.url = e.url)
group by coalesce(e.url, ''), case when e.url is null then e.entry_id end
order by min(e.entry_id)
