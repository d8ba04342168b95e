-- What changed in the wording between a revision and the one before, on request.

create function news.word_diff(before text, after text) returns table ("position" integer, change text, words text)
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
  most_cells constant integer := 250000;  -- 500 words changed to 500 others; over a second beyond.
  old_words text[];
  new_words text[];
  olds integer;
  news integer;
  head integer := 0;
  tail integer := 0;
  alike integer[];
  i integer;
  j integer;
  step text;
  piece text;
  run text := '';
  run_change text;
begin
  -- Words first; where too many changed, whole paragraphs; where even these are too many, all of the old and all of the new.
  for level in 1..2 loop
    select coalesce(array_agg(m[1]), '{}') into old_words
    from regexp_matches(before, case level when 1 then E'\n\n|[^[:space:]]+' else E'\n\n|(?:(?!\n\n).)+' end, 'g') as m;
    select coalesce(array_agg(m[1]), '{}') into new_words
    from regexp_matches(after, case level when 1 then E'\n\n|[^[:space:]]+' else E'\n\n|(?:(?!\n\n).)+' end, 'g') as m;
    olds := cardinality(old_words);
    news := cardinality(new_words);
    head := 0;
    tail := 0;
    while head < least(olds, news) and old_words[head + 1] = new_words[head + 1] loop
      head := head + 1;
    end loop;
    while tail < least(olds, news) - head and old_words[olds - tail] = new_words[news - tail] loop
      tail := tail + 1;
    end loop;
    olds := olds - head - tail;
    news := news - head - tail;
    exit when olds::bigint * news <= most_cells;
  end loop;
  -- alike[i, j], flat: the longest common subsequence of what follows the i-th old and the j-th new word.
  if olds::bigint * news <= most_cells then
    alike := array_fill(0, array[(olds + 1) * (news + 1)]);
    for i in reverse olds - 1..0 loop
      for j in reverse news - 1..0 loop
        alike[i * (news + 1) + j + 1] := case
          when old_words[head + i + 1] = new_words[head + j + 1] then alike[(i + 1) * (news + 1) + j + 2] + 1
          else greatest(alike[(i + 1) * (news + 1) + j + 1], alike[i * (news + 1) + j + 2]) end;
      end loop;
    end loop;
  end if;
  "position" := 0;
  i := -head;
  j := -head;
  while i < olds + tail or j < news + tail loop
    if i < 0 or i >= olds and j >= news then
      step := 'kept';
    elsif i < olds and j < news and alike is not null and old_words[head + i + 1] = new_words[head + j + 1] then
      step := 'kept';
    elsif i < olds and (j >= news or alike is null or alike[(i + 1) * (news + 1) + j + 1] >= alike[i * (news + 1) + j + 2]) then
      step := 'removed';
    else
      step := 'added';
    end if;
    piece := case step when 'added' then new_words[head + j + 1] else old_words[head + i + 1] end;
    i := i + (step <> 'added')::integer;
    j := j + (step <> 'removed')::integer;
    if step is distinct from run_change then
      if run_change is not null then
        "position" := "position" + 1;
        change := run_change;
        words := run;
        return next;
      end if;
      run := piece;
      run_change := step;
    else
      run := run || case when piece = E'\n\n' or right(run, 2) = E'\n\n' then '' else ' ' end || piece;
    end if;
  end loop;
  if run_change is not null then
    "position" := "position" + 1;
    change := run_change;
    words := run;
    return next;
  end if;
end $$;
comment on function news.word_diff(text, text) is 'Words kept, removed and added from one text to the other, in order, runs of words in one row; paragraph breaks count as words. Where more than 250,000 pairs of words would have to be compared, whole paragraphs are.';

create function news.revision_diff(article_id bigint, revision integer)
returns table (field text, "position" integer, change text, words text)
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
  with versions as (
    select r.revision, r.title, r.subtitle, r.body from news.revisions as r where r.article_id = $1
  )
  select f.field, d."position", d.change, d.words
  from versions as now
  left join versions as past on past.revision = now.revision - 1,
    lateral (values
      (1, 'title', coalesce(past.title, ''), now.title),
      (2, 'subtitle', coalesce(past.subtitle, ''), coalesce(now.subtitle, '')),
      (3, 'body', coalesce(past.body, ''), now.body)) as f (place, field, before, after),
    lateral news.word_diff(f.before, f.after) as d
  where now.revision = $2 and f.before <> f.after
  order by f.place, d."position"
$$;
comment on function news.revision_diff(bigint, integer) is 'Words kept, removed and added by a revision, against the one before, in title, subtitle and body; fields that are the same are left out.';

grant execute on function news.word_diff(text, text), news.revision_diff(bigint, integer) to newsdesk_analyst;
