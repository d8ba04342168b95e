-- What share of articles has a date, an author, an image, by publisher, last 28 days?
select
  p.name as publisher, sum(d.articles) as articles, round(sum(d.dated)::numeric / sum(d.articles), 3) as dated,
  round(sum(d.authored)::numeric / sum(d.articles), 3) as authored, round(sum(d.pictured)::numeric / sum(d.articles), 3) as pictured,
  sum(d.words) / sum(d.articles) as words_an_article
from marts.daily_publisher as d join news.publishers as p using (publisher_id)
where d.day >= current_date - 28
group by p.name
order by articles desc;
