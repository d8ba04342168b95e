-- Which of these names no publisher has.
select name from unnest(%(names)s::text[]) as name where name not in (select p.name from news.publishers as p)
