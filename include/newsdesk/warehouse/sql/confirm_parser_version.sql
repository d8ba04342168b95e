-- The articles of a replayed batch were read by these rules, also those that say the same as before.
update news.articles as a set parser_version = %(parser_version)s
from ops.entries as e
where e.batch_id = %(batch_id)s and e.state in ('loaded', 'unchanged', 'duplicate') and a.article_id = e.article_id
  and a.parser_version <> %(parser_version)s
