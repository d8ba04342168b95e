-- What the articles of publishers looked like in the last 30 days, and in their last few batches of the last day, up to `wanted` articles.
with asked as (
  select * from jsonb_to_recordset(%(rows)s::jsonb) as r (publisher_id integer, publisher text, wanted integer)
)
select
  a.publisher_id, coalesce(usual.counts, '{}') as usual, coalesce(recent.batches, '[]') as recent
from asked as a
cross join lateral (
  select
    jsonb_build_object(
      'rows', sum(rows), 'rejected', sum(rejected), 'pages', sum(pages), 'authors', sum(authors), 'published_at', sum(published_at),
      'image', sum(image), 'section', sum(section), 'tags', sum(tags), 'subtitle', sum(subtitle), 'other_layout', sum(other_layout),
      'texts', sum(texts), 'words', sum(words), 'short', sum(short), 'long', sum(long)
    ) as counts
  from ops.publisher_profiles
  where publisher_id = a.publisher_id and day > current_date - 30
  having count(*) > 0
) as usual
left join lateral (
  select jsonb_agg(observed) as batches
  from (
    select observed, sum((observed ->> 'rows')::integer) over (order by result_id desc) as so_far
    from (
      select result_id, observed
      from ops.quality_results
      where check_name = 'publisher.profile' and subject = a.publisher and at > now() - interval '1 day'
      order by result_id desc
      limit 10
    ) as newest
  ) as summed
  where so_far <= a.wanted
) as recent on a.wanted > 0
