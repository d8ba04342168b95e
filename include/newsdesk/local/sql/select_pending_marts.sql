-- How many changed articles the marts do not show yet.
select count(*) as pending
from news.articles as a
where a.change_seq > (select c.change_seq from ops.mart_cursor as c)
