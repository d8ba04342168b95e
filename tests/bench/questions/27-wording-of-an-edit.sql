-- Which words did the latest edit change?
select d.field, d.change, d.words
from (
  select article_id, revision from news.article_revisions where cause = 'publisher' order by valid_from desc limit 1
) as r, news.revision_diff(r.article_id, r.revision) as d
order by d.field, d.position;
