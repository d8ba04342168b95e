-- What is new or changed since my last reading: 1,000 rows with texts?
select article_id, change_seq, url, title, body
from news.articles
where change_seq > (select max(change_seq) / 2 from news.articles)
order by change_seq
limit 1000;
