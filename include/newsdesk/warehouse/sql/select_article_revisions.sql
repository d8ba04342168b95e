-- Every version of one article, the newest first, each with the words that it changed.
select r.revision, r.valid_from, r.valid_to, r.cause, r.changed, r.title, d.words
from news.revisions as r
left join lateral (
  select jsonb_agg(jsonb_build_object('field', w.field, 'change', w.change, 'words', w.words) order by w.position) as words
  from news.revision_diff(r.article_id, r.revision) as w
) as d on r.revision > 1
where r.article_id = %(article_id)s
order by r.revision desc
