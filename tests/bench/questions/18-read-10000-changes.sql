-- What is new or changed since my last reading: 10,000 rows without texts?
select article_id, change_seq, revision, publisher_id, url, title, language, published_at
from news.articles
where change_seq > (select max(change_seq) / 2 from news.articles)
order by change_seq
limit 10000;
