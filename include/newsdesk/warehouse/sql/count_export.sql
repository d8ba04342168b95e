-- How many articles select_export will give, and whether there is such a publisher.
select
  count(*) as articles,
  %(publisher)s::text is null or exists (select from news.publishers where name = %(publisher)s) as publisher_known
from news.articles as a join news.publishers as p using (publisher_id)
where a.change_seq > %(since_seq)s
  and (%(since)s::timestamptz is null or a.first_seen_at >= %(since)s)
  and (%(until)s::timestamptz is null or a.first_seen_at < %(until)s)
  and (%(publisher)s::text is null or p.name = %(publisher)s)
