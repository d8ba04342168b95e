-- What is written for pages that show nothing new stays narrow, and look-ups of near copies don't read a list of what was just added.
create table news.confirmations (  -- Articles that a later capture showed unchanged. Apart from news.articles, where each such row would have to go into all its indexes again.
  article_id bigint primary key references news.articles on delete cascade,  -- Article.
  captured_at timestamptz not null  -- Newest capture that showed the present version, or an earlier one.
) with (fillfactor = 70);
comment on column news.articles.confirmed_at is 'Newest capture that had shown this version when the row was written; later ones are in news.confirmations. What was captured earlier can''t replace it.';
grant select, insert, update on news.confirmations to newsdesk_loader;
grant select on news.confirmations to newsdesk_analyst;

do $$
declare
  bands regclass;
begin
  select i.indexrelid into bands
  from pg_index as i join pg_class as c on c.oid = i.indexrelid join pg_am as a on a.oid = c.relam
  where i.indrelid = 'news.signatures'::regclass and a.amname = 'gin';
  execute format('alter index %s set (fastupdate = off)', bands);
  perform gin_clean_pending_list(bands);
end $$;
