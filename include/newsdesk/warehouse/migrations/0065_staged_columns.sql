-- What load needs of a staged page is ready in columns, made when the page is parsed, by as many workers as there are. Load, which only one
-- worker does at a time, copies these as they are stored, neither read out of the record nor compressed or split into words again.

create function news.search_vector(language text, title text, subtitle text, body text) returns tsvector
language sql immutable parallel safe as $$
  select
    setweight(to_tsvector(news.text_search_config(language), title), 'A')
    || setweight(to_tsvector(news.text_search_config(language), coalesce(subtitle, '')), 'B')
    || setweight(to_tsvector(news.text_search_config(language), left(body, 200000)), 'D')
$$;
comment on function news.search_vector(text, text, text, text) is 'Words of an article for full-text search: A title, B subtitle, D body.';

create function staging.search_vector(article jsonb) returns tsvector language plpgsql immutable as $$
-- Null for more words than a tsvector holds: parse goes on, and load meets the error with the one article.
begin
  return news.search_vector(article ->> 'language', article ->> 'title', article ->> 'subtitle', article ->> 'body');
exception when program_limit_exceeded then
  return null;
end $$;

alter table staging.pages
  add column title text generated always as (article ->> 'title') stored,
  add column body text generated always as (article ->> 'body') stored,
  add column body_html text generated always as (article ->> 'body_html') stored,
  add column final_url text generated always as (article ->> 'final_url') stored,
  add column parser_version text generated always as (article ->> 'parser_version') stored,
  add column search tsvector generated always as (staging.search_vector(article)) stored,
  alter column article set storage external,
  alter column search set storage external,
  alter column title set storage main,
  alter column version_hash set storage main,
  alter column article_url set storage main;
comment on column staging.pages.title is 'Of the article: its headline.';
comment on column staging.pages.body is 'Of the article: its text.';
comment on column staging.pages.body_html is 'Of the article: its text as clean HTML.';
comment on column staging.pages.final_url is 'Of the article: normalised address that the link led to.';
comment on column staging.pages.parser_version is 'Of the article: rules that read the page.';
comment on column staging.pages.search is 'Of the article: its words, as in news.articles.';

-- The search column comes from staging now. Where it is not given, or stays while the text changes, a trigger computes it.
alter table news.articles alter column search drop expression;
alter table news.articles alter column search set storage external;  -- It does not shrink.

create function news.fill_search() returns trigger language plpgsql as $$
begin
  new.search := news.search_vector(new.language, new.title, new.subtitle, new.body);
  return new;
end $$;
create trigger fill_search before insert on news.articles
  for each row when (new.search is null) execute function news.fill_search();
create trigger refill_search before update of title, subtitle, body, language, search on news.articles
  for each row when (
    new.search is null
    or (new.search is not distinct from old.search
        and array[new.title, new.subtitle, new.body, new.language] is distinct from array[old.title, old.subtitle, old.body, old.language]))
  execute function news.fill_search();
comment on column news.articles.search is 'Full-text search: A title, B subtitle, D body. Set it to null to have it computed anew.';
