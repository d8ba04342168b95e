-- Describe the columns of views that have no words of their own by the one column of the same name that the view reads; twice, for
-- views over views.
do $$
declare
  inherited record;
begin
  for pass in 1..2 loop
    for inherited in
      select v.oid::regclass as view, a.attname as name, min(col_description(d.refobjid, d.refobjsubid)) as comment
      from pg_class as v
      join pg_attribute as a on a.attrelid = v.oid and a.attnum > 0 and not a.attisdropped and col_description(v.oid, a.attnum) is null
      join pg_rewrite as r on r.ev_class = v.oid
      join pg_depend as d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
      join pg_attribute as s on s.attrelid = d.refobjid and s.attnum = d.refobjsubid and s.attname = a.attname and s.attrelid <> v.oid
      where v.relkind = 'v' and v.relnamespace in (select oid from pg_namespace where nspname in ('ops', 'news', 'marts'))
      group by v.oid, a.attname
      having count(distinct col_description(d.refobjid, d.refobjsubid)) = 1
    loop
      execute format('comment on column %s.%I is %L', inherited.view, inherited.name, inherited.comment);
    end loop;
  end loop;
end $$
