-- Add the publishers of the catalogue and bring their facts up to date.
insert into news.publishers (name, country, language)
select name, country, language from jsonb_to_recordset(%(rows)s::jsonb) as r (name text, country text, language text)
order by name
on conflict (name) do update set
  country = coalesce(excluded.country, news.publishers.country),
  language = coalesce(excluded.language, news.publishers.language)
