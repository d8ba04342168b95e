-- All publishers and the languages that they are expected in.
select name, language from news.publishers order by name
