-- The daily figures, which follow the articles within minutes.
select
  'marts.daily_publisher' as subject, jsonb_build_object('changes', max(a.change_seq) - c.change_seq, 'built_at', c.built_at) as observed,
  jsonb_build_object('most_minutes', 60) as expected,
  'changes of articles since ' || to_char(min(a.updated_at), 'YYYY-MM-DD HH24:MI') || ' UTC are not in the marts' as detail
from ops.mart_cursor as c
join news.articles as a on a.change_seq > c.change_seq
group by c.change_seq, c.built_at
having min(a.updated_at) < now() - interval '1 hour'
