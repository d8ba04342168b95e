-- Count the terms of more articles in.
insert into ops.term_counts as t (language, term, articles)
select %(language)s, c.key, c.value::integer from jsonb_each_text(%(counts)s::jsonb) as c
order by c.key
on conflict (language, term) do update set articles = t.articles + excluded.articles, counted_on = current_date
