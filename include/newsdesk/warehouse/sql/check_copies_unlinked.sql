-- Texts of a publisher that stand in several articles of the last day, none of which points to another.
select
  p.name as subject, jsonb_build_object('originals', count(*)) as observed, jsonb_build_object('originals', 1) as expected,
  'the same title and text stand unlinked at ' || min(a.url) || ' and ' || max(a.url) as detail
from news.articles as a
join news.publishers as p using (publisher_id)
where a.loaded_at > now() - interval '1 day' and a.body <> '' and a.duplicate_of is null
group by p.name, a.text_hash
having count(*) > 1
