-- What stood at this address, version by version? An article's id, not a join, keeps the view from numbering all.
select r.revision, r.valid_from, r.valid_to, r.cause, r.changed, r.title
from news.revisions as r
where r.article_id = (select u.article_id from news.article_urls as u where u.url = 'https://news.example/a/1234')
order by r.revision;
