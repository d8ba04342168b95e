-- What do a thousand articles at random look like? Ids at random: a sample of blocks would be one of days.
with drawn as (
  select distinct ceil(random() * (select max(article_id) from news.articles))::bigint as article_id from generate_series(1, 1100)
)
select article_id, a.title, a.language, a.word_count
from drawn join news.articles as a using (article_id)
limit 1000;
