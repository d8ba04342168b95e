-- What do a thousand articles at random look like?
select article_id, title, language, word_count
from news.articles tablesample system (2)
limit 1000;
