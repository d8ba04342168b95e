-- Drop the daily figures that changes since the cursor have made wrong, and return the days.
with touched as (
  select distinct a.publisher_id, (coalesce(r.published_at, a.first_seen_at) at time zone 'UTC')::date as day
  from news.articles as a join news.article_revisions as r using (article_id)
  where a.change_seq > %(change_seq)s and a.change_seq <= %(newest)s
), dropped as (
  delete from marts.daily_publisher as d using touched as t where d.day = t.day and d.publisher_id = t.publisher_id
)
select publisher_id, day::text from touched
