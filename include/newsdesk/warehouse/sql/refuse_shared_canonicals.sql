-- Give pages back their own address where the canonical URL that they name is named by pages with too many different titles.
with claim as (
  select page_id, article_url, url, lower(title) as title
  from staging.pages
  where batch_id = %(batch_id)s and state = 'valid' and article_url <> coalesce(final_url, url)
), shared as (
  select c.article_url
  from (select distinct article_url from claim) as c
  cross join lateral (
    select title from claim where claim.article_url = c.article_url
    union
    select lower(u.title)
    from news.articles as a join news.article_urls as u using (article_id)
    where a.url = c.article_url and u.relation <> 'canonical' and u.url not in (select url from claim)
  ) as titles
  group by c.article_url
  having count(titles.title) > %(most_titles)s
)
update staging.pages as p set article_url = coalesce(p.final_url, p.url)
from claim join shared using (article_url)
where p.page_id = claim.page_id
