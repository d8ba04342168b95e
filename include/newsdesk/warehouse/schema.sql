-- The schema as the migrations leave it, to read and to compare. Written by `make docs`; databases are made by the migrations.

SET check_function_bodies = false;

CREATE SCHEMA marts;

COMMENT ON SCHEMA marts IS 'Ready answers over news and ops. A stable contract for analysts.';

CREATE SCHEMA news;

COMMENT ON SCHEMA news IS 'Publishers and articles. A stable contract for analysts.';

CREATE SCHEMA ops;

COMMENT ON SCHEMA ops IS 'How the pipeline runs: feeds, entries, batches, quarantine, balance. For operators.';

CREATE SCHEMA raw;

COMMENT ON SCHEMA raw IS 'What publishers sent, byte for byte. Never edited.';

CREATE SCHEMA staging;

COMMENT ON SCHEMA staging IS 'Pages of running batches on their way in; emptied by load.';

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';

CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;

COMMENT ON EXTENSION unaccent IS 'text search dictionary that removes accents';

CREATE FUNCTION news.fill_search() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  new.search := news.search_vector(new.language, new.title, new.subtitle, new.body);
  return new;
end $$;

CREATE FUNCTION news.revision_diff(article_id bigint, revision integer) RETURNS TABLE(field text, "position" integer, change text, words text)
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
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
$_$;

COMMENT ON FUNCTION news.revision_diff(article_id bigint, revision integer) IS 'Words kept, removed and added by a revision, against the one before, in title, subtitle and body; fields that are the same are left out.';

CREATE FUNCTION news.search_query(words text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  select string_agg('(' || q.query::text || ')', '|')::tsquery
  from (
    select distinct websearch_to_tsquery(news.text_search_config(language), words) as query
    from unnest('{ar,ca,da,de,el,en,es,eu,fi,fr,ga,hi,hu,hy,id,it,lt,nb,ne,nl,pt,ro,ru,sr,sv,ta,tr,yi,und}'::text[]) as language
  ) as q
  where numnode(q.query) > 0
$$;

COMMENT ON FUNCTION news.search_query(words text) IS 'What a person types in a search box, by the rules of every language at once: an article that matches by its own language''s rules matches this. Null without words.';

CREATE FUNCTION news.search_vector(language text, title text, subtitle text, body text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  select
    setweight(to_tsvector(news.text_search_config(language), title), 'A')
    || setweight(to_tsvector(news.text_search_config(language), coalesce(subtitle, '')), 'B')
    || setweight(to_tsvector(news.text_search_config(language), left(body, 200000)), 'D')
$$;

COMMENT ON FUNCTION news.search_vector(language text, title text, subtitle text, body text) IS 'Words of an article for full-text search: A title, B subtitle, D body.';

CREATE FUNCTION news.text_search_config(language text) RETURNS regconfig
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  select case language
    when 'ar' then 'news.arabic'::regconfig      when 'ca' then 'news.catalan'::regconfig     when 'da' then 'news.danish'::regconfig
    when 'de' then 'news.german'::regconfig      when 'el' then 'news.greek'::regconfig       when 'en' then 'news.english'::regconfig
    when 'es' then 'news.spanish'::regconfig     when 'eu' then 'news.basque'::regconfig      when 'fi' then 'news.finnish'::regconfig
    when 'fr' then 'news.french'::regconfig      when 'ga' then 'news.irish'::regconfig       when 'hi' then 'news.hindi'::regconfig
    when 'hu' then 'news.hungarian'::regconfig   when 'hy' then 'news.armenian'::regconfig    when 'id' then 'news.indonesian'::regconfig
    when 'it' then 'news.italian'::regconfig     when 'lt' then 'news.lithuanian'::regconfig  when 'nb' then 'news.norwegian'::regconfig
    when 'ne' then 'news.nepali'::regconfig      when 'nl' then 'news.dutch'::regconfig       when 'nn' then 'news.norwegian'::regconfig
    when 'no' then 'news.norwegian'::regconfig   when 'pt' then 'news.portuguese'::regconfig  when 'ro' then 'news.romanian'::regconfig
    when 'ru' then 'news.russian'::regconfig     when 'sr' then 'news.serbian'::regconfig     when 'sv' then 'news.swedish'::regconfig
    when 'ta' then 'news.tamil'::regconfig       when 'tr' then 'news.turkish'::regconfig     when 'yi' then 'news.yiddish'::regconfig
    else 'news.simple'::regconfig end
$$;

COMMENT ON FUNCTION news.text_search_config(language text) IS 'Text search configuration of a language (ISO 639): accents off, then the language''s stems; words as they are for a language without.';

CREATE FUNCTION news.word_diff(before text, after text) RETURNS TABLE("position" integer, change text, words text)
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

COMMENT ON FUNCTION news.word_diff(before text, after text) IS 'Words kept, removed and added from one text to the other, in order, runs of words in one row; paragraph breaks count as words. Where more than 250,000 pairs of words would have to be compared, whole paragraphs are.';

CREATE FUNCTION ops.keep_past_sighting() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  insert into ops.past_sightings (entry_id, article_id, first_seen_at, last_seen_at)
  select
    old.entry_id, old.article_id,
    coalesce((select max(p.last_seen_at) from ops.past_sightings as p where p.entry_id = old.entry_id), old.first_seen_at),
    new.changed_at
  on conflict (entry_id, article_id) do update set last_seen_at = excluded.last_seen_at;
  return null;
end $$;

CREATE FUNCTION ops.prune_history(keep_days integer, dry_run boolean) RETURNS TABLE(polls bigint, quarantine bigint, batches bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  before timestamptz := now() - make_interval(days => keep_days);
  old_batches bigint[];
begin
  if keep_days < 7 then
    raise exception 'the history of the last 7 days is never deleted';
  end if;
  select count(*) into polls from ops.polls as p where p.polled_at < before;
  select count(*) into quarantine from ops.quarantine as q where q.status = 'resolved' and q.last_at < before;
  select coalesce(array_agg(b.batch_id), '{}') into old_batches
  from ops.batches as b
  where b.state = 'done' and b.done_at < before
    and not exists (select from ops.quarantine as q where q.batch_id = b.batch_id and (q.status = 'open' or q.last_at >= before))
    and not exists (select from ops.entries as e where e.batch_id = b.batch_id and e.state = 'waiting');
  batches := cardinality(old_batches);
  if not dry_run then
    delete from ops.polls as p where p.polled_at < before;
    delete from ops.quarantine as q where q.status = 'resolved' and q.last_at < before;
    update ops.entries as e set batch_id = null where e.batch_id = any(old_batches);
    delete from ops.batches as b where b.batch_id = any(old_batches);
  end if;
  return next;
end $$;

CREATE FUNCTION ops.prune_terms(keep_days integer, dry_run boolean) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  terms bigint;
begin
  if keep_days < 7 then
    raise exception 'terms of the last 7 days are never deleted';
  end if;
  if dry_run then
    select count(*) into terms from ops.term_counts where term <> '' and articles <= 2 and counted_on < current_date - keep_days;
  else
    delete from ops.term_counts where term <> '' and articles <= 2 and counted_on < current_date - keep_days;
    get diagnostics terms = row_count;
  end if;
  return terms;
end $$;

CREATE FUNCTION ops.tell_due_times() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform pg_notify('newsdesk_due_times', '');
  return null;
end
$$;

CREATE FUNCTION raw.drop_archived_day(archived_day date) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    SET lock_timeout TO '10s'
    AS $$
declare
  partition text := 'captures_' || to_char(archived_day, 'YYYYMMDD');
  missing bigint;
  dropped bigint;
begin
  if archived_day >= current_date then
    raise exception 'the day % is not over', archived_day;
  end if;
  perform pg_advisory_xact_lock(7305771003);
  lock table raw.captures in access exclusive mode;
  select count(*) filter (where a.capture_id is null), count(*) into missing, dropped
  from raw.captures as c left join ops.archived_captures as a on a.capture_id = c.capture_id and a.captured_at = c.captured_at
  where c.captured_at >= archived_day::timestamptz and c.captured_at < (archived_day + 1)::timestamptz;
  if missing > 0 then
    raise exception '% captures of % are in no archive', missing, archived_day;
  end if;
  if to_regclass('raw.' || partition) is not null then
    execute format('drop table raw.%I', partition);
  end if;
  delete from raw.captures_default where captured_at >= archived_day::timestamptz and captured_at < (archived_day + 1)::timestamptz;
  return dropped;
end $$;

CREATE FUNCTION raw.make_capture_partitions(days_ahead integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  made integer := 0;
  day date;
begin
  perform pg_advisory_xact_lock(7305771003);
  for day in select current_date + n from generate_series(0, days_ahead) as n loop
    continue when to_regclass('raw.captures_' || to_char(day, 'YYYYMMDD')) is not null;
    -- A day that began in the default partition stays there: moving rows would lock out readers.
    continue when exists (select 1 from raw.captures_default where captured_at >= day and captured_at < day + 1);
    execute format('create table raw.%I partition of raw.captures for values from (%L) to (%L)',
                   'captures_' || to_char(day, 'YYYYMMDD'), day::timestamptz, (day + 1)::timestamptz);
    made := made + 1;
  end loop;
  return made;
end $$;

CREATE FUNCTION raw.prune_captures(keep_days integer, dry_run boolean) RETURNS TABLE(pruned_day date, dropped bigint, kept bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    SET lock_timeout TO '10s'
    AS $_$
declare
  partition text;
  needed bigint[];
  days date[];
begin
  if keep_days < 1 then
    raise exception 'captures of the last day are never dropped';
  end if;
  perform pg_advisory_xact_lock(7305771003);
  if not dry_run then
    lock table raw.captures in access exclusive mode;
  end if;
  select coalesce(array_agg(n.capture_id), '{}') into needed
  from (
    select p.capture_id from staging.pages as p
    union
    select q.capture_id from ops.quarantine as q where q.status = 'open' and q.capture_id is not null
  ) as n;
  select coalesce(array_agg(distinct c.captured_at::date order by c.captured_at::date), '{}') into days
  from raw.captures as c where c.captured_at < (current_date - keep_days)::timestamptz;
  foreach pruned_day in array days loop
    select count(*) filter (where c.capture_id <> all(needed)), count(*) filter (where c.capture_id = any(needed)) into dropped, kept
    from raw.captures as c
    where c.captured_at >= pruned_day::timestamptz and c.captured_at < (pruned_day + 1)::timestamptz;
    partition := 'captures_' || to_char(pruned_day, 'YYYYMMDD');
    if not dry_run and to_regclass('raw.' || partition) is not null then
      -- The few that are needed move to the default partition, so that the day's space is free at once.
      execute format('alter table raw.captures detach partition raw.%I', partition);
      execute format(
        'insert into raw.captures (capture_id, captured_at, kind, requested_url, final_url, status, headers, content_type, body,'
        ' body_bytes, body_sha256) overriding system value'
        ' select capture_id, captured_at, kind, requested_url, final_url, status, headers, content_type, body, body_bytes, body_sha256'
        ' from raw.%I where capture_id = any($1)', partition) using needed;
      execute format('drop table raw.%I', partition);
    elsif not dry_run then
      delete from raw.captures_default as c
      where c.captured_at >= pruned_day::timestamptz and c.captured_at < (pruned_day + 1)::timestamptz
        and c.capture_id <> all(needed);
    end if;
    if dropped > 0 then
      return next;
    end if;
  end loop;
end $_$;

CREATE FUNCTION staging.search_vector(article jsonb) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE
    AS $$
begin
  return news.search_vector(article ->> 'language', article ->> 'title', article ->> 'subtitle', article ->> 'body');
exception when program_limit_exceeded then
  return null;
end $$;

CREATE TEXT SEARCH DICTIONARY news.danish_stop (
    TEMPLATE = pg_catalog.simple,
    stopwords = 'danish', accept = 'false' );

CREATE TEXT SEARCH DICTIONARY news.dutch_stop (
    TEMPLATE = pg_catalog.simple,
    stopwords = 'dutch', accept = 'false' );

CREATE TEXT SEARCH DICTIONARY news.english_stop (
    TEMPLATE = pg_catalog.simple,
    stopwords = 'english', accept = 'false' );

CREATE TEXT SEARCH DICTIONARY news.finnish_stop (
    TEMPLATE = pg_catalog.simple,
    stopwords = 'finnish', accept = 'false' );

CREATE TEXT SEARCH DICTIONARY news.french_stop (
    TEMPLATE = pg_catalog.simple,
    stopwords = 'french', accept = 'false' );

CREATE TEXT SEARCH DICTIONARY news.german_stop (
    TEMPLATE = pg_catalog.simple,
    stopwords = 'german', accept = 'false' );

CREATE TEXT SEARCH DICTIONARY news.hungarian_stop (
    TEMPLATE = pg_catalog.simple,
    stopwords = 'hungarian', accept = 'false' );

CREATE TEXT SEARCH DICTIONARY news.italian_stop (
    TEMPLATE = pg_catalog.simple,
    stopwords = 'italian', accept = 'false' );

CREATE TEXT SEARCH DICTIONARY news.norwegian_stop (
    TEMPLATE = pg_catalog.simple,
    stopwords = 'norwegian', accept = 'false' );

CREATE TEXT SEARCH DICTIONARY news.portuguese_stop (
    TEMPLATE = pg_catalog.simple,
    stopwords = 'portuguese', accept = 'false' );

CREATE TEXT SEARCH DICTIONARY news.russian_stop (
    TEMPLATE = pg_catalog.simple,
    stopwords = 'russian', accept = 'false' );

CREATE TEXT SEARCH DICTIONARY news.spanish_stop (
    TEMPLATE = pg_catalog.simple,
    stopwords = 'spanish', accept = 'false' );

CREATE TEXT SEARCH DICTIONARY news.swedish_stop (
    TEMPLATE = pg_catalog.simple,
    stopwords = 'swedish', accept = 'false' );

CREATE TEXT SEARCH DICTIONARY news.turkish_stop (
    TEMPLATE = pg_catalog.simple,
    stopwords = 'turkish', accept = 'false' );

CREATE TEXT SEARCH CONFIGURATION news.arabic (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR asciiword WITH arabic_stem;

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR word WITH public.unaccent, arabic_stem;

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR hword_part WITH public.unaccent, arabic_stem;

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR hword_asciipart WITH arabic_stem;

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR asciihword WITH arabic_stem;

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR hword WITH public.unaccent, arabic_stem;

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.arabic
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.armenian (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR asciiword WITH armenian_stem;

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR word WITH public.unaccent, armenian_stem;

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR hword_part WITH public.unaccent, armenian_stem;

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR hword_asciipart WITH armenian_stem;

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR asciihword WITH armenian_stem;

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR hword WITH public.unaccent, armenian_stem;

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.armenian
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.basque (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR asciiword WITH basque_stem;

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR word WITH public.unaccent, basque_stem;

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR hword_part WITH public.unaccent, basque_stem;

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR hword_asciipart WITH basque_stem;

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR asciihword WITH basque_stem;

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR hword WITH public.unaccent, basque_stem;

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.basque
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.catalan (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR asciiword WITH catalan_stem;

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR word WITH public.unaccent, catalan_stem;

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR hword_part WITH public.unaccent, catalan_stem;

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR hword_asciipart WITH catalan_stem;

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR asciihword WITH catalan_stem;

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR hword WITH public.unaccent, catalan_stem;

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.catalan
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.danish (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR asciiword WITH danish_stem;

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR word WITH news.danish_stop, public.unaccent, danish_stem;

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR hword_part WITH news.danish_stop, public.unaccent, danish_stem;

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR hword_asciipart WITH danish_stem;

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR asciihword WITH danish_stem;

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR hword WITH news.danish_stop, public.unaccent, danish_stem;

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.danish
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.dutch (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR asciiword WITH dutch_stem;

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR word WITH news.dutch_stop, public.unaccent, dutch_stem;

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR hword_part WITH news.dutch_stop, public.unaccent, dutch_stem;

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR hword_asciipart WITH dutch_stem;

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR asciihword WITH dutch_stem;

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR hword WITH news.dutch_stop, public.unaccent, dutch_stem;

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.dutch
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.english (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR asciiword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR word WITH news.english_stop, public.unaccent, english_stem;

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR hword_part WITH news.english_stop, public.unaccent, english_stem;

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR hword_asciipart WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR asciihword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR hword WITH news.english_stop, public.unaccent, english_stem;

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.english
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.finnish (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR asciiword WITH finnish_stem;

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR word WITH news.finnish_stop, public.unaccent, finnish_stem;

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR hword_part WITH news.finnish_stop, public.unaccent, finnish_stem;

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR hword_asciipart WITH finnish_stem;

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR asciihword WITH finnish_stem;

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR hword WITH news.finnish_stop, public.unaccent, finnish_stem;

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.finnish
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.french (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR asciiword WITH french_stem;

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR word WITH news.french_stop, public.unaccent, french_stem;

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR hword_part WITH news.french_stop, public.unaccent, french_stem;

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR hword_asciipart WITH french_stem;

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR asciihword WITH french_stem;

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR hword WITH news.french_stop, public.unaccent, french_stem;

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.french
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.german (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR asciiword WITH german_stem;

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR word WITH news.german_stop, public.unaccent, german_stem;

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR hword_part WITH news.german_stop, public.unaccent, german_stem;

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR hword_asciipart WITH german_stem;

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR asciihword WITH german_stem;

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR hword WITH news.german_stop, public.unaccent, german_stem;

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.german
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.greek (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR asciiword WITH greek_stem;

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR word WITH public.unaccent, greek_stem;

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR hword_part WITH public.unaccent, greek_stem;

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR hword_asciipart WITH greek_stem;

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR asciihword WITH greek_stem;

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR hword WITH public.unaccent, greek_stem;

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.greek
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.hindi (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR asciiword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR word WITH public.unaccent, hindi_stem;

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR hword_part WITH public.unaccent, hindi_stem;

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR hword_asciipart WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR asciihword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR hword WITH public.unaccent, hindi_stem;

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hindi
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.hungarian (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR asciiword WITH hungarian_stem;

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR word WITH news.hungarian_stop, public.unaccent, hungarian_stem;

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR hword_part WITH news.hungarian_stop, public.unaccent, hungarian_stem;

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR hword_asciipart WITH hungarian_stem;

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR asciihword WITH hungarian_stem;

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR hword WITH news.hungarian_stop, public.unaccent, hungarian_stem;

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.hungarian
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.indonesian (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR asciiword WITH indonesian_stem;

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR word WITH public.unaccent, indonesian_stem;

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR hword_part WITH public.unaccent, indonesian_stem;

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR hword_asciipart WITH indonesian_stem;

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR asciihword WITH indonesian_stem;

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR hword WITH public.unaccent, indonesian_stem;

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.indonesian
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.irish (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR asciiword WITH irish_stem;

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR word WITH public.unaccent, irish_stem;

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR hword_part WITH public.unaccent, irish_stem;

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR hword_asciipart WITH irish_stem;

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR asciihword WITH irish_stem;

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR hword WITH public.unaccent, irish_stem;

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.irish
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.italian (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR asciiword WITH italian_stem;

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR word WITH news.italian_stop, public.unaccent, italian_stem;

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR hword_part WITH news.italian_stop, public.unaccent, italian_stem;

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR hword_asciipart WITH italian_stem;

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR asciihword WITH italian_stem;

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR hword WITH news.italian_stop, public.unaccent, italian_stem;

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.italian
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.lithuanian (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR asciiword WITH lithuanian_stem;

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR word WITH public.unaccent, lithuanian_stem;

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR hword_part WITH public.unaccent, lithuanian_stem;

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR hword_asciipart WITH lithuanian_stem;

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR asciihword WITH lithuanian_stem;

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR hword WITH public.unaccent, lithuanian_stem;

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.lithuanian
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.nepali (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR asciiword WITH nepali_stem;

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR word WITH public.unaccent, nepali_stem;

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR hword_part WITH public.unaccent, nepali_stem;

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR hword_asciipart WITH nepali_stem;

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR asciihword WITH nepali_stem;

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR hword WITH public.unaccent, nepali_stem;

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.nepali
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.norwegian (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR asciiword WITH norwegian_stem;

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR word WITH news.norwegian_stop, public.unaccent, norwegian_stem;

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR hword_part WITH news.norwegian_stop, public.unaccent, norwegian_stem;

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR hword_asciipart WITH norwegian_stem;

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR asciihword WITH norwegian_stem;

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR hword WITH news.norwegian_stop, public.unaccent, norwegian_stem;

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.norwegian
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.portuguese (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR asciiword WITH portuguese_stem;

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR word WITH news.portuguese_stop, public.unaccent, portuguese_stem;

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR hword_part WITH news.portuguese_stop, public.unaccent, portuguese_stem;

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR hword_asciipart WITH portuguese_stem;

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR asciihword WITH portuguese_stem;

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR hword WITH news.portuguese_stop, public.unaccent, portuguese_stem;

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.portuguese
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.romanian (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR asciiword WITH romanian_stem;

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR word WITH public.unaccent, romanian_stem;

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR hword_part WITH public.unaccent, romanian_stem;

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR hword_asciipart WITH romanian_stem;

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR asciihword WITH romanian_stem;

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR hword WITH public.unaccent, romanian_stem;

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.romanian
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.russian (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR asciiword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR word WITH news.russian_stop, public.unaccent, russian_stem;

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR hword_part WITH news.russian_stop, public.unaccent, russian_stem;

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR hword_asciipart WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR asciihword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR hword WITH news.russian_stop, public.unaccent, russian_stem;

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.russian
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.serbian (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR asciiword WITH serbian_stem;

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR word WITH public.unaccent, serbian_stem;

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR hword_part WITH public.unaccent, serbian_stem;

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR hword_asciipart WITH serbian_stem;

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR asciihword WITH serbian_stem;

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR hword WITH public.unaccent, serbian_stem;

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.serbian
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.simple (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR asciiword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR word WITH public.unaccent, simple;

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR hword_part WITH public.unaccent, simple;

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR hword_asciipart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR asciihword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR hword WITH public.unaccent, simple;

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.simple
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.spanish (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR asciiword WITH spanish_stem;

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR word WITH news.spanish_stop, public.unaccent, spanish_stem;

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR hword_part WITH news.spanish_stop, public.unaccent, spanish_stem;

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR hword_asciipart WITH spanish_stem;

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR asciihword WITH spanish_stem;

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR hword WITH news.spanish_stop, public.unaccent, spanish_stem;

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.spanish
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.swedish (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR asciiword WITH swedish_stem;

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR word WITH news.swedish_stop, public.unaccent, swedish_stem;

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR hword_part WITH news.swedish_stop, public.unaccent, swedish_stem;

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR hword_asciipart WITH swedish_stem;

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR asciihword WITH swedish_stem;

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR hword WITH news.swedish_stop, public.unaccent, swedish_stem;

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.swedish
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.tamil (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR asciiword WITH tamil_stem;

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR word WITH public.unaccent, tamil_stem;

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR hword_part WITH public.unaccent, tamil_stem;

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR hword_asciipart WITH tamil_stem;

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR asciihword WITH tamil_stem;

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR hword WITH public.unaccent, tamil_stem;

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.tamil
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.turkish (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR asciiword WITH turkish_stem;

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR word WITH news.turkish_stop, public.unaccent, turkish_stem;

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR hword_part WITH news.turkish_stop, public.unaccent, turkish_stem;

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR hword_asciipart WITH turkish_stem;

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR asciihword WITH turkish_stem;

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR hword WITH news.turkish_stop, public.unaccent, turkish_stem;

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.turkish
    ADD MAPPING FOR uint WITH simple;

CREATE TEXT SEARCH CONFIGURATION news.yiddish (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR asciiword WITH yiddish_stem;

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR word WITH public.unaccent, yiddish_stem;

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR hword_part WITH public.unaccent, yiddish_stem;

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR hword_asciipart WITH yiddish_stem;

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR asciihword WITH yiddish_stem;

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR hword WITH public.unaccent, yiddish_stem;

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION news.yiddish
    ADD MAPPING FOR uint WITH simple;

CREATE SEQUENCE news.change_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE news.articles (
    article_id bigint NOT NULL,
    publisher_id integer NOT NULL,
    url text NOT NULL,
    title text NOT NULL,
    subtitle text,
    body text NOT NULL,
    body_html text NOT NULL,
    authors text[] DEFAULT '{}'::text[] NOT NULL,
    agencies text[] DEFAULT '{}'::text[] NOT NULL,
    dateline text,
    section text,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    language text NOT NULL,
    kind text NOT NULL,
    paywalled boolean,
    word_count integer NOT NULL,
    published_at timestamp with time zone,
    published_precision text,
    published_source text,
    modified_at timestamp with time zone,
    first_seen_at timestamp with time zone NOT NULL,
    captured_at timestamp with time zone NOT NULL,
    loaded_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    change_seq bigint DEFAULT nextval('news.change_seq'::regclass) NOT NULL,
    duplicate_of bigint,
    duplicate_similarity real,
    text_hash bytea NOT NULL,
    capture_id bigint NOT NULL,
    parser_version text NOT NULL,
    found jsonb DEFAULT '{}'::jsonb NOT NULL,
    warnings text[] DEFAULT '{}'::text[] NOT NULL,
    search tsvector,
    version_hash bytea,
    confirmed_at timestamp with time zone NOT NULL,
    published_confidence real GENERATED ALWAYS AS (((found #>> '{published_at,confidence}'::text[]))::real) STORED,
    modified_source text GENERATED ALWAYS AS ((found #>> '{modified_at,source}'::text[])) STORED,
    modified_confidence real GENERATED ALWAYS AS (((found #>> '{modified_at,confidence}'::text[]))::real) STORED,
    duplicate_reason text,
    CONSTRAINT articles_check CHECK ((duplicate_of <> article_id)),
    CONSTRAINT articles_check1 CHECK ((confirmed_at >= captured_at)),
    CONSTRAINT articles_check2 CHECK (((duplicate_of IS NULL) = (duplicate_reason IS NULL))),
    CONSTRAINT articles_duplicate_reason_check CHECK ((duplicate_reason = ANY (ARRAY['same_text'::text, 'near_copy'::text, 'same_title'::text]))),
    CONSTRAINT articles_duplicate_similarity_check CHECK (((duplicate_similarity >= (0)::double precision) AND (duplicate_similarity <= (1)::double precision))),
    CONSTRAINT articles_modified_at_check CHECK (((modified_at >= '1990-01-01 00:00:00+00'::timestamp with time zone) AND (modified_at <= '2100-01-01 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT articles_published_at_check CHECK (((published_at >= '1990-01-01 00:00:00+00'::timestamp with time zone) AND (published_at <= '2100-01-01 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT articles_published_precision_check CHECK ((published_precision = ANY (ARRAY['second'::text, 'minute'::text, 'day'::text]))),
    CONSTRAINT articles_revision_check CHECK ((revision > 0)),
    CONSTRAINT articles_text_hash_check CHECK ((octet_length(text_hash) = 32)),
    CONSTRAINT articles_title_check CHECK (((length(btrim(title)) >= 1) AND (length(btrim(title)) <= 2000))),
    CONSTRAINT articles_url_check CHECK (((length(url) <= 2048) AND (url ~ '^https?://'::text))),
    CONSTRAINT articles_version_hash_check CHECK ((octet_length(version_hash) = 32)),
    CONSTRAINT articles_word_count_check CHECK ((word_count >= 0))
)
WITH (toast_tuple_target='256', fillfactor='90');
ALTER TABLE ONLY news.articles ALTER COLUMN url SET STORAGE MAIN;
ALTER TABLE ONLY news.articles ALTER COLUMN title SET STORAGE MAIN;
ALTER TABLE ONLY news.articles ALTER COLUMN authors SET STORAGE MAIN;
ALTER TABLE ONLY news.articles ALTER COLUMN agencies SET STORAGE MAIN;
ALTER TABLE ONLY news.articles ALTER COLUMN section SET STORAGE MAIN;
ALTER TABLE ONLY news.articles ALTER COLUMN tags SET STORAGE MAIN;
ALTER TABLE ONLY news.articles ALTER COLUMN text_hash SET STORAGE MAIN;
ALTER TABLE ONLY news.articles ALTER COLUMN warnings SET STORAGE MAIN;
ALTER TABLE ONLY news.articles ALTER COLUMN search SET STORAGE EXTERNAL;
ALTER TABLE ONLY news.articles ALTER COLUMN version_hash SET STORAGE MAIN;

COMMENT ON TABLE news.articles IS 'One article as it stands now.';

COMMENT ON COLUMN news.articles.article_id IS 'Stable key.';

COMMENT ON COLUMN news.articles.publisher_id IS 'Publisher.';

COMMENT ON COLUMN news.articles.url IS 'Normalised canonical address: the identity.';

COMMENT ON COLUMN news.articles.title IS 'Headline.';

COMMENT ON COLUMN news.articles.subtitle IS 'Standfirst, plain text.';

COMMENT ON COLUMN news.articles.body IS 'Plain text, paragraphs separated by a blank line; empty for a video or gallery without text.';

COMMENT ON COLUMN news.articles.body_html IS 'The same as clean HTML without active content.';

COMMENT ON COLUMN news.articles.authors IS 'Persons in byline order.';

COMMENT ON COLUMN news.articles.agencies IS 'Agencies and desks named in the byline.';

COMMENT ON COLUMN news.articles.dateline IS 'Place named at the beginning of the text.';

COMMENT ON COLUMN news.articles.section IS 'Section as the publisher names it.';

COMMENT ON COLUMN news.articles.tags IS 'The publisher''s keywords.';

COMMENT ON COLUMN news.articles.language IS 'Language of the text, ISO 639; und if undecided.';

COMMENT ON COLUMN news.articles.kind IS 'article, live, video, gallery, list or stub.';

COMMENT ON COLUMN news.articles.paywalled IS 'True when the page says that the text is for subscribers; null when it says nothing.';

COMMENT ON COLUMN news.articles.word_count IS 'Words in the body.';

COMMENT ON COLUMN news.articles.published_at IS 'The publisher''s date; null if none was given, never the fetch time.';

COMMENT ON COLUMN news.articles.published_precision IS 'How exact published_at is.';

COMMENT ON COLUMN news.articles.published_source IS 'Where published_at came from: jsonld, meta, time, url, text, feed.';

COMMENT ON COLUMN news.articles.modified_at IS 'The publisher''s modification date.';

COMMENT ON COLUMN news.articles.first_seen_at IS 'When a feed first showed it; never moves.';

COMMENT ON COLUMN news.articles.captured_at IS 'When the page behind this row was fetched.';

COMMENT ON COLUMN news.articles.loaded_at IS 'When the row was first loaded.';

COMMENT ON COLUMN news.articles.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN news.articles.revision IS 'Number of the present version.';

COMMENT ON COLUMN news.articles.change_seq IS 'Grows with every change in commit order: read what is above the last one seen.';

COMMENT ON COLUMN news.articles.duplicate_of IS 'Earliest article with nearly the same text; null for an original.';

COMMENT ON COLUMN news.articles.duplicate_similarity IS 'Estimated Jaccard similarity to it; null for an original.';

COMMENT ON COLUMN news.articles.text_hash IS 'SHA-256 of normalised title and body: the test for an edit.';

COMMENT ON COLUMN news.articles.capture_id IS 'Page in raw.captures behind this row.';

COMMENT ON COLUMN news.articles.parser_version IS 'Rules that read the page.';

COMMENT ON COLUMN news.articles.found IS 'For each field, how it was found and how sure.';

COMMENT ON COLUMN news.articles.warnings IS 'Reason codes of expectations that warn.';

COMMENT ON COLUMN news.articles.search IS 'Full-text search: A title, B subtitle, D body.';

COMMENT ON COLUMN news.articles.version_hash IS 'SHA-256 of normalised text and metadata: what differs here is compared field by field. Null until read again, for articles loaded before.';

COMMENT ON COLUMN news.articles.confirmed_at IS 'Newest capture that showed this version; what was captured earlier can''t replace it.';

COMMENT ON COLUMN news.articles.published_confidence IS 'How sure published_at is, 0 to 1.';

COMMENT ON COLUMN news.articles.modified_source IS 'Where modified_at came from: jsonld, meta, time, text ...';

COMMENT ON COLUMN news.articles.modified_confidence IS 'How sure modified_at is, 0 to 1.';

COMMENT ON COLUMN news.articles.duplicate_reason IS 'Why it is a copy: same_text (title and text, normalised), near_copy (similar wording), same_title (a stub of the same publisher within 7 days).';

CREATE TABLE news.publishers (
    publisher_id integer NOT NULL,
    name text NOT NULL,
    country text,
    language text,
    added_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT publishers_country_check CHECK ((country ~ '^[A-Z]{2}$'::text))
);

COMMENT ON TABLE news.publishers IS 'One publisher.';

COMMENT ON COLUMN news.publishers.publisher_id IS 'Stable key.';

COMMENT ON COLUMN news.publishers.name IS 'Name to show; the one that the feed catalogue uses.';

COMMENT ON COLUMN news.publishers.country IS 'ISO 3166-1 alpha-2 of the newsroom; null if unknown.';

COMMENT ON COLUMN news.publishers.language IS 'Language expected from it, ISO 639; null if mixed.';

COMMENT ON COLUMN news.publishers.added_at IS 'When it entered the catalogue.';

CREATE VIEW marts.articles AS
 SELECT a.article_id,
    p.name AS publisher,
    p.country,
    a.language,
    a.section,
    a.kind,
    a.title,
    a.subtitle,
    a.authors,
    a.tags,
    a.word_count,
    a.published_at,
    a.modified_at,
    a.first_seen_at,
    a.loaded_at,
    (a.loaded_at - a.first_seen_at) AS latency,
    a.revision,
    a.duplicate_of,
    a.paywalled,
    a.url,
    a.body,
    a.search,
    a.change_seq
   FROM (news.articles a
     JOIN news.publishers p USING (publisher_id));

COMMENT ON VIEW marts.articles IS 'Articles with their publisher''s name, one flat row each, originals and copies.';

COMMENT ON COLUMN marts.articles.article_id IS 'Key of the article; the same in every table and mart.';

COMMENT ON COLUMN marts.articles.publisher IS 'Publisher''s name.';

COMMENT ON COLUMN marts.articles.country IS 'ISO 3166-1 alpha-2 of the newsroom; null if unknown.';

COMMENT ON COLUMN marts.articles.language IS 'Language of the text, ISO 639; und if undecided.';

COMMENT ON COLUMN marts.articles.section IS 'Section as the publisher names it.';

COMMENT ON COLUMN marts.articles.kind IS 'article, live, video, gallery, list or stub.';

COMMENT ON COLUMN marts.articles.title IS 'Headline.';

COMMENT ON COLUMN marts.articles.subtitle IS 'Standfirst, plain text.';

COMMENT ON COLUMN marts.articles.authors IS 'Persons in byline order.';

COMMENT ON COLUMN marts.articles.tags IS 'The publisher''s keywords.';

COMMENT ON COLUMN marts.articles.word_count IS 'Words in the body.';

COMMENT ON COLUMN marts.articles.published_at IS 'The publisher''s date; null if none was given, never the fetch time.';

COMMENT ON COLUMN marts.articles.modified_at IS 'The publisher''s modification date.';

COMMENT ON COLUMN marts.articles.first_seen_at IS 'When a feed first showed it; never moves.';

COMMENT ON COLUMN marts.articles.loaded_at IS 'When the row was first loaded.';

COMMENT ON COLUMN marts.articles.latency IS 'From a feed''s first showing of it to the warehouse.';

COMMENT ON COLUMN marts.articles.revision IS 'Number of the present version.';

COMMENT ON COLUMN marts.articles.duplicate_of IS 'Earliest article with nearly the same text; null for an original.';

COMMENT ON COLUMN marts.articles.paywalled IS 'True when the page says that the text is for subscribers; null when it says nothing.';

COMMENT ON COLUMN marts.articles.url IS 'Normalised canonical address.';

COMMENT ON COLUMN marts.articles.body IS 'Plain text, paragraphs separated by a blank line; empty for a video or gallery without text.';

COMMENT ON COLUMN marts.articles.search IS 'Full-text search: A title, B subtitle, D body.';

COMMENT ON COLUMN marts.articles.change_seq IS 'Grows with every change in commit order: read what is above the last one seen.';

CREATE TABLE ops.batches (
    batch_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    cause text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    lease_token bigint,
    announcements integer DEFAULT 1 NOT NULL,
    due_again_at timestamp with time zone DEFAULT (now() + '00:01:00'::interval) NOT NULL,
    counts jsonb DEFAULT '{}'::jsonb NOT NULL,
    done_at timestamp with time zone,
    CONSTRAINT batches_cause_check CHECK ((cause = ANY (ARRAY['poll'::text, 'manual'::text, 'retry'::text, 'replay'::text, 'import'::text]))),
    CONSTRAINT batches_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text])))
);

COMMENT ON TABLE ops.batches IS 'A group of entries that goes through one run of ingest_articles.';

COMMENT ON COLUMN ops.batches.batch_id IS 'Key; as text, the partition key of the run.';

COMMENT ON COLUMN ops.batches.created_at IS 'When it was made.';

COMMENT ON COLUMN ops.batches.cause IS 'Why it was made.';

COMMENT ON COLUMN ops.batches.state IS 'Done when load has committed.';

COMMENT ON COLUMN ops.batches.lease_token IS 'Fencing token: each task takes the batch over with a new one, and only the newest may write.';

COMMENT ON COLUMN ops.batches.announcements IS 'How often it was announced to Airflow.';

COMMENT ON COLUMN ops.batches.due_again_at IS 'When it is announced again, unless a task works on it.';

COMMENT ON COLUMN ops.batches.counts IS 'What each stage did: stage to outcome to number.';

COMMENT ON COLUMN ops.batches.done_at IS 'When load committed.';

CREATE TABLE ops.entries (
    entry_id bigint NOT NULL,
    feed_id integer NOT NULL,
    entry_key text NOT NULL,
    link text,
    url text,
    host text,
    title text,
    summary text,
    content_html text,
    authors text[] DEFAULT '{}'::text[] NOT NULL,
    language text,
    published_at timestamp with time zone,
    published_raw text,
    date_problem text,
    fingerprint bytea NOT NULL,
    capture_id bigint NOT NULL,
    first_seen_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    batch_id bigint,
    attempts integer DEFAULT 0 NOT NULL,
    retry_at timestamp with time zone,
    last_error text,
    article_id bigint,
    is_whole boolean DEFAULT false NOT NULL,
    CONSTRAINT entries_check CHECK (((state <> ALL (ARRAY['loaded'::text, 'unchanged'::text, 'duplicate'::text])) OR (article_id IS NOT NULL))),
    CONSTRAINT entries_entry_key_check CHECK ((length(entry_key) <= 600)),
    CONSTRAINT entries_fingerprint_check CHECK ((octet_length(fingerprint) = 32)),
    CONSTRAINT entries_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'loaded'::text, 'unchanged'::text, 'duplicate'::text, 'quarantined'::text]))),
    CONSTRAINT entries_url_check CHECK ((length(url) <= 2048))
)
WITH (fillfactor='80');

COMMENT ON TABLE ops.entries IS 'One entry of one feed, in exactly one state.';

COMMENT ON COLUMN ops.entries.entry_id IS 'Key.';

COMMENT ON COLUMN ops.entries.feed_id IS 'Feed that showed it.';

COMMENT ON COLUMN ops.entries.entry_key IS 'Identity within the feed: guid, else link, else a hash.';

COMMENT ON COLUMN ops.entries.link IS 'Link as the feed gave it; null if it gave none.';

COMMENT ON COLUMN ops.entries.url IS 'Normalised link; null without a usable link.';

COMMENT ON COLUMN ops.entries.host IS 'Host and port of the link.';

COMMENT ON COLUMN ops.entries.title IS 'Title in the feed.';

COMMENT ON COLUMN ops.entries.summary IS 'Summary in the feed, as given.';

COMMENT ON COLUMN ops.entries.content_html IS 'Full text in the feed, as given.';

COMMENT ON COLUMN ops.entries.authors IS 'Authors in the feed.';

COMMENT ON COLUMN ops.entries.language IS 'Language of the entry or its feed.';

COMMENT ON COLUMN ops.entries.published_at IS 'Date in the feed; null if unreadable or implausible.';

COMMENT ON COLUMN ops.entries.published_raw IS 'Date as the feed wrote it.';

COMMENT ON COLUMN ops.entries.date_problem IS 'Why published_at is null although the feed has a date.';

COMMENT ON COLUMN ops.entries.fingerprint IS 'Digest of the entry: tells changed from unchanged.';

COMMENT ON COLUMN ops.entries.capture_id IS 'Feed document in raw.captures that last changed it.';

COMMENT ON COLUMN ops.entries.first_seen_at IS 'First poll that showed it.';

COMMENT ON COLUMN ops.entries.last_seen_at IS 'Last changed feed document that showed it.';

COMMENT ON COLUMN ops.entries.changed_at IS 'Poll that showed its present state first.';

COMMENT ON COLUMN ops.entries.version IS 'How many states the feed has shown.';

COMMENT ON COLUMN ops.entries.state IS 'What has become of it.';

COMMENT ON COLUMN ops.entries.batch_id IS 'Batch that carries it or carried it last.';

COMMENT ON COLUMN ops.entries.attempts IS 'Tries that failed in passing since it last changed.';

COMMENT ON COLUMN ops.entries.retry_at IS 'Not before this time; null for at once.';

COMMENT ON COLUMN ops.entries.last_error IS 'Reason code and detail of the last such failure.';

COMMENT ON COLUMN ops.entries.article_id IS 'Article that it became.';

COMMENT ON COLUMN ops.entries.is_whole IS 'True when the text was pushed in full: no page is fetched.';

CREATE TABLE ops.feeds (
    feed_id integer NOT NULL,
    publisher_id integer NOT NULL,
    name text NOT NULL,
    configured_url text NOT NULL,
    url text NOT NULL,
    host text NOT NULL,
    language text,
    section text,
    state text DEFAULT 'active'::text NOT NULL,
    format text,
    title text,
    next_poll_at timestamp with time zone DEFAULT now() NOT NULL,
    interval_seconds integer,
    etag text,
    last_modified text,
    validators_url text,
    body_sha256 bytea,
    last_polled_at timestamp with time zone,
    last_success_at timestamp with time zone,
    last_change_at timestamp with time zone,
    failures real DEFAULT 0 NOT NULL,
    last_error text,
    overlap real,
    moved_to text,
    moved_polls integer DEFAULT 0 NOT NULL,
    lease_token bigint,
    lease_until timestamp with time zone,
    added_at timestamp with time zone DEFAULT now() NOT NULL,
    polls_since_check integer DEFAULT 0 NOT NULL,
    distrusted_at timestamp with time zone,
    sitemaps jsonb DEFAULT '[]'::jsonb NOT NULL,
    retired_by_hand boolean DEFAULT false NOT NULL,
    is_polled boolean GENERATED ALWAYS AS (((state <> 'paused'::text) AND (NOT retired_by_hand))) STORED NOT NULL,
    hub_url text,
    pushed_at timestamp with time zone,
    CONSTRAINT feeds_body_sha256_check CHECK ((octet_length(body_sha256) = 32)),
    CONSTRAINT feeds_check CHECK (((state = 'retired'::text) OR (NOT retired_by_hand))),
    CONSTRAINT feeds_failures_check CHECK ((failures >= (0)::double precision)),
    CONSTRAINT feeds_interval_seconds_check CHECK ((interval_seconds > 0)),
    CONSTRAINT feeds_overlap_check CHECK (((overlap >= (0)::double precision) AND (overlap <= (1)::double precision))),
    CONSTRAINT feeds_polls_since_check_check CHECK ((polls_since_check >= 0)),
    CONSTRAINT feeds_state_check CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'retired'::text]))),
    CONSTRAINT feeds_url_check CHECK ((length(url) <= 2048))
);

COMMENT ON TABLE ops.feeds IS 'One feed, with the cursor of its polling.';

COMMENT ON COLUMN ops.feeds.feed_id IS 'Stable key.';

COMMENT ON COLUMN ops.feeds.publisher_id IS 'Publisher that it belongs to.';

COMMENT ON COLUMN ops.feeds.name IS 'Name in the catalogue.';

COMMENT ON COLUMN ops.feeds.configured_url IS 'Address in the catalogue; a change there is a change of url.';

COMMENT ON COLUMN ops.feeds.url IS 'Address polled now: configured_url, or where it moved.';

COMMENT ON COLUMN ops.feeds.host IS 'Host and port asked; the unit of politeness.';

COMMENT ON COLUMN ops.feeds.language IS 'Language of the feed as configured.';

COMMENT ON COLUMN ops.feeds.section IS 'Section that it covers, if it is a section feed.';

COMMENT ON COLUMN ops.feeds.state IS 'A paused feed is not polled, a retired one (410) once a month.';

COMMENT ON COLUMN ops.feeds.format IS 'What it was at the last success: rss20, atom10, jsonfeed ...';

COMMENT ON COLUMN ops.feeds.title IS 'Title that the feed gives itself.';

COMMENT ON COLUMN ops.feeds.next_poll_at IS 'Due time.';

COMMENT ON COLUMN ops.feeds.interval_seconds IS 'Present poll interval; null before the first poll.';

COMMENT ON COLUMN ops.feeds.etag IS 'Validator of the last body that was stored.';

COMMENT ON COLUMN ops.feeds.last_modified IS 'Validator of the last body that was stored, verbatim.';

COMMENT ON COLUMN ops.feeds.validators_url IS 'Address that gave the validators, after redirects; they are sent to no other.';

COMMENT ON COLUMN ops.feeds.body_sha256 IS 'Digest of the last body that was stored.';

COMMENT ON COLUMN ops.feeds.last_polled_at IS 'Last attempt.';

COMMENT ON COLUMN ops.feeds.last_success_at IS 'Last attempt that gave a readable feed or 304.';

COMMENT ON COLUMN ops.feeds.last_change_at IS 'Last poll that showed a new or changed entry.';

COMMENT ON COLUMN ops.feeds.failures IS 'Weighted failures in a row; 0 after a success.';

COMMENT ON COLUMN ops.feeds.last_error IS 'Reason code and detail of the last failure; null after a success.';

COMMENT ON COLUMN ops.feeds.overlap IS 'Share of the last changed body''s entries that were known.';

COMMENT ON COLUMN ops.feeds.moved_to IS 'Address that permanent redirects point to.';

COMMENT ON COLUMN ops.feeds.moved_polls IS 'How many polls in a row said so.';

COMMENT ON COLUMN ops.feeds.lease_token IS 'Fencing token of the worker that polls it now.';

COMMENT ON COLUMN ops.feeds.lease_until IS 'When another worker may take it.';

COMMENT ON COLUMN ops.feeds.added_at IS 'When it was added.';

COMMENT ON COLUMN ops.feeds.polls_since_check IS 'Polls since its answers to validators were last put to the test; every 20th is a test.';

COMMENT ON COLUMN ops.feeds.distrusted_at IS 'When a 304 of it proved wrong; null while its validators are trusted. Since then etag and last_modified are those of an outdated document.';

COMMENT ON COLUMN ops.feeds.sitemaps IS 'Of a sitemap index, the sitemaps that were read last: url, etag, last_modified, validators_url and body_sha256 of each, as in the columns of these names. Empty for any other feed.';

COMMENT ON COLUMN ops.feeds.retired_by_hand IS 'Whether a person has retired it: then it is not polled until a person resumes it. False for one that answered 410 Gone.';

COMMENT ON COLUMN ops.feeds.is_polled IS 'Whether it is polled when it is due.';

COMMENT ON COLUMN ops.feeds.hub_url IS 'WebSub hub that its last document names; null if none.';

COMMENT ON COLUMN ops.feeds.pushed_at IS 'Last push taken, for as long as pushes are relied upon; null once a poll found what no push had brought.';

CREATE TABLE ops.quarantine (
    quarantine_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    batch_id bigint NOT NULL,
    stage text NOT NULL,
    reason text NOT NULL,
    reasons text[] NOT NULL,
    evidence jsonb DEFAULT '{}'::jsonb NOT NULL,
    url text,
    capture_id bigint,
    parser_version text,
    attempts integer DEFAULT 1 NOT NULL,
    first_at timestamp with time zone DEFAULT now() NOT NULL,
    last_at timestamp with time zone DEFAULT now() NOT NULL,
    status text DEFAULT 'open'::text NOT NULL,
    run_id text,
    CONSTRAINT quarantine_stage_check CHECK ((stage = ANY (ARRAY['fetch'::text, 'parse'::text, 'validate'::text, 'load'::text]))),
    CONSTRAINT quarantine_status_check CHECK ((status = ANY (ARRAY['open'::text, 'resolved'::text])))
);

COMMENT ON TABLE ops.quarantine IS 'An entry that was set aside, with what is needed to try it again.';

COMMENT ON COLUMN ops.quarantine.quarantine_id IS 'Key.';

COMMENT ON COLUMN ops.quarantine.entry_id IS 'Entry.';

COMMENT ON COLUMN ops.quarantine.batch_id IS 'Latest batch that set it aside.';

COMMENT ON COLUMN ops.quarantine.stage IS 'Where.';

COMMENT ON COLUMN ops.quarantine.reason IS 'First reason code, for example body.too_short.';

COMMENT ON COLUMN ops.quarantine.reasons IS 'All reason codes.';

COMMENT ON COLUMN ops.quarantine.evidence IS 'What was seen: observed values, status, detail.';

COMMENT ON COLUMN ops.quarantine.url IS 'Address of the page.';

COMMENT ON COLUMN ops.quarantine.capture_id IS 'Page in raw.captures, where one was fetched.';

COMMENT ON COLUMN ops.quarantine.parser_version IS 'Rules that read the page, where it was read.';

COMMENT ON COLUMN ops.quarantine.attempts IS 'Times set aside.';

COMMENT ON COLUMN ops.quarantine.first_at IS 'First time.';

COMMENT ON COLUMN ops.quarantine.last_at IS 'Latest time.';

COMMENT ON COLUMN ops.quarantine.status IS 'Resolved once the entry was loaded.';

COMMENT ON COLUMN ops.quarantine.run_id IS 'Run of ingest_articles that set it aside in validate; null where it was another stage or no Airflow.';

CREATE VIEW ops.balance AS
 SELECT f.name AS feed,
    count(e.entry_id) AS seen,
    count(e.entry_id) FILTER (WHERE ((e.state = 'loaded'::text) AND (a.article_id IS NOT NULL))) AS loaded,
    count(e.entry_id) FILTER (WHERE ((e.state = 'unchanged'::text) AND (a.article_id IS NOT NULL))) AS unchanged,
    count(e.entry_id) FILTER (WHERE ((e.state = 'duplicate'::text) AND (a.article_id IS NOT NULL))) AS duplicate,
    count(e.entry_id) FILTER (WHERE ((e.state = 'quarantined'::text) AND (q.entry_id IS NOT NULL))) AS quarantined,
    count(e.entry_id) FILTER (WHERE ((e.state = 'waiting'::text) AND ((b.batch_id IS NULL) OR (b.state = 'open'::text)))) AS waiting,
    (count(e.entry_id) - count(e.entry_id) FILTER (WHERE (((e.state = ANY (ARRAY['loaded'::text, 'unchanged'::text, 'duplicate'::text])) AND (a.article_id IS NOT NULL)) OR ((e.state = 'quarantined'::text) AND (q.entry_id IS NOT NULL)) OR ((e.state = 'waiting'::text) AND ((b.batch_id IS NULL) OR (b.state = 'open'::text)))))) AS difference
   FROM ((((ops.feeds f
     LEFT JOIN ops.entries e ON ((e.feed_id = f.feed_id)))
     LEFT JOIN news.articles a ON ((a.article_id = e.article_id)))
     LEFT JOIN ops.quarantine q ON (((q.entry_id = e.entry_id) AND (q.status = 'open'::text))))
     LEFT JOIN ops.batches b ON ((b.batch_id = e.batch_id)))
  GROUP BY f.feed_id, f.name;

COMMENT ON VIEW ops.balance IS 'For each feed, what became of its entries; difference is 0 as long as nothing was lost.';

COMMENT ON COLUMN ops.balance.feed IS 'Feed''s name.';

COMMENT ON COLUMN ops.balance.seen IS 'Entries that the feed has ever shown.';

COMMENT ON COLUMN ops.balance.loaded IS 'Of these, became an article or a new revision of one.';

COMMENT ON COLUMN ops.balance.unchanged IS 'Of these, lead to an article whose text was known already.';

COMMENT ON COLUMN ops.balance.duplicate IS 'Of these, lead to an article that another entry brought, or that is a copy of another.';

COMMENT ON COLUMN ops.balance.quarantined IS 'Of these, set aside with a reason.';

COMMENT ON COLUMN ops.balance.waiting IS 'Of these, not done yet.';

COMMENT ON COLUMN ops.balance.difference IS 'Entries that are unaccounted for; anything but 0 is a fault of ours.';

CREATE VIEW marts.balance WITH (security_barrier='true') AS
 SELECT feed,
    seen,
    loaded,
    unchanged,
    duplicate,
    quarantined,
    waiting,
    difference
   FROM ops.balance;

COMMENT ON VIEW marts.balance IS 'As ops.balance: what became of each feed''s entries.';

COMMENT ON COLUMN marts.balance.feed IS 'Feed''s name.';

COMMENT ON COLUMN marts.balance.seen IS 'Entries that the feed has ever shown.';

COMMENT ON COLUMN marts.balance.loaded IS 'Of these, became an article or a new revision of one.';

COMMENT ON COLUMN marts.balance.unchanged IS 'Of these, lead to an article whose text was known already.';

COMMENT ON COLUMN marts.balance.duplicate IS 'Of these, lead to an article that another entry brought, or that is a copy of another.';

COMMENT ON COLUMN marts.balance.quarantined IS 'Of these, set aside with a reason.';

COMMENT ON COLUMN marts.balance.waiting IS 'Of these, not done yet.';

COMMENT ON COLUMN marts.balance.difference IS 'Entries that are unaccounted for; anything but 0 is a fault of ours.';

CREATE VIEW marts.copies AS
 SELECT c.article_id,
    pc.name AS publisher,
    c.title,
    c.url,
    o.article_id AS original_id,
    po.name AS original_publisher,
    o.url AS original_url,
    (c.first_seen_at - o.first_seen_at) AS after,
    c.duplicate_reason AS reason,
    c.duplicate_similarity AS similarity,
    c.first_seen_at
   FROM (((news.articles c
     JOIN news.articles o ON ((o.article_id = c.duplicate_of)))
     JOIN news.publishers pc ON ((pc.publisher_id = c.publisher_id)))
     JOIN news.publishers po ON ((po.publisher_id = o.publisher_id)))
  WHERE (c.duplicate_of IS NOT NULL);

COMMENT ON VIEW marts.copies IS 'Articles that carry the text of an earlier one, and how long after.';

COMMENT ON COLUMN marts.copies.article_id IS 'The copy.';

COMMENT ON COLUMN marts.copies.publisher IS 'Publisher of the copy.';

COMMENT ON COLUMN marts.copies.title IS 'Headline of the copy.';

COMMENT ON COLUMN marts.copies.url IS 'Address of the copy.';

COMMENT ON COLUMN marts.copies.original_id IS 'The article whose text it carries.';

COMMENT ON COLUMN marts.copies.original_publisher IS 'Publisher of the original.';

COMMENT ON COLUMN marts.copies.original_url IS 'Address of the original.';

COMMENT ON COLUMN marts.copies.after IS 'From the first showing of the original to that of the copy.';

COMMENT ON COLUMN marts.copies.reason IS 'Why it counts as a copy: same_text, near_copy or same_title.';

COMMENT ON COLUMN marts.copies.similarity IS 'Estimated Jaccard similarity of the two texts when they were linked.';

COMMENT ON COLUMN marts.copies.first_seen_at IS 'When a feed first showed the copy.';

CREATE VIEW marts.copiers AS
 SELECT publisher,
    original_publisher,
    count(*) AS copies,
    percentile_cont((0.5)::double precision) WITHIN GROUP (ORDER BY ((EXTRACT(epoch FROM after))::double precision)) AS p50_seconds,
    min(EXTRACT(epoch FROM after)) AS fastest_seconds
   FROM marts.copies c
  WHERE ((first_seen_at >= (now() - '28 days'::interval)) AND (publisher <> original_publisher))
  GROUP BY publisher, original_publisher;

COMMENT ON VIEW marts.copiers IS 'Which publisher copies which, how often and how fast, last 28 days.';

COMMENT ON COLUMN marts.copiers.publisher IS 'Publisher of the copies.';

COMMENT ON COLUMN marts.copiers.original_publisher IS 'Publisher of the originals.';

COMMENT ON COLUMN marts.copiers.copies IS 'How many.';

COMMENT ON COLUMN marts.copiers.p50_seconds IS 'Half of them came no later than this after the original, by first sight.';

COMMENT ON COLUMN marts.copiers.fastest_seconds IS 'The first came so long after.';

CREATE TABLE marts.daily_publisher (
    day date NOT NULL,
    publisher_id integer NOT NULL,
    language text NOT NULL,
    articles integer NOT NULL,
    originals integer NOT NULL,
    dated integer NOT NULL,
    authored integer NOT NULL,
    pictured integer NOT NULL,
    edited integer NOT NULL,
    words bigint NOT NULL,
    section text DEFAULT ''::text NOT NULL
);

COMMENT ON TABLE marts.daily_publisher IS 'Counts per publisher, day and language; build_marts recomputes the days that changed.';

COMMENT ON COLUMN marts.daily_publisher.day IS 'UTC day of published_at, else of first_seen_at.';

COMMENT ON COLUMN marts.daily_publisher.publisher_id IS 'Publisher.';

COMMENT ON COLUMN marts.daily_publisher.language IS 'Language of the text.';

COMMENT ON COLUMN marts.daily_publisher.articles IS 'Articles.';

COMMENT ON COLUMN marts.daily_publisher.originals IS 'Of these, no copy of another article.';

COMMENT ON COLUMN marts.daily_publisher.dated IS 'With a date of the publisher.';

COMMENT ON COLUMN marts.daily_publisher.authored IS 'With a named person.';

COMMENT ON COLUMN marts.daily_publisher.pictured IS 'With a lead image.';

COMMENT ON COLUMN marts.daily_publisher.edited IS 'With more than one revision by the publisher.';

COMMENT ON COLUMN marts.daily_publisher.words IS 'Words in all.';

COMMENT ON COLUMN marts.daily_publisher.section IS 'Section as the publisher names it; empty where it names none.';

CREATE VIEW marts.daily_sections AS
 SELECT d.day,
    p.name AS publisher,
    NULLIF(d.section, ''::text) AS section,
    d.language,
    d.articles,
    d.originals,
    d.words,
    (now() >= (d.day + '30:00:00'::interval)) AS complete
   FROM (marts.daily_publisher d
     JOIN news.publishers p USING (publisher_id));

COMMENT ON VIEW marts.daily_sections IS 'Articles per day, publisher, section and language.';

COMMENT ON COLUMN marts.daily_sections.day IS 'UTC day of published_at, else of first_seen_at.';

COMMENT ON COLUMN marts.daily_sections.publisher IS 'Publisher''s name.';

COMMENT ON COLUMN marts.daily_sections.section IS 'Section as the publisher names it; null where it names none.';

COMMENT ON COLUMN marts.daily_sections.language IS 'Language of the text.';

COMMENT ON COLUMN marts.daily_sections.articles IS 'Articles.';

COMMENT ON COLUMN marts.daily_sections.originals IS 'Of these, no copy of another article.';

COMMENT ON COLUMN marts.daily_sections.words IS 'Words in all.';

COMMENT ON COLUMN marts.daily_sections.complete IS 'True once the day''s figures are final but for late finds: from 06:00 UTC of the next day.';

CREATE TABLE marts.daily_totals (
    day date NOT NULL,
    articles integer NOT NULL,
    originals integer NOT NULL,
    words bigint NOT NULL
);

COMMENT ON TABLE marts.daily_totals IS 'Counts per day over all publishers, languages and sections; build_marts recomputes the days that changed.';

COMMENT ON COLUMN marts.daily_totals.day IS 'UTC day of published_at, else of first_seen_at.';

COMMENT ON COLUMN marts.daily_totals.articles IS 'Articles.';

COMMENT ON COLUMN marts.daily_totals.originals IS 'Of these, no copy of another article.';

COMMENT ON COLUMN marts.daily_totals.words IS 'Words in all.';

CREATE VIEW marts.daily_volume AS
 SELECT d.day,
    p.name AS publisher,
    p.country,
    d.language,
    d.articles,
    d.originals,
    d.words,
    (now() >= (d.day + '30:00:00'::interval)) AS complete
   FROM (( SELECT daily_publisher.day,
            daily_publisher.publisher_id,
            daily_publisher.language,
            (sum(daily_publisher.articles))::integer AS articles,
            (sum(daily_publisher.originals))::integer AS originals,
            (sum(daily_publisher.words))::bigint AS words
           FROM marts.daily_publisher
          GROUP BY daily_publisher.day, daily_publisher.publisher_id, daily_publisher.language) d
     JOIN news.publishers p USING (publisher_id));

COMMENT ON VIEW marts.daily_volume IS 'Articles per day, publisher and language; a day counts as complete from 06:00 UTC of the next.';

COMMENT ON COLUMN marts.daily_volume.day IS 'UTC day of published_at, else of first_seen_at.';

COMMENT ON COLUMN marts.daily_volume.publisher IS 'Publisher''s name.';

COMMENT ON COLUMN marts.daily_volume.country IS 'ISO 3166-1 alpha-2 of the newsroom; null if unknown.';

COMMENT ON COLUMN marts.daily_volume.language IS 'Language of the text.';

COMMENT ON COLUMN marts.daily_volume.articles IS 'Articles.';

COMMENT ON COLUMN marts.daily_volume.originals IS 'Of these, no copy of another article.';

COMMENT ON COLUMN marts.daily_volume.words IS 'Words in all.';

COMMENT ON COLUMN marts.daily_volume.complete IS 'True once the day''s figures are final but for late finds: from 06:00 UTC of the next day.';

CREATE TABLE ops.quality_results (
    result_id bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    level text NOT NULL,
    check_name text NOT NULL,
    subject text NOT NULL,
    success boolean NOT NULL,
    severity text NOT NULL,
    observed jsonb DEFAULT '{}'::jsonb NOT NULL,
    expected jsonb DEFAULT '{}'::jsonb NOT NULL,
    changed text[] DEFAULT '{}'::text[] NOT NULL,
    detail text,
    batch_id bigint,
    run_id text,
    CONSTRAINT quality_results_level_check CHECK ((level = ANY (ARRAY['row'::text, 'batch'::text, 'publisher'::text, 'warehouse'::text]))),
    CONSTRAINT quality_results_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'warning'::text, 'info'::text])))
);

COMMENT ON TABLE ops.quality_results IS 'One check of one subject at one time; the source of trends, drift and alerts.';

COMMENT ON COLUMN ops.quality_results.result_id IS 'Key; grows with time.';

COMMENT ON COLUMN ops.quality_results.at IS 'When it was checked.';

COMMENT ON COLUMN ops.quality_results.level IS 'What it looked at.';

COMMENT ON COLUMN ops.quality_results.check_name IS 'What was checked: a reason code for rows, else a name such as publisher.profile or feed.silent.';

COMMENT ON COLUMN ops.quality_results.subject IS 'Whom it is about: a publisher, a feed, a batch or the whole warehouse.';

COMMENT ON COLUMN ops.quality_results.success IS 'Whether the subject is as expected.';

COMMENT ON COLUMN ops.quality_results.severity IS 'How bad it is if not.';

COMMENT ON COLUMN ops.quality_results.observed IS 'What was seen, in figures.';

COMMENT ON COLUMN ops.quality_results.expected IS 'What was expected, in figures.';

COMMENT ON COLUMN ops.quality_results.changed IS 'Measures that left what is usual for a publisher.';

COMMENT ON COLUMN ops.quality_results.detail IS 'The finding in words; null where all is well.';

COMMENT ON COLUMN ops.quality_results.batch_id IS 'Batch that was validated; null for checks of the warehouse.';

COMMENT ON COLUMN ops.quality_results.run_id IS 'Airflow run; null where there was none.';

CREATE VIEW marts.drift WITH (security_barrier='true') AS
 SELECT q.at,
    q.subject AS publisher,
    c.measure,
    round((((q.expected ->> c.measure))::numeric / NULLIF(((q.expected ->> c.base))::numeric, (0)::numeric)), 3) AS usual_share,
    round((((q.observed ->> c.measure))::numeric / NULLIF(((q.observed ->> c.base))::numeric, (0)::numeric)), 3) AS share,
    ((q.observed ->> c.base))::integer AS articles,
    q.batch_id,
    q.detail
   FROM (ops.quality_results q
     CROSS JOIN LATERAL ( SELECT measure.measure,
                CASE
                    WHEN (measure.measure = 'rejected'::text) THEN 'rows'::text
                    WHEN (measure.measure = ANY (ARRAY['short'::text, 'long'::text])) THEN 'texts'::text
                    ELSE 'pages'::text
                END AS base
           FROM unnest(q.changed) measure(measure)) c)
  WHERE ((q.check_name = 'publisher.profile'::text) AND (NOT q.success));

COMMENT ON VIEW marts.drift IS 'Batches in which articles of a publisher stopped looking like those of the 30 days before: its layout changed, or our reading of it broke.';

COMMENT ON COLUMN marts.drift.at IS 'When the batch was validated.';

COMMENT ON COLUMN marts.drift.publisher IS 'Publisher.';

COMMENT ON COLUMN marts.drift.measure IS 'What changed: a field that is missing, rejected articles, texts shorter (short) or longer (long) than usual, or a publisher rule that disagrees with the generic extractor (other_layout).';

COMMENT ON COLUMN marts.drift.usual_share IS 'Share of the publisher''s articles of the 30 days before.';

COMMENT ON COLUMN marts.drift.share IS 'Share in this batch.';

COMMENT ON COLUMN marts.drift.articles IS 'Articles in this batch.';

COMMENT ON COLUMN marts.drift.batch_id IS 'Batch.';

COMMENT ON COLUMN marts.drift.detail IS 'The same in words.';

CREATE TABLE news.article_revisions (
    article_id bigint NOT NULL,
    revision integer NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    cause text NOT NULL,
    changed text[] DEFAULT '{}'::text[] NOT NULL,
    title text NOT NULL,
    subtitle text,
    body text,
    authors text[] NOT NULL,
    published_at timestamp with time zone,
    modified_at timestamp with time zone,
    text_hash bytea NOT NULL,
    capture_id bigint NOT NULL,
    parser_version text NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    agencies text[],
    dateline text,
    section text,
    tags text[],
    language text,
    kind text,
    paywalled boolean,
    published_precision text,
    published_source text,
    lead_image_url text,
    CONSTRAINT article_revisions_cause_check CHECK ((cause = ANY (ARRAY['first'::text, 'publisher'::text, 'parser'::text]))),
    CONSTRAINT article_revisions_revision_check CHECK ((revision > 0))
)
WITH (toast_tuple_target='256');

COMMENT ON TABLE news.article_revisions IS 'Every version of every article, the present one included. Append-only.';

COMMENT ON COLUMN news.article_revisions.article_id IS 'Article.';

COMMENT ON COLUMN news.article_revisions.revision IS '1, 2, 3 ...';

COMMENT ON COLUMN news.article_revisions.valid_from IS 'Capture that first showed this version.';

COMMENT ON COLUMN news.article_revisions.cause IS 'Who caused it: the publisher''s edit or a new parser.';

COMMENT ON COLUMN news.article_revisions.changed IS 'Fields that differ from the version before; empty for the first.';

COMMENT ON COLUMN news.article_revisions.title IS 'Headline then.';

COMMENT ON COLUMN news.article_revisions.subtitle IS 'Standfirst then.';

COMMENT ON COLUMN news.article_revisions.body IS 'Text then.';

COMMENT ON COLUMN news.article_revisions.authors IS 'Persons then.';

COMMENT ON COLUMN news.article_revisions.published_at IS 'The publisher''s date then.';

COMMENT ON COLUMN news.article_revisions.modified_at IS 'The publisher''s modification date then.';

COMMENT ON COLUMN news.article_revisions.text_hash IS 'As in news.articles.';

COMMENT ON COLUMN news.article_revisions.capture_id IS 'Page in raw.captures.';

COMMENT ON COLUMN news.article_revisions.parser_version IS 'Rules that read the page.';

COMMENT ON COLUMN news.article_revisions.recorded_at IS 'When the warehouse learnt of it.';

COMMENT ON COLUMN news.article_revisions.agencies IS 'Agencies and desks then. Null, like all that follows, in revisions older than this column.';

COMMENT ON COLUMN news.article_revisions.dateline IS 'Place at the beginning of the text then.';

COMMENT ON COLUMN news.article_revisions.section IS 'Section then.';

COMMENT ON COLUMN news.article_revisions.tags IS 'The publisher''s keywords then.';

COMMENT ON COLUMN news.article_revisions.language IS 'Language then.';

COMMENT ON COLUMN news.article_revisions.kind IS 'Kind then.';

COMMENT ON COLUMN news.article_revisions.paywalled IS 'Paywall mark then.';

COMMENT ON COLUMN news.article_revisions.published_precision IS 'How exact published_at was.';

COMMENT ON COLUMN news.article_revisions.published_source IS 'Where published_at came from.';

COMMENT ON COLUMN news.article_revisions.lead_image_url IS 'Address of the lead image then; null without one.';

CREATE VIEW marts.edits AS
 SELECT r.article_id,
    p.name AS publisher,
    r.revision,
    r.valid_from,
    (r.valid_from - a.first_seen_at) AS after,
    r.changed,
    b.title AS title_before,
    r.title AS title_after,
    a.url
   FROM (((news.article_revisions r
     JOIN news.article_revisions b ON (((b.article_id = r.article_id) AND (b.revision = (r.revision - 1)))))
     JOIN news.articles a ON ((a.article_id = r.article_id)))
     JOIN news.publishers p USING (publisher_id))
  WHERE (r.cause = 'publisher'::text);

COMMENT ON VIEW marts.edits IS 'What publishers changed after publication.';

COMMENT ON COLUMN marts.edits.article_id IS 'Article.';

COMMENT ON COLUMN marts.edits.publisher IS 'Publisher''s name.';

COMMENT ON COLUMN marts.edits.revision IS 'Number of the version that the edit made; the first is 1.';

COMMENT ON COLUMN marts.edits.valid_from IS 'Capture that first showed this version.';

COMMENT ON COLUMN marts.edits.after IS 'From a feed''s first showing of the article to the edit.';

COMMENT ON COLUMN marts.edits.changed IS 'Fields that differ from the version before; empty for the first.';

COMMENT ON COLUMN marts.edits.title_before IS 'Headline before the edit.';

COMMENT ON COLUMN marts.edits.title_after IS 'Headline after it.';

COMMENT ON COLUMN marts.edits.url IS 'Normalised canonical address.';

CREATE TABLE ops.polls (
    poll_id bigint NOT NULL,
    feed_id integer NOT NULL,
    polled_at timestamp with time zone NOT NULL,
    status smallint,
    outcome text NOT NULL,
    reason text,
    entries integer DEFAULT 0 NOT NULL,
    new_entries integer DEFAULT 0 NOT NULL,
    changed_entries integer DEFAULT 0 NOT NULL,
    wire_bytes integer DEFAULT 0 NOT NULL,
    next_poll_at timestamp with time zone NOT NULL,
    CONSTRAINT polls_outcome_check CHECK ((outcome = ANY (ARRAY['changed'::text, 'unchanged'::text, 'not_modified'::text, 'failed'::text])))
);

COMMENT ON TABLE ops.polls IS 'One attempt to poll a feed.';

COMMENT ON COLUMN ops.polls.poll_id IS 'Key.';

COMMENT ON COLUMN ops.polls.feed_id IS 'Feed.';

COMMENT ON COLUMN ops.polls.polled_at IS 'When.';

COMMENT ON COLUMN ops.polls.status IS 'HTTP status; null when no answer came.';

COMMENT ON COLUMN ops.polls.outcome IS 'What came of it.';

COMMENT ON COLUMN ops.polls.reason IS 'Reason code of a failure, or why the next due time is what it is.';

COMMENT ON COLUMN ops.polls.entries IS 'Entries in the document.';

COMMENT ON COLUMN ops.polls.new_entries IS 'Of these, never seen before.';

COMMENT ON COLUMN ops.polls.changed_entries IS 'Of these, seen before in another state.';

COMMENT ON COLUMN ops.polls.wire_bytes IS 'Bytes received.';

COMMENT ON COLUMN ops.polls.next_poll_at IS 'Due time that followed.';

CREATE VIEW marts.feed_health WITH (security_barrier='true') AS
 SELECT p.name AS publisher,
    f.name AS feed,
    f.state,
    c.condition,
        CASE c.condition
            WHEN 'pushed'::text THEN 'its publisher pushes its articles: there is nothing to poll'::text
            WHEN 'imported'::text THEN 'its pages came from WARC files: there is nothing to poll'::text
            WHEN 'paused'::text THEN 'paused by hand; `feeds resume` polls it again'::text
            WHEN 'retired'::text THEN
            CASE
                WHEN f.retired_by_hand THEN 'retired by hand and not polled; `feeds resume` polls it again'::text
                ELSE 'gone (410): asked once a month, and polled again as soon as it answers'::text
            END
            WHEN 'new'::text THEN 'not polled yet'::text
            WHEN 'dead'::text THEN (('taken for dead and still asked daily: '::text || w.words) || c.since)
            WHEN 'failing'::text THEN (w.words || c.since)
            WHEN 'overdue'::text THEN (('due since '::text || to_char(f.next_poll_at, 'YYYY-MM-DD HH24:MI'::text)) || ' and not polled: is the pipeline running?'::text)
            WHEN 'silent'::text THEN ('answers, but '::text || COALESCE(('has brought nothing new since '::text || to_char(f.last_change_at, 'YYYY-MM-DD HH24:MI'::text)), 'has never brought an entry'::text))
            WHEN 'missing'::text THEN 'its last two changed documents had no entry in common: some were surely missed, and it is asked more often'::text
            ELSE NULL::text
        END AS reason,
    f.last_polled_at,
    f.last_success_at,
    f.last_change_at,
    f.next_poll_at,
    f.interval_seconds,
    f.overlap,
    week.polls,
    week.changed_polls,
    week.failed_polls,
    COALESCE(kinds.failures, '{}'::jsonb) AS failures_by_kind,
    week.new_entries,
    f.failures AS failure_weight,
    f.last_error,
    f.format,
    f.title,
    f.url
   FROM (((((ops.feeds f
     JOIN news.publishers p USING (publisher_id))
     CROSS JOIN LATERAL ( SELECT count(*) AS polls,
            count(*) FILTER (WHERE (polls.outcome = 'changed'::text)) AS changed_polls,
            count(*) FILTER (WHERE (polls.outcome = 'failed'::text)) AS failed_polls,
            COALESCE(sum(polls.new_entries), (0)::bigint) AS new_entries
           FROM ops.polls
          WHERE ((polls.feed_id = f.feed_id) AND (polls.polled_at >= (now() - '7 days'::interval)))) week)
     CROSS JOIN LATERAL ( SELECT jsonb_object_agg(failed.kind, failed.polls) AS failures
           FROM ( SELECT concat_ws(' '::text, polls.reason,
                        CASE
                            WHEN (polls.reason = 'feed.status'::text) THEN polls.status
                            ELSE NULL::smallint
                        END) AS kind,
                    count(*) AS polls
                   FROM ops.polls
                  WHERE ((polls.feed_id = f.feed_id) AND (polls.polled_at >= (now() - '7 days'::interval)) AND (polls.outcome = 'failed'::text))
                  GROUP BY (concat_ws(' '::text, polls.reason,
                        CASE
                            WHEN (polls.reason = 'feed.status'::text) THEN polls.status
                            ELSE NULL::smallint
                        END))) failed) kinds)
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN ((f.state = 'paused'::text) AND (f.format = 'push'::text)) THEN 'pushed'::text
                    WHEN ((f.state = 'paused'::text) AND (f.format = 'warc'::text)) THEN 'imported'::text
                    WHEN (f.state <> 'active'::text) THEN f.state
                    WHEN (f.failures >= (30)::double precision) THEN 'dead'::text
                    WHEN (f.failures > (0)::double precision) THEN 'failing'::text
                    WHEN ((f.next_poll_at < (now() - '00:30:00'::interval)) AND COALESCE((f.lease_until < now()), true)) THEN 'overdue'::text
                    WHEN (f.last_polled_at IS NULL) THEN 'new'::text
                    WHEN (COALESCE(f.last_change_at, f.added_at) < (now() - '7 days'::interval)) THEN 'silent'::text
                    WHEN ((f.overlap = (0)::double precision) AND (EXISTS ( SELECT
                       FROM ops.polls
                      WHERE ((polls.feed_id = f.feed_id) AND (polls.outcome = 'changed'::text) AND (polls.polled_at < f.last_change_at))))) THEN 'missing'::text
                    ELSE 'ok'::text
                END AS condition,
            COALESCE((', since '::text || to_char(f.last_success_at, 'YYYY-MM-DD HH24:MI'::text)), ', since it was added'::text) AS since) c)
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN (f.last_error ~~ 'feed.status: %'::text) THEN ('it answers with '::text || split_part(f.last_error, ': '::text, 2))
                    WHEN (f.last_error ~~ 'dns.failed%'::text) THEN 'the name of its host is not found'::text
                    WHEN (f.last_error ~ '^(connect\.failed|connection\.lost|read\.timeout|deadline\.exceeded)'::text) THEN 'its host does not answer, or not in time'::text
                    WHEN (f.last_error ~~ 'tls.failed%'::text) THEN 'its host has no valid certificate'::text
                    WHEN (f.last_error ~~ 'robots.disallowed%'::text) THEN 'the robots.txt of its host forbids us to ask'::text
                    WHEN (f.last_error ~~ 'robots.unreachable%'::text) THEN 'the robots.txt of its host can''t be had, which counts as no'::text
                    WHEN (f.last_error ~~ 'feed.html%'::text) THEN 'a web page stands in its place'::text
                    WHEN (f.last_error ~~ 'feed.no_entries%'::text) THEN 'it has no entries'::text
                    WHEN (f.last_error ~~ 'feed.%'::text) THEN 'what stands there is no feed'::text
                    WHEN (f.last_error ~ '^(address|port|scheme)\.denied'::text) THEN 'its address is not one of the open web'::text
                    ELSE (('its last poll failed ('::text || f.last_error) || ')'::text)
                END AS words) w);

COMMENT ON VIEW marts.feed_health IS 'Every feed with its rhythm, its polls of the last 7 days and, where something is wrong, what and since when.';

COMMENT ON COLUMN marts.feed_health.publisher IS 'Publisher''s name.';

COMMENT ON COLUMN marts.feed_health.feed IS 'Feed''s name.';

COMMENT ON COLUMN marts.feed_health.state IS 'What people and 410 answers have set: active, paused or retired.';

COMMENT ON COLUMN marts.feed_health.condition IS 'How it is doing: ok, new, failing, dead, silent, missing (entries), overdue, paused, retired, or pushed and imported, which are not polled.';

COMMENT ON COLUMN marts.feed_health.reason IS 'The condition in words, with what failed and since when; null when ok.';

COMMENT ON COLUMN marts.feed_health.last_polled_at IS 'Last attempt.';

COMMENT ON COLUMN marts.feed_health.last_success_at IS 'Last attempt that gave a readable feed or 304.';

COMMENT ON COLUMN marts.feed_health.last_change_at IS 'Last poll that showed a new or changed entry.';

COMMENT ON COLUMN marts.feed_health.next_poll_at IS 'Due time.';

COMMENT ON COLUMN marts.feed_health.interval_seconds IS 'Rhythm: present poll interval; null before the first poll.';

COMMENT ON COLUMN marts.feed_health.overlap IS 'Share of the last changed document''s entries that were known before.';

COMMENT ON COLUMN marts.feed_health.polls IS 'Attempts of the last 7 days.';

COMMENT ON COLUMN marts.feed_health.changed_polls IS 'Of these, with new or changed entries.';

COMMENT ON COLUMN marts.feed_health.failed_polls IS 'Of these, failed.';

COMMENT ON COLUMN marts.feed_health.failures_by_kind IS 'Failed attempts of the last 7 days: reason code (with the HTTP status for feed.status) to number.';

COMMENT ON COLUMN marts.feed_health.new_entries IS 'Entries first seen in the last 7 days.';

COMMENT ON COLUMN marts.feed_health.failure_weight IS 'Weighted failures in a row: 0 after a success, 30 and more counts as dead.';

COMMENT ON COLUMN marts.feed_health.last_error IS 'Reason code and detail of the last failure; null after a success.';

COMMENT ON COLUMN marts.feed_health.format IS 'What it was at the last success: rss20, atom10, jsonfeed11 ...';

COMMENT ON COLUMN marts.feed_health.title IS 'Title that the feed gives itself.';

COMMENT ON COLUMN marts.feed_health.url IS 'Address polled now.';

CREATE VIEW marts.latency AS
 SELECT p.name AS publisher,
    count(*) AS articles,
    percentile_cont((0.5)::double precision) WITHIN GROUP (ORDER BY ((EXTRACT(epoch FROM (a.loaded_at - a.first_seen_at)))::double precision)) AS p50_seconds,
    percentile_cont((0.95)::double precision) WITHIN GROUP (ORDER BY ((EXTRACT(epoch FROM (a.loaded_at - a.first_seen_at)))::double precision)) AS p95_seconds,
    count(t.at) AS dated,
    percentile_cont((0.5)::double precision) WITHIN GROUP (ORDER BY ((EXTRACT(epoch FROM (a.loaded_at - t.at)))::double precision)) AS published_p50_seconds,
    percentile_cont((0.95)::double precision) WITHIN GROUP (ORDER BY ((EXTRACT(epoch FROM (a.loaded_at - t.at)))::double precision)) AS published_p95_seconds
   FROM ((news.articles a
     JOIN news.publishers p USING (publisher_id))
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN ((a.published_precision <> 'day'::text) AND (a.published_at > (a.first_seen_at - '1 day'::interval))) THEN a.published_at
                    ELSE NULL::timestamp with time zone
                END AS at) t)
  WHERE (a.loaded_at >= (now() - '7 days'::interval))
  GROUP BY p.name;

COMMENT ON VIEW marts.latency IS 'Seconds from a feed''s first showing of an article to the warehouse, by publisher, last 7 days.';

COMMENT ON COLUMN marts.latency.publisher IS 'Publisher''s name.';

COMMENT ON COLUMN marts.latency.articles IS 'Articles loaded in the last 7 days.';

COMMENT ON COLUMN marts.latency.p50_seconds IS 'Half of them took no longer.';

COMMENT ON COLUMN marts.latency.p95_seconds IS '19 of 20 took no longer.';

COMMENT ON COLUMN marts.latency.dated IS 'Of these, with a clock time of publication no more than a day before a feed first showed them.';

COMMENT ON COLUMN marts.latency.published_p50_seconds IS 'From publication: half of the dated ones took no longer.';

COMMENT ON COLUMN marts.latency.published_p95_seconds IS 'From publication: 19 of 20 of the dated ones took no longer.';

CREATE VIEW marts.rejected WITH (security_barrier='true') AS
 SELECT p.name AS publisher,
    f.name AS feed,
    q.stage,
    q.reason,
    q.reasons,
    e.title,
    q.url,
    q.attempts,
    q.first_at,
    q.last_at
   FROM (((ops.quarantine q
     JOIN ops.entries e USING (entry_id))
     JOIN ops.feeds f USING (feed_id))
     JOIN news.publishers p USING (publisher_id))
  WHERE (q.status = 'open'::text);

COMMENT ON VIEW marts.rejected IS 'Entries set aside and not resolved, with the reason.';

COMMENT ON COLUMN marts.rejected.publisher IS 'Publisher''s name.';

COMMENT ON COLUMN marts.rejected.feed IS 'Feed''s name.';

COMMENT ON COLUMN marts.rejected.stage IS 'Stage that set it aside: fetch, parse, validate or load.';

COMMENT ON COLUMN marts.rejected.reason IS 'First reason code, for example body.too_short.';

COMMENT ON COLUMN marts.rejected.reasons IS 'All reason codes.';

COMMENT ON COLUMN marts.rejected.title IS 'Title in the feed.';

COMMENT ON COLUMN marts.rejected.url IS 'Address of the page.';

COMMENT ON COLUMN marts.rejected.attempts IS 'Times set aside.';

COMMENT ON COLUMN marts.rejected.first_at IS 'When it was set aside first.';

COMMENT ON COLUMN marts.rejected.last_at IS 'When it was set aside last.';

CREATE TABLE news.stories (
    story_id bigint NOT NULL,
    merged_into bigint,
    merged_at timestamp with time zone,
    language text NOT NULL,
    title text NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    articles integer NOT NULL,
    publishers integer NOT NULL,
    terms jsonb NOT NULL,
    method text NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT stories_articles_check CHECK ((articles >= 0)),
    CONSTRAINT stories_check CHECK ((merged_into <> story_id)),
    CONSTRAINT stories_check1 CHECK (((merged_into IS NULL) = (merged_at IS NULL))),
    CONSTRAINT stories_publishers_check CHECK ((publishers >= 0))
);

COMMENT ON TABLE news.stories IS 'Articles of one language on one event, found by their words; see method. Its articles are in news.story_articles.';

COMMENT ON COLUMN news.stories.story_id IS 'Stable key: the article that founded it. When stories merge, the older keeps its key.';

COMMENT ON COLUMN news.stories.merged_into IS 'Story that its articles belong to since it was merged; null while it lives.';

COMMENT ON COLUMN news.stories.merged_at IS 'When it was merged.';

COMMENT ON COLUMN news.stories.language IS 'Language; stories are within one.';

COMMENT ON COLUMN news.stories.title IS 'Headline of its earliest article.';

COMMENT ON COLUMN news.stories.first_at IS 'Earliest article, by the publisher''s date, else by first sight.';

COMMENT ON COLUMN news.stories.last_at IS 'Latest article.';

COMMENT ON COLUMN news.stories.articles IS 'Articles, copies included; 0 once merged.';

COMMENT ON COLUMN news.stories.publishers IS 'Publishers that carry it; a story of one publisher is no event yet.';

COMMENT ON COLUMN news.stories.terms IS 'Weight of each of its strongest terms, which new articles are compared with.';

COMMENT ON COLUMN news.stories.method IS 'Method of clustering with its parameters; see matching/stories.py.';

COMMENT ON COLUMN news.stories.updated_at IS 'When it last changed.';

CREATE TABLE news.story_articles (
    article_id bigint NOT NULL,
    story_id bigint NOT NULL,
    similarity real NOT NULL,
    joined_at timestamp with time zone DEFAULT now() NOT NULL,
    left_at timestamp with time zone,
    CONSTRAINT story_articles_check CHECK ((left_at >= joined_at)),
    CONSTRAINT story_articles_similarity_check CHECK (((similarity >= (0)::double precision) AND (similarity <= (1)::double precision)))
);

COMMENT ON TABLE news.story_articles IS 'Which article belongs to which story, from when to when. Nothing is deleted when stories merge.';

COMMENT ON COLUMN news.story_articles.article_id IS 'Article.';

COMMENT ON COLUMN news.story_articles.story_id IS 'Story.';

COMMENT ON COLUMN news.story_articles.similarity IS 'Of the article to the story as it joined: 1 for the founder; that of the merged stories after a merge; that to its original for a copy.';

COMMENT ON COLUMN news.story_articles.joined_at IS 'When it joined.';

COMMENT ON COLUMN news.story_articles.left_at IS 'When the story was merged into another; null while it belongs to it.';

CREATE VIEW marts.stories AS
 SELECT story_id,
    language,
    title,
    first_at,
    last_at,
    (last_at - first_at) AS span,
    articles,
    publishers,
    ( SELECT p.name
           FROM ((news.story_articles m
             JOIN news.articles a USING (article_id))
             JOIN news.publishers p USING (publisher_id))
          WHERE ((m.story_id = s.story_id) AND (m.left_at IS NULL))
          ORDER BY COALESCE(a.published_at, a.first_seen_at), a.article_id
         LIMIT 1) AS first_publisher,
    method
   FROM news.stories s
  WHERE ((merged_into IS NULL) AND (publishers > 1));

COMMENT ON VIEW marts.stories IS 'Events that at least two publishers carried.';

COMMENT ON COLUMN marts.stories.story_id IS 'Story; the key of the article that founded it.';

COMMENT ON COLUMN marts.stories.language IS 'Language; stories are within one.';

COMMENT ON COLUMN marts.stories.title IS 'Headline of its earliest article.';

COMMENT ON COLUMN marts.stories.first_at IS 'Earliest article, by the publisher''s date, else by first sight.';

COMMENT ON COLUMN marts.stories.last_at IS 'Latest article.';

COMMENT ON COLUMN marts.stories.span IS 'From the earliest to the latest article.';

COMMENT ON COLUMN marts.stories.articles IS 'Articles, copies included; 0 once merged.';

COMMENT ON COLUMN marts.stories.publishers IS 'Publishers that carry it; a story of one publisher is no event yet.';

COMMENT ON COLUMN marts.stories.first_publisher IS 'Publisher of the earliest article.';

COMMENT ON COLUMN marts.stories.method IS 'Method of clustering with its parameters; see matching/stories.py.';

CREATE VIEW marts.story_coverage AS
 SELECT m.story_id,
    s.title,
    date_trunc('hour'::text, a.at, 'UTC'::text) AS hour,
    count(*) AS articles,
    count(DISTINCT a.publisher_id) AS publishers,
    (sum(count(*)) OVER (PARTITION BY m.story_id ORDER BY (date_trunc('hour'::text, a.at, 'UTC'::text))))::bigint AS articles_so_far
   FROM ((news.story_articles m
     JOIN news.stories s USING (story_id))
     JOIN ( SELECT articles.article_id,
            articles.publisher_id,
            COALESCE(articles.published_at, articles.first_seen_at) AS at
           FROM news.articles) a USING (article_id))
  WHERE (m.left_at IS NULL)
  GROUP BY m.story_id, s.title, (date_trunc('hour'::text, a.at, 'UTC'::text));

COMMENT ON VIEW marts.story_coverage IS 'How a story was carried over time: articles and publishers hour by hour.';

COMMENT ON COLUMN marts.story_coverage.story_id IS 'Story.';

COMMENT ON COLUMN marts.story_coverage.title IS 'Headline of its earliest article.';

COMMENT ON COLUMN marts.story_coverage.hour IS 'Hour in which the articles were published, else first seen; hours without any are left out.';

COMMENT ON COLUMN marts.story_coverage.articles IS 'Articles of that hour.';

COMMENT ON COLUMN marts.story_coverage.publishers IS 'Publishers of these.';

COMMENT ON COLUMN marts.story_coverage.articles_so_far IS 'Articles up to and with that hour.';

CREATE VIEW marts.tag_pairs AS
 SELECT one AS tag,
    other AS with_tag,
    count(*) AS articles
   FROM ( SELECT a.one,
            unnest(a.tags) AS other
           FROM ( SELECT articles.tags,
                    (unnest(articles.tags) COLLATE "C") AS one
                   FROM news.articles
                  WHERE ((articles.published_at >= (now() - '30 days'::interval)) AND (articles.duplicate_of IS NULL))) a) pair
  WHERE (one < (other COLLATE "C"))
  GROUP BY one, other;

COMMENT ON VIEW marts.tag_pairs IS 'Which tags stand together in articles of the last 30 days, copies left out.';

COMMENT ON COLUMN marts.tag_pairs.tag IS 'Keyword of the publisher.';

COMMENT ON COLUMN marts.tag_pairs.with_tag IS 'Another that stands beside it; a pair is listed once.';

COMMENT ON COLUMN marts.tag_pairs.articles IS 'Articles with both.';

CREATE TABLE news.article_urls (
    url text NOT NULL,
    article_id bigint NOT NULL,
    relation text NOT NULL,
    first_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    title text,
    CONSTRAINT article_urls_relation_check CHECK ((relation = ANY (ARRAY['canonical'::text, 'link'::text, 'redirect'::text]))),
    CONSTRAINT article_urls_url_check CHECK ((length(url) <= 2048))
);

COMMENT ON TABLE news.article_urls IS 'Every address known to lead to an article.';

COMMENT ON COLUMN news.article_urls.url IS 'Normalised address.';

COMMENT ON COLUMN news.article_urls.article_id IS 'Article.';

COMMENT ON COLUMN news.article_urls.relation IS 'How it relates.';

COMMENT ON COLUMN news.article_urls.first_seen_at IS 'When it was learnt.';

COMMENT ON COLUMN news.article_urls.title IS 'Title of the page when this address first led to the article; null for the canonical address.';

ALTER TABLE news.articles ALTER COLUMN article_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME news.articles_article_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE news.confirmations (
    article_id bigint NOT NULL,
    captured_at timestamp with time zone NOT NULL
)
WITH (fillfactor='70');

COMMENT ON TABLE news.confirmations IS 'Articles that a later capture showed unchanged. Apart from news.articles, where each such row would have to go into all its indexes again.';

COMMENT ON COLUMN news.confirmations.article_id IS 'Article.';

COMMENT ON COLUMN news.confirmations.captured_at IS 'Newest capture that showed the present version, or an earlier one.';

CREATE TABLE news.media (
    article_id bigint NOT NULL,
    "position" smallint NOT NULL,
    kind text NOT NULL,
    url text NOT NULL,
    caption text,
    credit text,
    alt text,
    CONSTRAINT media_kind_check CHECK ((kind = ANY (ARRAY['image'::text, 'video'::text]))),
    CONSTRAINT media_position_check CHECK (("position" >= 0))
);

COMMENT ON TABLE news.media IS 'Images and videos of an article; the files themselves are not stored.';

COMMENT ON COLUMN news.media.article_id IS 'Article.';

COMMENT ON COLUMN news.media."position" IS '0 is the lead image.';

COMMENT ON COLUMN news.media.kind IS 'What it is.';

COMMENT ON COLUMN news.media.url IS 'Address.';

COMMENT ON COLUMN news.media.caption IS 'Caption.';

COMMENT ON COLUMN news.media.credit IS 'Credit line.';

COMMENT ON COLUMN news.media.alt IS 'Alternative text.';

ALTER TABLE news.publishers ALTER COLUMN publisher_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME news.publishers_publisher_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW news.revisions AS
 SELECT article_id,
    revision,
    valid_from,
    lead(valid_from) OVER (PARTITION BY article_id ORDER BY revision) AS valid_to,
    recorded_at,
    cause,
    changed,
    title,
    subtitle,
    COALESCE(body, ( SELECT b.body
           FROM news.article_revisions b
          WHERE ((b.article_id = r.article_id) AND (b.revision < r.revision) AND (b.body IS NOT NULL))
          ORDER BY b.revision DESC
         LIMIT 1)) AS body,
    authors,
    agencies,
    dateline,
    section,
    tags,
    language,
    kind,
    paywalled,
    published_at,
    published_precision,
    published_source,
    modified_at,
    lead_image_url,
    text_hash,
    capture_id,
    parser_version
   FROM news.article_revisions r;

COMMENT ON VIEW news.revisions IS 'Every version of every article with its text and its span of validity.';

COMMENT ON COLUMN news.revisions.article_id IS 'Article.';

COMMENT ON COLUMN news.revisions.revision IS '1, 2, 3 ...';

COMMENT ON COLUMN news.revisions.valid_from IS 'Capture that first showed this version.';

COMMENT ON COLUMN news.revisions.valid_to IS 'Capture that first showed the next one; null for the present one. As of a time t: valid_from <= t and (valid_to > t or valid_to is null).';

COMMENT ON COLUMN news.revisions.recorded_at IS 'When the warehouse learnt of it.';

COMMENT ON COLUMN news.revisions.cause IS 'Who caused it: first, publisher or parser.';

COMMENT ON COLUMN news.revisions.changed IS 'Fields that differ from the version before; empty for the first.';

COMMENT ON COLUMN news.revisions.title IS 'Headline then.';

COMMENT ON COLUMN news.revisions.subtitle IS 'Standfirst then.';

COMMENT ON COLUMN news.revisions.body IS 'Text then.';

COMMENT ON COLUMN news.revisions.authors IS 'Persons then.';

COMMENT ON COLUMN news.revisions.agencies IS 'Agencies and desks then.';

COMMENT ON COLUMN news.revisions.dateline IS 'Place at the beginning of the text then.';

COMMENT ON COLUMN news.revisions.section IS 'Section then.';

COMMENT ON COLUMN news.revisions.tags IS 'The publisher''s keywords then.';

COMMENT ON COLUMN news.revisions.language IS 'Language then.';

COMMENT ON COLUMN news.revisions.kind IS 'Kind then.';

COMMENT ON COLUMN news.revisions.paywalled IS 'Paywall mark then.';

COMMENT ON COLUMN news.revisions.published_at IS 'The publisher''s date then.';

COMMENT ON COLUMN news.revisions.published_precision IS 'How exact published_at was.';

COMMENT ON COLUMN news.revisions.published_source IS 'Where published_at came from.';

COMMENT ON COLUMN news.revisions.modified_at IS 'The publisher''s modification date then.';

COMMENT ON COLUMN news.revisions.lead_image_url IS 'Address of the lead image then.';

COMMENT ON COLUMN news.revisions.text_hash IS 'As in news.articles.';

COMMENT ON COLUMN news.revisions.capture_id IS 'Page in raw.captures.';

COMMENT ON COLUMN news.revisions.parser_version IS 'Rules that read the page.';

CREATE TABLE ops.past_sightings (
    entry_id bigint NOT NULL,
    article_id bigint NOT NULL,
    first_seen_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE ops.past_sightings IS 'Articles that an entry led to before the present one.';

COMMENT ON COLUMN ops.past_sightings.entry_id IS 'Entry.';

COMMENT ON COLUMN ops.past_sightings.article_id IS 'Article that it led to.';

COMMENT ON COLUMN ops.past_sightings.first_seen_at IS 'First poll that showed the entry with this article.';

COMMENT ON COLUMN ops.past_sightings.last_seen_at IS 'Poll that showed the entry with another one; the article was shown until then.';

CREATE VIEW news.sightings WITH (security_barrier='true') AS
 SELECT s.article_id,
    f.name AS feed,
    p.name AS publisher,
    min(s.first_seen_at) AS first_seen_at,
    max(
        CASE
            WHEN (s.is_shown AND (s.last_seen_at >= f.last_change_at)) THEN f.last_success_at
            ELSE s.last_seen_at
        END) AS last_seen_at
   FROM ((( SELECT e.article_id,
            e.feed_id,
            COALESCE(( SELECT max(past.last_seen_at) AS max
                   FROM ops.past_sightings past
                  WHERE (past.entry_id = e.entry_id)), e.first_seen_at) AS first_seen_at,
            e.last_seen_at,
            true AS is_shown
           FROM ops.entries e
          WHERE (e.article_id IS NOT NULL)
        UNION ALL
         SELECT past.article_id,
            e.feed_id,
            past.first_seen_at,
            past.last_seen_at,
            false
           FROM (ops.past_sightings past
             JOIN ops.entries e USING (entry_id))) s
     JOIN ops.feeds f USING (feed_id))
     JOIN news.publishers p USING (publisher_id))
  GROUP BY s.article_id, f.feed_id, f.name, p.name;

COMMENT ON VIEW news.sightings IS 'Which feed showed which article, first and last; a feed shows an article by one entry or several.';

COMMENT ON COLUMN news.sightings.article_id IS 'Article, as in news.articles.';

COMMENT ON COLUMN news.sightings.feed IS 'Name of the feed that showed it.';

COMMENT ON COLUMN news.sightings.publisher IS 'Publisher of the feed, which need not be that of the article.';

COMMENT ON COLUMN news.sightings.first_seen_at IS 'First poll that showed it.';

COMMENT ON COLUMN news.sightings.last_seen_at IS 'Last poll that showed it; of a feed that did not change since, the last successful one.';

CREATE TABLE news.signatures (
    article_id bigint NOT NULL,
    first_seen_at timestamp with time zone NOT NULL,
    bands integer[] NOT NULL,
    signature bytea NOT NULL,
    publisher_id integer,
    title_key bigint,
    CONSTRAINT signatures_signature_check CHECK ((octet_length(signature) = 512))
);

COMMENT ON TABLE news.signatures IS 'MinHash of each text, to find near copies; see matching/minhash.py.';

COMMENT ON COLUMN news.signatures.article_id IS 'Article.';

COMMENT ON COLUMN news.signatures.first_seen_at IS 'As in news.articles; copies are looked for among the last 60 days.';

COMMENT ON COLUMN news.signatures.bands IS 'Keys of the 32 bands; near copies share at least one. Empty for a text without words.';

COMMENT ON COLUMN news.signatures.signature IS '128 minima of 32 bits, little endian.';

COMMENT ON COLUMN news.signatures.publisher_id IS 'As in news.articles; null for texts signed before titles were.';

COMMENT ON COLUMN news.signatures.title_key IS 'Digest of the title''s letters and digits; null for a title too short to identify an article.';

CREATE TABLE ops.alerts (
    alert_id bigint NOT NULL,
    check_name text NOT NULL,
    subject text NOT NULL,
    severity text NOT NULL,
    detail text,
    look_at text,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    last_at timestamp with time zone DEFAULT now() NOT NULL,
    closed_at timestamp with time zone,
    sent_at timestamp with time zone,
    closed_sent_at timestamp with time zone,
    CONSTRAINT alerts_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'warning'::text, 'info'::text])))
);

COMMENT ON TABLE ops.alerts IS 'One event: something is not as expected, from when it was noticed until it is over.';

COMMENT ON COLUMN ops.alerts.alert_id IS 'Key.';

COMMENT ON COLUMN ops.alerts.check_name IS 'What is wrong: the check of ops.quality_results, or task.failed.';

COMMENT ON COLUMN ops.alerts.subject IS 'Whom it is about: a feed, a publisher, a task.';

COMMENT ON COLUMN ops.alerts.severity IS 'How bad it is.';

COMMENT ON COLUMN ops.alerts.detail IS 'What was found first, in words.';

COMMENT ON COLUMN ops.alerts.look_at IS 'View or table that says more.';

COMMENT ON COLUMN ops.alerts.opened_at IS 'When it was noticed.';

COMMENT ON COLUMN ops.alerts.last_at IS 'When it was noticed last.';

COMMENT ON COLUMN ops.alerts.closed_at IS 'When it was found to be over; null while it lasts.';

COMMENT ON COLUMN ops.alerts.sent_at IS 'When its beginning was told to the webhook; null when not yet.';

COMMENT ON COLUMN ops.alerts.closed_sent_at IS 'When its end was told; set without a message where its beginning never was told.';

ALTER TABLE ops.alerts ALTER COLUMN alert_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.alerts_alert_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE ops.archived_captures (
    capture_id bigint NOT NULL,
    captured_at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    archive_id integer NOT NULL,
    record_offset bigint NOT NULL,
    CONSTRAINT archived_captures_kind_check CHECK ((kind = ANY (ARRAY['feed'::text, 'page'::text]))),
    CONSTRAINT archived_captures_record_offset_check CHECK ((record_offset >= 0))
);

COMMENT ON TABLE ops.archived_captures IS 'One capture in an archive.';

COMMENT ON COLUMN ops.archived_captures.capture_id IS 'As in raw.captures.';

COMMENT ON COLUMN ops.archived_captures.captured_at IS 'When the answer was complete.';

COMMENT ON COLUMN ops.archived_captures.kind IS 'What was asked for.';

COMMENT ON COLUMN ops.archived_captures.archive_id IS 'File.';

COMMENT ON COLUMN ops.archived_captures.record_offset IS 'Where its response record begins in the file.';

CREATE TABLE ops.archives (
    archive_id integer NOT NULL,
    day date NOT NULL,
    url text NOT NULL,
    records integer NOT NULL,
    bytes bigint NOT NULL,
    sha256 bytea NOT NULL,
    archived_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT archives_bytes_check CHECK ((bytes > 0)),
    CONSTRAINT archives_records_check CHECK ((records > 0)),
    CONSTRAINT archives_sha256_check CHECK ((octet_length(sha256) = 32))
);

COMMENT ON TABLE ops.archives IS 'One WARC file with captures of one day; it was read back whole before anything was dropped.';

COMMENT ON COLUMN ops.archives.archive_id IS 'Key.';

COMMENT ON COLUMN ops.archives.day IS 'Day of its captures, UTC. A day has a second file where captures came in after the first.';

COMMENT ON COLUMN ops.archives.url IS 'Path or URL of the file; its CDXJ index stands beside it.';

COMMENT ON COLUMN ops.archives.records IS 'Captures in it.';

COMMENT ON COLUMN ops.archives.bytes IS 'Size of the file.';

COMMENT ON COLUMN ops.archives.sha256 IS 'Digest of the file.';

COMMENT ON COLUMN ops.archives.archived_at IS 'When it was verified.';

ALTER TABLE ops.archives ALTER COLUMN archive_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.archives_archive_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ops.batches ALTER COLUMN batch_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.batches_batch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE ops.data_docs (
    page_id bigint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    written_at timestamp with time zone DEFAULT now() NOT NULL,
    rejected integer DEFAULT 0 NOT NULL,
    warned integer DEFAULT 0 NOT NULL,
    html bytea NOT NULL,
    CONSTRAINT data_docs_kind_check CHECK ((kind = ANY (ARRAY['validation'::text, 'suite'::text])))
);
ALTER TABLE ONLY ops.data_docs ALTER COLUMN html SET STORAGE EXTERNAL;

COMMENT ON TABLE ops.data_docs IS 'One page of Great Expectations'' Data Docs; the newest validations are kept.';

COMMENT ON COLUMN ops.data_docs.page_id IS 'Key; grows with time.';

COMMENT ON COLUMN ops.data_docs.kind IS 'About one validated batch, or about the expectations.';

COMMENT ON COLUMN ops.data_docs.name IS 'Batch and Airflow run of a validation; for the suite, the digest of its expectations.';

COMMENT ON COLUMN ops.data_docs.written_at IS 'When.';

COMMENT ON COLUMN ops.data_docs.rejected IS 'Articles rejected in the batch.';

COMMENT ON COLUMN ops.data_docs.warned IS 'Articles with warnings.';

COMMENT ON COLUMN ops.data_docs.html IS 'The page: UTF-8, compressed with Zstandard.';

ALTER TABLE ops.data_docs ALTER COLUMN page_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.data_docs_page_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ops.entries ALTER COLUMN entry_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.entries_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ops.feeds ALTER COLUMN feed_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.feeds_feed_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE ops.hosts (
    host text NOT NULL,
    lease_token bigint,
    lease_until timestamp with time zone,
    next_request_at timestamp with time zone DEFAULT now() NOT NULL,
    slow_until timestamp with time zone,
    crawl_delay_seconds real,
    robots_status smallint,
    robots_body bytea,
    robots_fetched_at timestamp with time zone,
    denials smallint DEFAULT 0 NOT NULL,
    denials_until timestamp with time zone,
    CONSTRAINT hosts_crawl_delay_seconds_check CHECK ((crawl_delay_seconds >= (0)::double precision)),
    CONSTRAINT hosts_denials_check CHECK ((denials >= 0)),
    CONSTRAINT hosts_host_check CHECK ((length(host) <= 260))
);

COMMENT ON TABLE ops.hosts IS 'One host that feeds or pages are fetched from; all workers together behave as one towards it.';

COMMENT ON COLUMN ops.hosts.host IS 'Host name, with the port where it is not the scheme''s own.';

COMMENT ON COLUMN ops.hosts.lease_token IS 'Worker that may ask it now; null when nobody does.';

COMMENT ON COLUMN ops.hosts.lease_until IS 'When another worker may take it.';

COMMENT ON COLUMN ops.hosts.next_request_at IS 'The next request may not start sooner.';

COMMENT ON COLUMN ops.hosts.slow_until IS 'The host asked for a pause (429, 503, Retry-After); no request before.';

COMMENT ON COLUMN ops.hosts.crawl_delay_seconds IS 'Delay that its robots.txt asks for; null if none.';

COMMENT ON COLUMN ops.hosts.robots_status IS 'HTTP status of its robots.txt; 0 when its redirects lead nowhere; null before the first try.';

COMMENT ON COLUMN ops.hosts.robots_body IS 'Its robots.txt, as far as it is read.';

COMMENT ON COLUMN ops.hosts.robots_fetched_at IS 'When its robots.txt was asked for.';

COMMENT ON COLUMN ops.hosts.denials IS 'Refusals (403) in a row, with no success in between.';

COMMENT ON COLUMN ops.hosts.denials_until IS 'A refusal up to here adds to those before it, a later one is the first again.';

CREATE TABLE ops.inbox (
    push_id bigint NOT NULL,
    received_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    kind text NOT NULL,
    idempotency_key text NOT NULL,
    subscription_id integer,
    sender text,
    content_type text,
    headers jsonb NOT NULL,
    body bytea,
    body_bytes integer NOT NULL,
    body_sha256 bytea NOT NULL,
    deliveries integer DEFAULT 1 NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    outcome text,
    settled_at timestamp with time zone,
    CONSTRAINT inbox_body_bytes_check CHECK ((body_bytes >= 0)),
    CONSTRAINT inbox_body_sha256_check CHECK ((octet_length(body_sha256) = 32)),
    CONSTRAINT inbox_check CHECK (((kind = 'websub'::text) = (subscription_id IS NOT NULL))),
    CONSTRAINT inbox_check1 CHECK (((kind = 'article'::text) = (sender IS NOT NULL))),
    CONSTRAINT inbox_idempotency_key_check CHECK ((length(idempotency_key) <= 400)),
    CONSTRAINT inbox_kind_check CHECK ((kind = ANY (ARRAY['websub'::text, 'article'::text]))),
    CONSTRAINT inbox_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'taken'::text, 'rejected'::text])))
);
ALTER TABLE ONLY ops.inbox ALTER COLUMN body SET STORAGE EXTERNAL;

COMMENT ON TABLE ops.inbox IS 'One push as it came in, kept before its sender was answered.';

COMMENT ON COLUMN ops.inbox.push_id IS 'Key, in the order of arrival.';

COMMENT ON COLUMN ops.inbox.received_at IS 'When it came, the last time if it came again.';

COMMENT ON COLUMN ops.inbox.kind IS 'From a hub, or an article by itself.';

COMMENT ON COLUMN ops.inbox.idempotency_key IS 'The same key is the same push.';

COMMENT ON COLUMN ops.inbox.subscription_id IS 'Subscription; null for an article.';

COMMENT ON COLUMN ops.inbox.sender IS 'Whose token an article came with; null for a hub.';

COMMENT ON COLUMN ops.inbox.content_type IS 'Content-Type header as sent.';

COMMENT ON COLUMN ops.inbox.headers IS 'Request headers without secrets, names in lower case.';

COMMENT ON COLUMN ops.inbox.body IS 'Body, compressed with Zstandard; null once it was taken into raw.captures or rejected.';

COMMENT ON COLUMN ops.inbox.body_bytes IS 'Length of the body before compression.';

COMMENT ON COLUMN ops.inbox.body_sha256 IS 'Digest of the body before compression.';

COMMENT ON COLUMN ops.inbox.deliveries IS 'How often it came.';

COMMENT ON COLUMN ops.inbox.state IS 'What has become of it.';

COMMENT ON COLUMN ops.inbox.outcome IS 'What came of it, in words, or the reason code of a rejection.';

COMMENT ON COLUMN ops.inbox.settled_at IS 'When it was taken or rejected.';

ALTER TABLE ops.inbox ALTER COLUMN push_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.inbox_push_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE SEQUENCE ops.lease_tokens
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE ops.mart_cursor (
    only_row boolean DEFAULT true NOT NULL,
    change_seq bigint NOT NULL,
    built_at timestamp with time zone DEFAULT now() NOT NULL,
    stories_seq bigint DEFAULT 0 NOT NULL,
    CONSTRAINT mart_cursor_only_row_check CHECK (only_row)
);

COMMENT ON TABLE ops.mart_cursor IS 'How far build_marts has read the changes of news.articles.';

COMMENT ON COLUMN ops.mart_cursor.only_row IS 'There is one row.';

COMMENT ON COLUMN ops.mart_cursor.change_seq IS 'Highest change_seq that the marts hold.';

COMMENT ON COLUMN ops.mart_cursor.built_at IS 'When they were last built.';

COMMENT ON COLUMN ops.mart_cursor.stories_seq IS 'Highest change_seq that was looked at for stories.';

ALTER TABLE ops.polls ALTER COLUMN poll_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.polls_poll_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE ops.publisher_profiles (
    publisher_id integer NOT NULL,
    day date NOT NULL,
    rows integer NOT NULL,
    rejected integer NOT NULL,
    pages integer NOT NULL,
    authors integer NOT NULL,
    published_at integer NOT NULL,
    image integer NOT NULL,
    section integer NOT NULL,
    tags integer NOT NULL,
    subtitle integer NOT NULL,
    other_layout integer NOT NULL,
    texts integer NOT NULL,
    words bigint NOT NULL,
    short integer NOT NULL,
    long integer NOT NULL
);

COMMENT ON TABLE ops.publisher_profiles IS 'What the articles of a publisher looked like on a day, as parsed, rejected ones included; validate adds to it.';

COMMENT ON COLUMN ops.publisher_profiles.publisher_id IS 'Publisher.';

COMMENT ON COLUMN ops.publisher_profiles.day IS 'UTC day of the validation.';

COMMENT ON COLUMN ops.publisher_profiles.rows IS 'Pages judged.';

COMMENT ON COLUMN ops.publisher_profiles.rejected IS 'Of these, rejected.';

COMMENT ON COLUMN ops.publisher_profiles.pages IS 'Of all, those that the parser takes for articles of any kind.';

COMMENT ON COLUMN ops.publisher_profiles.authors IS 'Of the pages, those with a named person.';

COMMENT ON COLUMN ops.publisher_profiles.published_at IS 'With a date of the publisher.';

COMMENT ON COLUMN ops.publisher_profiles.image IS 'With an image.';

COMMENT ON COLUMN ops.publisher_profiles.section IS 'With a section.';

COMMENT ON COLUMN ops.publisher_profiles.tags IS 'With keywords.';

COMMENT ON COLUMN ops.publisher_profiles.subtitle IS 'With a standfirst.';

COMMENT ON COLUMN ops.publisher_profiles.other_layout IS 'Whose publisher rule disagrees with the generic extractor about the text.';

COMMENT ON COLUMN ops.publisher_profiles.texts IS 'Of the pages, texts that are open to read.';

COMMENT ON COLUMN ops.publisher_profiles.words IS 'Words in these.';

COMMENT ON COLUMN ops.publisher_profiles.short IS 'Of these, less than half as long as usual.';

COMMENT ON COLUMN ops.publisher_profiles.long IS 'Of these, more than twice as long as usual.';

ALTER TABLE ops.quality_results ALTER COLUMN result_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.quality_results_result_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ops.quarantine ALTER COLUMN quarantine_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.quarantine_quarantine_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE ops.replays (
    replay_id bigint NOT NULL,
    name text NOT NULL,
    choice jsonb NOT NULL,
    parser_version text NOT NULL,
    articles integer NOT NULL,
    passed integer DEFAULT 0 NOT NULL,
    last_article_id bigint DEFAULT 0 NOT NULL,
    batch_id bigint,
    counts jsonb DEFAULT '{}'::jsonb NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT replays_name_check CHECK (((length(name) >= 1) AND (length(name) <= 300)))
);

COMMENT ON TABLE ops.replays IS 'One replay: stored pages of chosen articles that are read again, batch after batch.';

COMMENT ON COLUMN ops.replays.replay_id IS 'Key.';

COMMENT ON COLUMN ops.replays.name IS 'Name that it is resumed by; a run of Airflow gives its run id.';

COMMENT ON COLUMN ops.replays.choice IS 'What chose the articles.';

COMMENT ON COLUMN ops.replays.parser_version IS 'Rules that read them.';

COMMENT ON COLUMN ops.replays.articles IS 'Articles chosen when it began.';

COMMENT ON COLUMN ops.replays.passed IS 'Of these, gone through.';

COMMENT ON COLUMN ops.replays.last_article_id IS 'Cursor: the last article that was put into a batch.';

COMMENT ON COLUMN ops.replays.batch_id IS 'Batch under way.';

COMMENT ON COLUMN ops.replays.counts IS 'What came of them: outcome to number.';

COMMENT ON COLUMN ops.replays.started_at IS 'When it began.';

COMMENT ON COLUMN ops.replays.finished_at IS 'When the last batch was loaded; null while it can be resumed.';

ALTER TABLE ops.replays ALTER COLUMN replay_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.replays_replay_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE ops.subscriptions (
    subscription_id integer NOT NULL,
    feed_id integer NOT NULL,
    topic_url text NOT NULL,
    hub_url text NOT NULL,
    final_hub_url text,
    token text NOT NULL,
    callback_url text NOT NULL,
    secret text NOT NULL,
    state text DEFAULT 'requested'::text NOT NULL,
    requested_at timestamp with time zone DEFAULT now() NOT NULL,
    verified_at timestamp with time zone,
    lease_until timestamp with time zone,
    ended_at timestamp with time zone,
    outcome text,
    detail text,
    failures integer DEFAULT 0 NOT NULL,
    last_push_at timestamp with time zone,
    CONSTRAINT subscriptions_check CHECK (((state = 'ended'::text) = (ended_at IS NOT NULL))),
    CONSTRAINT subscriptions_failures_check CHECK ((failures >= 0)),
    CONSTRAINT subscriptions_outcome_check CHECK ((outcome = ANY (ARRAY['denied'::text, 'silent'::text, 'refused'::text, 'expired'::text, 'replaced'::text, 'unsubscribed'::text]))),
    CONSTRAINT subscriptions_secret_check CHECK (((octet_length(secret) >= 32) AND (octet_length(secret) <= 199))),
    CONSTRAINT subscriptions_state_check CHECK ((state = ANY (ARRAY['requested'::text, 'active'::text, 'leaving'::text, 'ended'::text]))),
    CONSTRAINT subscriptions_token_check CHECK ((length(token) >= 22))
);

COMMENT ON TABLE ops.subscriptions IS 'One request to a WebSub hub to push the changes of a feed; a renewal is a new one.';

COMMENT ON COLUMN ops.subscriptions.subscription_id IS 'Key.';

COMMENT ON COLUMN ops.subscriptions.feed_id IS 'Feed.';

COMMENT ON COLUMN ops.subscriptions.topic_url IS 'Address that the publisher gives as rel=self: what is subscribed to.';

COMMENT ON COLUMN ops.subscriptions.hub_url IS 'Hub as the publisher names it.';

COMMENT ON COLUMN ops.subscriptions.final_hub_url IS 'Hub that took the request, after redirects; null before that.';

COMMENT ON COLUMN ops.subscriptions.token IS 'Last part of the callback address: who knows it may talk about this subscription.';

COMMENT ON COLUMN ops.subscriptions.callback_url IS 'Address that the hub was given.';

COMMENT ON COLUMN ops.subscriptions.secret IS 'Key of the signatures (HMAC) on pushes.';

COMMENT ON COLUMN ops.subscriptions.state IS 'Where it stands; leaving means that the hub was asked to stop.';

COMMENT ON COLUMN ops.subscriptions.requested_at IS 'When the hub was asked to push, or, while leaving, to stop.';

COMMENT ON COLUMN ops.subscriptions.verified_at IS 'When the hub asked back and was told yes.';

COMMENT ON COLUMN ops.subscriptions.lease_until IS 'When the hub stops by itself.';

COMMENT ON COLUMN ops.subscriptions.ended_at IS 'When it ended.';

COMMENT ON COLUMN ops.subscriptions.outcome IS 'Why it ends or ended.';

COMMENT ON COLUMN ops.subscriptions.detail IS 'What the hub said about it.';

COMMENT ON COLUMN ops.subscriptions.failures IS 'Requests in a row that came to nothing before this one.';

COMMENT ON COLUMN ops.subscriptions.last_push_at IS 'Last push taken.';

ALTER TABLE ops.subscriptions ALTER COLUMN subscription_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.subscriptions_subscription_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE ops.term_counts (
    language text NOT NULL,
    term text NOT NULL,
    articles integer NOT NULL,
    counted_on date DEFAULT CURRENT_DATE NOT NULL,
    CONSTRAINT term_counts_term_check CHECK ((length(term) <= 200))
);

COMMENT ON TABLE ops.term_counts IS 'In how many articles of a language each term occurred: how rare a word is.';

COMMENT ON COLUMN ops.term_counts.language IS 'Language.';

COMMENT ON COLUMN ops.term_counts.term IS 'Term; the empty one counts all articles.';

COMMENT ON COLUMN ops.term_counts.articles IS 'Articles with it.';

COMMENT ON COLUMN ops.term_counts.counted_on IS 'Day on which an article with it was last counted.';

CREATE TABLE raw.captures (
    capture_id bigint NOT NULL,
    captured_at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    requested_url text NOT NULL,
    final_url text NOT NULL,
    status smallint NOT NULL,
    headers jsonb NOT NULL,
    content_type text,
    body bytea NOT NULL,
    body_bytes integer NOT NULL,
    body_sha256 bytea NOT NULL,
    CONSTRAINT captures_body_bytes_check CHECK ((body_bytes >= 0)),
    CONSTRAINT captures_body_sha256_check CHECK ((octet_length(body_sha256) = 32)),
    CONSTRAINT captures_kind_check CHECK ((kind = ANY (ARRAY['feed'::text, 'page'::text])))
)
PARTITION BY RANGE (captured_at);
ALTER TABLE ONLY raw.captures ALTER COLUMN body SET STORAGE EXTERNAL;

COMMENT ON TABLE raw.captures IS 'One answer of a publisher: the body of a feed document or of a page.';

COMMENT ON COLUMN raw.captures.capture_id IS 'Key, unique over all days.';

COMMENT ON COLUMN raw.captures.captured_at IS 'When the answer was complete.';

COMMENT ON COLUMN raw.captures.kind IS 'What was asked for.';

COMMENT ON COLUMN raw.captures.requested_url IS 'Address asked.';

COMMENT ON COLUMN raw.captures.final_url IS 'Address that answered, after redirects.';

COMMENT ON COLUMN raw.captures.status IS 'HTTP status.';

COMMENT ON COLUMN raw.captures.headers IS 'Answer headers, names in lower case.';

COMMENT ON COLUMN raw.captures.content_type IS 'Content-Type header as sent.';

COMMENT ON COLUMN raw.captures.body IS 'Decoded body, compressed with Zstandard.';

COMMENT ON COLUMN raw.captures.body_bytes IS 'Length of the body before compression.';

COMMENT ON COLUMN raw.captures.body_sha256 IS 'Digest of the body before compression.';

ALTER TABLE raw.captures ALTER COLUMN capture_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME raw.captures_capture_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE raw.captures_default (
    capture_id bigint CONSTRAINT captures_capture_id_not_null NOT NULL,
    captured_at timestamp with time zone CONSTRAINT captures_captured_at_not_null NOT NULL,
    kind text CONSTRAINT captures_kind_not_null NOT NULL,
    requested_url text CONSTRAINT captures_requested_url_not_null NOT NULL,
    final_url text CONSTRAINT captures_final_url_not_null NOT NULL,
    status smallint CONSTRAINT captures_status_not_null NOT NULL,
    headers jsonb CONSTRAINT captures_headers_not_null NOT NULL,
    content_type text,
    body bytea CONSTRAINT captures_body_not_null NOT NULL,
    body_bytes integer CONSTRAINT captures_body_bytes_not_null NOT NULL,
    body_sha256 bytea CONSTRAINT captures_body_sha256_not_null NOT NULL,
    CONSTRAINT captures_body_bytes_check CHECK ((body_bytes >= 0)),
    CONSTRAINT captures_body_sha256_check CHECK ((octet_length(body_sha256) = 32)),
    CONSTRAINT captures_kind_check CHECK ((kind = ANY (ARRAY['feed'::text, 'page'::text])))
);
ALTER TABLE ONLY raw.captures_default ALTER COLUMN body SET STORAGE EXTERNAL;

COMMENT ON TABLE raw.captures_default IS 'Captures of days without a partition of their own.';

CREATE VIEW raw.known_captures AS
 SELECT captures.capture_id,
    captures.captured_at,
    captures.kind,
    false AS archived
   FROM raw.captures
UNION ALL
 SELECT archived_captures.capture_id,
    archived_captures.captured_at,
    archived_captures.kind,
    true AS archived
   FROM ops.archived_captures;

COMMENT ON VIEW raw.known_captures IS 'Captures that can be read, in Postgres or in an archive.';

COMMENT ON COLUMN raw.known_captures.capture_id IS 'Key.';

COMMENT ON COLUMN raw.known_captures.captured_at IS 'When the answer was complete.';

COMMENT ON COLUMN raw.known_captures.kind IS 'What was asked for: feed or page.';

COMMENT ON COLUMN raw.known_captures.archived IS 'Whether it is in an archive; for a moment it can be in both.';

CREATE TABLE staging.pages (
    page_id bigint NOT NULL,
    batch_id bigint NOT NULL,
    url text NOT NULL,
    entry_ids bigint[] NOT NULL,
    capture_id bigint NOT NULL,
    captured_at timestamp with time zone NOT NULL,
    source text DEFAULT 'page'::text NOT NULL,
    state text DEFAULT 'fetched'::text NOT NULL,
    article jsonb,
    article_url text,
    text_hash bytea,
    warnings text[] DEFAULT '{}'::text[] NOT NULL,
    version_hash bytea,
    signature bytea,
    title text GENERATED ALWAYS AS ((article ->> 'title'::text)) STORED,
    body text GENERATED ALWAYS AS ((article ->> 'body'::text)) STORED,
    body_html text GENERATED ALWAYS AS ((article ->> 'body_html'::text)) STORED,
    final_url text GENERATED ALWAYS AS ((article ->> 'final_url'::text)) STORED,
    parser_version text GENERATED ALWAYS AS ((article ->> 'parser_version'::text)) STORED,
    search tsvector GENERATED ALWAYS AS (staging.search_vector(article)) STORED,
    CONSTRAINT pages_entry_ids_check CHECK ((cardinality(entry_ids) > 0)),
    CONSTRAINT pages_source_check CHECK ((source = ANY (ARRAY['page'::text, 'feed'::text]))),
    CONSTRAINT pages_state_check CHECK ((state = ANY (ARRAY['fetched'::text, 'parsed'::text, 'valid'::text])))
);
ALTER TABLE ONLY staging.pages ALTER COLUMN article SET STORAGE EXTERNAL;
ALTER TABLE ONLY staging.pages ALTER COLUMN article_url SET STORAGE MAIN;
ALTER TABLE ONLY staging.pages ALTER COLUMN version_hash SET STORAGE MAIN;
ALTER TABLE ONLY staging.pages ALTER COLUMN title SET STORAGE MAIN;
ALTER TABLE ONLY staging.pages ALTER COLUMN search SET STORAGE EXTERNAL;

COMMENT ON TABLE staging.pages IS 'One page of a running batch, from fetch to load.';

COMMENT ON COLUMN staging.pages.page_id IS 'Key.';

COMMENT ON COLUMN staging.pages.batch_id IS 'Batch.';

COMMENT ON COLUMN staging.pages.url IS 'Normalised link of its entries.';

COMMENT ON COLUMN staging.pages.entry_ids IS 'Entries that lead to it, the oldest first.';

COMMENT ON COLUMN staging.pages.capture_id IS 'Capture in raw.captures: the page, or the feed document where the page can''t be had.';

COMMENT ON COLUMN staging.pages.captured_at IS 'When it was captured; finds the partition.';

COMMENT ON COLUMN staging.pages.source IS 'Whether the text comes from the page or from the feed.';

COMMENT ON COLUMN staging.pages.state IS 'How far it has come.';

COMMENT ON COLUMN staging.pages.article IS 'Article as parsed; null before that.';

COMMENT ON COLUMN staging.pages.article_url IS 'Normalised canonical address.';

COMMENT ON COLUMN staging.pages.text_hash IS 'As in news.articles.';

COMMENT ON COLUMN staging.pages.warnings IS 'Reason codes of expectations that warn.';

COMMENT ON COLUMN staging.pages.version_hash IS 'As in news.articles.';

COMMENT ON COLUMN staging.pages.signature IS 'MinHash of title and body, as in news.signatures.';

COMMENT ON COLUMN staging.pages.title IS 'Of the article: its headline.';

COMMENT ON COLUMN staging.pages.body IS 'Of the article: its text.';

COMMENT ON COLUMN staging.pages.body_html IS 'Of the article: its text as clean HTML.';

COMMENT ON COLUMN staging.pages.final_url IS 'Of the article: normalised address that the link led to.';

COMMENT ON COLUMN staging.pages.parser_version IS 'Of the article: rules that read the page.';

COMMENT ON COLUMN staging.pages.search IS 'Of the article: its words, as in news.articles.';

ALTER TABLE staging.pages ALTER COLUMN page_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME staging.pages_page_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY raw.captures ATTACH PARTITION raw.captures_default DEFAULT;

ALTER TABLE ONLY marts.daily_publisher
    ADD CONSTRAINT daily_publisher_pkey PRIMARY KEY (day, publisher_id, language, section);

ALTER TABLE ONLY marts.daily_totals
    ADD CONSTRAINT daily_totals_pkey PRIMARY KEY (day);

ALTER TABLE ONLY news.article_revisions
    ADD CONSTRAINT article_revisions_pkey PRIMARY KEY (article_id, revision);

ALTER TABLE ONLY news.article_urls
    ADD CONSTRAINT article_urls_pkey PRIMARY KEY (url);

ALTER TABLE ONLY news.articles
    ADD CONSTRAINT articles_pkey PRIMARY KEY (article_id);

ALTER TABLE ONLY news.articles
    ADD CONSTRAINT articles_url_key UNIQUE (url);

ALTER TABLE ONLY news.confirmations
    ADD CONSTRAINT confirmations_pkey PRIMARY KEY (article_id);

ALTER TABLE ONLY news.media
    ADD CONSTRAINT media_pkey PRIMARY KEY (article_id, "position");

ALTER TABLE ONLY news.publishers
    ADD CONSTRAINT publishers_name_key UNIQUE (name);

ALTER TABLE ONLY news.publishers
    ADD CONSTRAINT publishers_pkey PRIMARY KEY (publisher_id);

ALTER TABLE ONLY news.signatures
    ADD CONSTRAINT signatures_pkey PRIMARY KEY (article_id);

ALTER TABLE ONLY news.stories
    ADD CONSTRAINT stories_pkey PRIMARY KEY (story_id);

ALTER TABLE ONLY news.story_articles
    ADD CONSTRAINT story_articles_pkey PRIMARY KEY (article_id, story_id);

ALTER TABLE ONLY ops.alerts
    ADD CONSTRAINT alerts_pkey PRIMARY KEY (alert_id);

ALTER TABLE ONLY ops.archived_captures
    ADD CONSTRAINT archived_captures_pkey PRIMARY KEY (capture_id);

ALTER TABLE ONLY ops.archives
    ADD CONSTRAINT archives_pkey PRIMARY KEY (archive_id);

ALTER TABLE ONLY ops.archives
    ADD CONSTRAINT archives_url_key UNIQUE (url);

ALTER TABLE ONLY ops.batches
    ADD CONSTRAINT batches_pkey PRIMARY KEY (batch_id);

ALTER TABLE ONLY ops.data_docs
    ADD CONSTRAINT data_docs_pkey PRIMARY KEY (page_id);

ALTER TABLE ONLY ops.entries
    ADD CONSTRAINT entries_feed_id_entry_key_key UNIQUE (feed_id, entry_key);

ALTER TABLE ONLY ops.entries
    ADD CONSTRAINT entries_pkey PRIMARY KEY (entry_id);

ALTER TABLE ONLY ops.feeds
    ADD CONSTRAINT feeds_name_key UNIQUE (name);

ALTER TABLE ONLY ops.feeds
    ADD CONSTRAINT feeds_pkey PRIMARY KEY (feed_id);

ALTER TABLE ONLY ops.feeds
    ADD CONSTRAINT feeds_url_key UNIQUE (url);

ALTER TABLE ONLY ops.hosts
    ADD CONSTRAINT hosts_pkey PRIMARY KEY (host);

ALTER TABLE ONLY ops.inbox
    ADD CONSTRAINT inbox_idempotency_key_key UNIQUE (idempotency_key);

ALTER TABLE ONLY ops.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (push_id);

ALTER TABLE ONLY ops.mart_cursor
    ADD CONSTRAINT mart_cursor_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY ops.past_sightings
    ADD CONSTRAINT past_sightings_pkey PRIMARY KEY (entry_id, article_id);

ALTER TABLE ONLY ops.polls
    ADD CONSTRAINT polls_pkey PRIMARY KEY (poll_id);

ALTER TABLE ONLY ops.publisher_profiles
    ADD CONSTRAINT publisher_profiles_pkey PRIMARY KEY (publisher_id, day);

ALTER TABLE ONLY ops.quality_results
    ADD CONSTRAINT quality_results_pkey PRIMARY KEY (result_id);

ALTER TABLE ONLY ops.quarantine
    ADD CONSTRAINT quarantine_pkey PRIMARY KEY (quarantine_id);

ALTER TABLE ONLY ops.replays
    ADD CONSTRAINT replays_name_key UNIQUE (name);

ALTER TABLE ONLY ops.replays
    ADD CONSTRAINT replays_pkey PRIMARY KEY (replay_id);

ALTER TABLE ONLY ops.subscriptions
    ADD CONSTRAINT subscriptions_pkey PRIMARY KEY (subscription_id);

ALTER TABLE ONLY ops.subscriptions
    ADD CONSTRAINT subscriptions_token_key UNIQUE (token);

ALTER TABLE ONLY ops.term_counts
    ADD CONSTRAINT term_counts_pkey PRIMARY KEY (language, term);

ALTER TABLE ONLY raw.captures
    ADD CONSTRAINT captures_pkey PRIMARY KEY (captured_at, capture_id);

ALTER TABLE ONLY raw.captures_default
    ADD CONSTRAINT captures_default_pkey PRIMARY KEY (captured_at, capture_id);

ALTER TABLE ONLY staging.pages
    ADD CONSTRAINT pages_batch_id_url_key UNIQUE (batch_id, url);

ALTER TABLE ONLY staging.pages
    ADD CONSTRAINT pages_pkey PRIMARY KEY (page_id);

CREATE INDEX article_revisions_valid_from_idx ON news.article_revisions USING btree (valid_from DESC);

CREATE INDEX article_urls_article_id_idx ON news.article_urls USING btree (article_id);

CREATE INDEX articles_authors_idx ON news.articles USING gin (authors);

CREATE INDEX articles_change_seq_idx ON news.articles USING btree (change_seq);

CREATE INDEX articles_copies_by_time ON news.articles USING btree (first_seen_at) WHERE (duplicate_of IS NOT NULL);

CREATE INDEX articles_duplicate_of_idx ON news.articles USING btree (duplicate_of) WHERE (duplicate_of IS NOT NULL);

CREATE INDEX articles_loaded_at_idx ON news.articles USING brin (loaded_at) WITH (pages_per_range='32');

CREATE INDEX articles_published_at_idx ON news.articles USING btree (published_at DESC);

CREATE INDEX articles_publisher_id_published_at_idx ON news.articles USING btree (publisher_id, published_at DESC);

CREATE INDEX articles_same_body ON news.articles USING btree (publisher_id, md5(body));

CREATE INDEX articles_search_idx ON news.articles USING gin (search);

CREATE INDEX articles_tags_idx ON news.articles USING gin (tags);

CREATE INDEX articles_text_hash_idx ON news.articles USING btree (text_hash);

CREATE INDEX articles_title_idx ON news.articles USING gin (title public.gin_trgm_ops);

CREATE INDEX articles_title_search ON news.articles USING gin (to_tsvector(news.text_search_config(language), title));

CREATE INDEX signatures_bands_idx ON news.signatures USING gin (bands) WITH (fastupdate=off);

CREATE INDEX signatures_publisher_id_title_key_idx ON news.signatures USING btree (publisher_id, title_key) WHERE (title_key IS NOT NULL);

CREATE INDEX stories_language_last_at_idx ON news.stories USING btree (language, last_at) WHERE (merged_into IS NULL);

CREATE INDEX stories_last_at_idx ON news.stories USING btree (last_at DESC);

CREATE INDEX stories_merged_into_idx ON news.stories USING btree (merged_into) WHERE (merged_into IS NOT NULL);

CREATE UNIQUE INDEX story_articles_article_id_idx ON news.story_articles USING btree (article_id) WHERE (left_at IS NULL);

CREATE INDEX story_articles_story_id_idx ON news.story_articles USING btree (story_id);

CREATE UNIQUE INDEX alerts_check_name_subject_idx ON ops.alerts USING btree (check_name, subject) WHERE (closed_at IS NULL);

CREATE INDEX alerts_opened_at_idx ON ops.alerts USING btree (opened_at) WHERE (closed_sent_at IS NULL);

CREATE INDEX archived_captures_archive_id_idx ON ops.archived_captures USING btree (archive_id);

CREATE INDEX batches_due_again_at_idx ON ops.batches USING btree (due_again_at) WHERE (state = 'open'::text);

CREATE INDEX data_docs_kind_page_id_idx ON ops.data_docs USING btree (kind, page_id DESC);

CREATE INDEX entries_article_id_idx ON ops.entries USING btree (article_id);

CREATE INDEX entries_batch_id_idx ON ops.entries USING btree (batch_id) WHERE (state = 'waiting'::text);

CREATE INDEX entries_batch_id_idx1 ON ops.entries USING btree (batch_id) WHERE (batch_id IS NOT NULL);

CREATE INDEX entries_retry_at_idx ON ops.entries USING btree (retry_at) WHERE ((state = 'waiting'::text) AND (batch_id IS NULL));

CREATE INDEX entries_url_idx ON ops.entries USING btree (url);

CREATE INDEX feeds_next_poll_at_idx1 ON ops.feeds USING btree (next_poll_at) WHERE is_polled;

CREATE INDEX inbox_received_at_idx ON ops.inbox USING btree (received_at) WHERE (state = 'waiting'::text);

CREATE INDEX past_sightings_article_id_idx ON ops.past_sightings USING btree (article_id);

CREATE INDEX polls_feed_id_polled_at_idx ON ops.polls USING btree (feed_id, polled_at DESC);

CREATE INDEX polls_polled_at_idx ON ops.polls USING brin (polled_at);

CREATE INDEX quality_results_at_idx ON ops.quality_results USING btree (at);

CREATE INDEX quality_results_batch_id_idx ON ops.quality_results USING btree (batch_id) WHERE (batch_id IS NOT NULL);

CREATE INDEX quality_results_check_name_subject_result_id_idx ON ops.quality_results USING btree (check_name, subject, result_id DESC);

CREATE INDEX quarantine_batch_id_idx ON ops.quarantine USING btree (batch_id);

CREATE UNIQUE INDEX quarantine_entry_id_idx ON ops.quarantine USING btree (entry_id) WHERE (status = 'open'::text);

CREATE INDEX quarantine_reason_last_at_idx ON ops.quarantine USING btree (reason, last_at DESC);

CREATE INDEX subscriptions_feed_id_subscription_id_idx ON ops.subscriptions USING btree (feed_id, subscription_id);

CREATE INDEX captures_capture_id_idx ON ONLY raw.captures USING btree (capture_id);

CREATE INDEX captures_default_capture_id_idx ON raw.captures_default USING btree (capture_id);

ALTER INDEX raw.captures_capture_id_idx ATTACH PARTITION raw.captures_default_capture_id_idx;

ALTER INDEX raw.captures_pkey ATTACH PARTITION raw.captures_default_pkey;

CREATE TRIGGER fill_search BEFORE INSERT ON news.articles FOR EACH ROW WHEN ((new.search IS NULL)) EXECUTE FUNCTION news.fill_search();

CREATE TRIGGER refill_search BEFORE UPDATE OF title, subtitle, body, language, search ON news.articles FOR EACH ROW WHEN (((new.search IS NULL) OR ((NOT (new.search IS DISTINCT FROM old.search)) AND (ARRAY[new.title, new.subtitle, new.body, new.language] IS DISTINCT FROM ARRAY[old.title, old.subtitle, old.body, old.language])))) EXECUTE FUNCTION news.fill_search();

CREATE TRIGGER keep_past_sighting AFTER UPDATE OF article_id ON ops.entries FOR EACH ROW WHEN (((old.article_id IS NOT NULL) AND (new.article_id IS DISTINCT FROM old.article_id))) EXECUTE FUNCTION ops.keep_past_sighting();

CREATE TRIGGER tell_due_times AFTER INSERT ON ops.batches FOR EACH STATEMENT EXECUTE FUNCTION ops.tell_due_times();

CREATE TRIGGER tell_due_times AFTER INSERT OR UPDATE OF retry_at ON ops.entries FOR EACH STATEMENT EXECUTE FUNCTION ops.tell_due_times();

CREATE TRIGGER tell_due_times AFTER INSERT OR UPDATE OF next_poll_at ON ops.feeds FOR EACH STATEMENT EXECUTE FUNCTION ops.tell_due_times();

ALTER TABLE ONLY marts.daily_publisher
    ADD CONSTRAINT daily_publisher_publisher_id_fkey FOREIGN KEY (publisher_id) REFERENCES news.publishers(publisher_id);

ALTER TABLE ONLY news.article_revisions
    ADD CONSTRAINT article_revisions_article_id_fkey FOREIGN KEY (article_id) REFERENCES news.articles(article_id) ON DELETE CASCADE;

ALTER TABLE ONLY news.article_urls
    ADD CONSTRAINT article_urls_article_id_fkey FOREIGN KEY (article_id) REFERENCES news.articles(article_id) ON DELETE CASCADE;

ALTER TABLE ONLY news.articles
    ADD CONSTRAINT articles_duplicate_of_fkey FOREIGN KEY (duplicate_of) REFERENCES news.articles(article_id);

ALTER TABLE ONLY news.articles
    ADD CONSTRAINT articles_publisher_id_fkey FOREIGN KEY (publisher_id) REFERENCES news.publishers(publisher_id);

ALTER TABLE ONLY news.confirmations
    ADD CONSTRAINT confirmations_article_id_fkey FOREIGN KEY (article_id) REFERENCES news.articles(article_id) ON DELETE CASCADE;

ALTER TABLE ONLY news.media
    ADD CONSTRAINT media_article_id_fkey FOREIGN KEY (article_id) REFERENCES news.articles(article_id) ON DELETE CASCADE;

ALTER TABLE ONLY news.signatures
    ADD CONSTRAINT signatures_article_id_fkey FOREIGN KEY (article_id) REFERENCES news.articles(article_id) ON DELETE CASCADE;

ALTER TABLE ONLY news.signatures
    ADD CONSTRAINT signatures_publisher_id_fkey FOREIGN KEY (publisher_id) REFERENCES news.publishers(publisher_id);

ALTER TABLE ONLY news.stories
    ADD CONSTRAINT stories_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES news.stories(story_id);

ALTER TABLE ONLY news.stories
    ADD CONSTRAINT stories_story_id_fkey FOREIGN KEY (story_id) REFERENCES news.articles(article_id);

ALTER TABLE ONLY news.story_articles
    ADD CONSTRAINT story_articles_article_id_fkey FOREIGN KEY (article_id) REFERENCES news.articles(article_id) ON DELETE CASCADE;

ALTER TABLE ONLY news.story_articles
    ADD CONSTRAINT story_articles_story_id_fkey FOREIGN KEY (story_id) REFERENCES news.stories(story_id);

ALTER TABLE ONLY ops.archived_captures
    ADD CONSTRAINT archived_captures_archive_id_fkey FOREIGN KEY (archive_id) REFERENCES ops.archives(archive_id);

ALTER TABLE ONLY ops.entries
    ADD CONSTRAINT entries_article_id_fkey FOREIGN KEY (article_id) REFERENCES news.articles(article_id);

ALTER TABLE ONLY ops.entries
    ADD CONSTRAINT entries_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES ops.batches(batch_id);

ALTER TABLE ONLY ops.entries
    ADD CONSTRAINT entries_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES ops.feeds(feed_id) ON DELETE CASCADE;

ALTER TABLE ONLY ops.feeds
    ADD CONSTRAINT feeds_publisher_id_fkey FOREIGN KEY (publisher_id) REFERENCES news.publishers(publisher_id);

ALTER TABLE ONLY ops.inbox
    ADD CONSTRAINT inbox_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES ops.subscriptions(subscription_id) ON DELETE CASCADE;

ALTER TABLE ONLY ops.past_sightings
    ADD CONSTRAINT past_sightings_article_id_fkey FOREIGN KEY (article_id) REFERENCES news.articles(article_id) ON DELETE CASCADE;

ALTER TABLE ONLY ops.past_sightings
    ADD CONSTRAINT past_sightings_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES ops.entries(entry_id) ON DELETE CASCADE;

ALTER TABLE ONLY ops.polls
    ADD CONSTRAINT polls_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES ops.feeds(feed_id) ON DELETE CASCADE;

ALTER TABLE ONLY ops.publisher_profiles
    ADD CONSTRAINT publisher_profiles_publisher_id_fkey FOREIGN KEY (publisher_id) REFERENCES news.publishers(publisher_id);

ALTER TABLE ONLY ops.quality_results
    ADD CONSTRAINT quality_results_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES ops.batches(batch_id) ON DELETE SET NULL;

ALTER TABLE ONLY ops.quarantine
    ADD CONSTRAINT quarantine_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES ops.batches(batch_id);

ALTER TABLE ONLY ops.quarantine
    ADD CONSTRAINT quarantine_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES ops.entries(entry_id) ON DELETE CASCADE;

ALTER TABLE ONLY ops.replays
    ADD CONSTRAINT replays_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES ops.batches(batch_id) ON DELETE SET NULL;

ALTER TABLE ONLY ops.subscriptions
    ADD CONSTRAINT subscriptions_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES ops.feeds(feed_id) ON DELETE CASCADE;

ALTER TABLE ONLY staging.pages
    ADD CONSTRAINT pages_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES ops.batches(batch_id) ON DELETE CASCADE;

GRANT USAGE ON SCHEMA marts TO newsdesk_loader;
GRANT USAGE ON SCHEMA marts TO newsdesk_analyst;

GRANT USAGE ON SCHEMA news TO newsdesk_loader;
GRANT USAGE ON SCHEMA news TO newsdesk_analyst;

GRANT USAGE ON SCHEMA ops TO newsdesk_loader;
GRANT USAGE ON SCHEMA ops TO newsdesk_receiver;

GRANT USAGE ON SCHEMA raw TO newsdesk_loader;

GRANT USAGE ON SCHEMA staging TO newsdesk_loader;

GRANT ALL ON FUNCTION news.revision_diff(article_id bigint, revision integer) TO newsdesk_analyst;

GRANT ALL ON FUNCTION news.word_diff(before text, after text) TO newsdesk_analyst;

REVOKE ALL ON FUNCTION ops.prune_history(keep_days integer, dry_run boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.prune_history(keep_days integer, dry_run boolean) TO newsdesk_loader;

REVOKE ALL ON FUNCTION ops.prune_terms(keep_days integer, dry_run boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.prune_terms(keep_days integer, dry_run boolean) TO newsdesk_loader;

REVOKE ALL ON FUNCTION raw.drop_archived_day(archived_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION raw.drop_archived_day(archived_day date) TO newsdesk_loader;

REVOKE ALL ON FUNCTION raw.make_capture_partitions(days_ahead integer) FROM PUBLIC;
GRANT ALL ON FUNCTION raw.make_capture_partitions(days_ahead integer) TO newsdesk_loader;

REVOKE ALL ON FUNCTION raw.prune_captures(keep_days integer, dry_run boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION raw.prune_captures(keep_days integer, dry_run boolean) TO newsdesk_loader;

GRANT USAGE ON SEQUENCE news.change_seq TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN ON TABLE news.articles TO newsdesk_loader;
GRANT SELECT ON TABLE news.articles TO newsdesk_analyst;

GRANT UPDATE(title) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(subtitle) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(body) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(body_html) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(authors) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(agencies) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(dateline) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(section) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(tags) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(language) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(kind) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(paywalled) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(word_count) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(published_at) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(published_precision) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(published_source) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(modified_at) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(captured_at) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(updated_at) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(revision) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(change_seq) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(duplicate_of) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(duplicate_similarity) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(text_hash) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(capture_id) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(parser_version) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(found) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(warnings) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(search) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(version_hash) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(confirmed_at) ON TABLE news.articles TO newsdesk_loader;

GRANT UPDATE(duplicate_reason) ON TABLE news.articles TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN ON TABLE news.publishers TO newsdesk_loader;
GRANT SELECT ON TABLE news.publishers TO newsdesk_analyst;

GRANT UPDATE(country) ON TABLE news.publishers TO newsdesk_loader;

GRANT UPDATE(language) ON TABLE news.publishers TO newsdesk_loader;

GRANT SELECT ON TABLE marts.articles TO newsdesk_analyst;
GRANT SELECT,MAINTAIN ON TABLE marts.articles TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN ON TABLE ops.batches TO newsdesk_loader;

GRANT UPDATE(state) ON TABLE ops.batches TO newsdesk_loader;

GRANT UPDATE(lease_token) ON TABLE ops.batches TO newsdesk_loader;

GRANT UPDATE(announcements) ON TABLE ops.batches TO newsdesk_loader;

GRANT UPDATE(due_again_at) ON TABLE ops.batches TO newsdesk_loader;

GRANT UPDATE(counts) ON TABLE ops.batches TO newsdesk_loader;

GRANT UPDATE(done_at) ON TABLE ops.batches TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(link) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(url) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(host) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(title) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(summary) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(content_html) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(authors) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(language) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(published_at) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(published_raw) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(date_problem) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(fingerprint) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(capture_id) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(last_seen_at) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(changed_at) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(version) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(state) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(batch_id) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(attempts) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(retry_at) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(last_error) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(article_id) ON TABLE ops.entries TO newsdesk_loader;

GRANT UPDATE(is_whole) ON TABLE ops.entries TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(publisher_id) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(name) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(configured_url) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(url) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(host) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(language) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(section) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(state) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(format) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(title) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(next_poll_at) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(interval_seconds) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(etag) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(last_modified) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(validators_url) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(body_sha256) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(last_polled_at) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(last_success_at) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(last_change_at) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(failures) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(last_error) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(overlap) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(moved_to) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(moved_polls) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(lease_token) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(lease_until) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(polls_since_check) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(distrusted_at) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(sitemaps) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(retired_by_hand) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(hub_url) ON TABLE ops.feeds TO newsdesk_loader;

GRANT UPDATE(pushed_at) ON TABLE ops.feeds TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN ON TABLE ops.quarantine TO newsdesk_loader;

GRANT UPDATE(batch_id) ON TABLE ops.quarantine TO newsdesk_loader;

GRANT UPDATE(stage) ON TABLE ops.quarantine TO newsdesk_loader;

GRANT UPDATE(reason) ON TABLE ops.quarantine TO newsdesk_loader;

GRANT UPDATE(reasons) ON TABLE ops.quarantine TO newsdesk_loader;

GRANT UPDATE(evidence) ON TABLE ops.quarantine TO newsdesk_loader;

GRANT UPDATE(url) ON TABLE ops.quarantine TO newsdesk_loader;

GRANT UPDATE(capture_id) ON TABLE ops.quarantine TO newsdesk_loader;

GRANT UPDATE(parser_version) ON TABLE ops.quarantine TO newsdesk_loader;

GRANT UPDATE(attempts) ON TABLE ops.quarantine TO newsdesk_loader;

GRANT UPDATE(last_at) ON TABLE ops.quarantine TO newsdesk_loader;

GRANT UPDATE(status) ON TABLE ops.quarantine TO newsdesk_loader;

GRANT UPDATE(run_id) ON TABLE ops.quarantine TO newsdesk_loader;

GRANT SELECT,MAINTAIN ON TABLE ops.balance TO newsdesk_loader;

GRANT SELECT ON TABLE marts.balance TO newsdesk_analyst;
GRANT SELECT,MAINTAIN ON TABLE marts.balance TO newsdesk_loader;

GRANT SELECT ON TABLE marts.copies TO newsdesk_analyst;
GRANT SELECT,MAINTAIN ON TABLE marts.copies TO newsdesk_loader;

GRANT SELECT ON TABLE marts.copiers TO newsdesk_analyst;
GRANT SELECT,MAINTAIN ON TABLE marts.copiers TO newsdesk_loader;

GRANT SELECT,INSERT,DELETE,MAINTAIN ON TABLE marts.daily_publisher TO newsdesk_loader;
GRANT SELECT ON TABLE marts.daily_publisher TO newsdesk_analyst;

GRANT SELECT ON TABLE marts.daily_sections TO newsdesk_analyst;
GRANT SELECT,MAINTAIN ON TABLE marts.daily_sections TO newsdesk_loader;

GRANT SELECT,INSERT,DELETE,MAINTAIN ON TABLE marts.daily_totals TO newsdesk_loader;
GRANT SELECT ON TABLE marts.daily_totals TO newsdesk_analyst;

GRANT SELECT ON TABLE marts.daily_volume TO newsdesk_analyst;
GRANT SELECT,MAINTAIN ON TABLE marts.daily_volume TO newsdesk_loader;

GRANT SELECT,INSERT,DELETE,MAINTAIN ON TABLE ops.quality_results TO newsdesk_loader;

GRANT SELECT,MAINTAIN ON TABLE marts.drift TO newsdesk_loader;
GRANT SELECT ON TABLE marts.drift TO newsdesk_analyst;

GRANT SELECT,INSERT,MAINTAIN ON TABLE news.article_revisions TO newsdesk_loader;
GRANT SELECT ON TABLE news.article_revisions TO newsdesk_analyst;

GRANT SELECT ON TABLE marts.edits TO newsdesk_analyst;
GRANT SELECT,MAINTAIN ON TABLE marts.edits TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN ON TABLE ops.polls TO newsdesk_loader;

GRANT SELECT,MAINTAIN ON TABLE marts.feed_health TO newsdesk_loader;
GRANT SELECT ON TABLE marts.feed_health TO newsdesk_analyst;

GRANT SELECT ON TABLE marts.latency TO newsdesk_analyst;
GRANT SELECT,MAINTAIN ON TABLE marts.latency TO newsdesk_loader;

GRANT SELECT ON TABLE marts.rejected TO newsdesk_analyst;
GRANT SELECT,MAINTAIN ON TABLE marts.rejected TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN,UPDATE ON TABLE news.stories TO newsdesk_loader;
GRANT SELECT ON TABLE news.stories TO newsdesk_analyst;

GRANT SELECT,INSERT,MAINTAIN,UPDATE ON TABLE news.story_articles TO newsdesk_loader;
GRANT SELECT ON TABLE news.story_articles TO newsdesk_analyst;

GRANT SELECT ON TABLE marts.stories TO newsdesk_analyst;
GRANT SELECT,MAINTAIN ON TABLE marts.stories TO newsdesk_loader;

GRANT SELECT ON TABLE marts.story_coverage TO newsdesk_analyst;
GRANT SELECT,MAINTAIN ON TABLE marts.story_coverage TO newsdesk_loader;

GRANT SELECT,MAINTAIN ON TABLE marts.tag_pairs TO newsdesk_loader;
GRANT SELECT ON TABLE marts.tag_pairs TO newsdesk_analyst;

GRANT SELECT,INSERT,MAINTAIN ON TABLE news.article_urls TO newsdesk_loader;
GRANT SELECT ON TABLE news.article_urls TO newsdesk_analyst;

GRANT UPDATE(article_id) ON TABLE news.article_urls TO newsdesk_loader;

GRANT UPDATE(relation) ON TABLE news.article_urls TO newsdesk_loader;

GRANT UPDATE(title) ON TABLE news.article_urls TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN,UPDATE ON TABLE news.confirmations TO newsdesk_loader;
GRANT SELECT ON TABLE news.confirmations TO newsdesk_analyst;

GRANT SELECT,INSERT,DELETE,MAINTAIN,UPDATE ON TABLE news.media TO newsdesk_loader;
GRANT SELECT ON TABLE news.media TO newsdesk_analyst;

GRANT SELECT ON TABLE news.revisions TO newsdesk_analyst;
GRANT SELECT,MAINTAIN ON TABLE news.revisions TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN ON TABLE ops.past_sightings TO newsdesk_loader;

GRANT UPDATE(last_seen_at) ON TABLE ops.past_sightings TO newsdesk_loader;

GRANT SELECT,MAINTAIN ON TABLE news.sightings TO newsdesk_loader;
GRANT SELECT ON TABLE news.sightings TO newsdesk_analyst;

GRANT SELECT,INSERT,MAINTAIN ON TABLE news.signatures TO newsdesk_loader;

GRANT UPDATE(bands) ON TABLE news.signatures TO newsdesk_loader;

GRANT UPDATE(signature) ON TABLE news.signatures TO newsdesk_loader;

GRANT UPDATE(publisher_id) ON TABLE news.signatures TO newsdesk_loader;

GRANT UPDATE(title_key) ON TABLE news.signatures TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN,UPDATE ON TABLE ops.alerts TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN ON TABLE ops.archived_captures TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN ON TABLE ops.archives TO newsdesk_loader;

GRANT SELECT,INSERT,DELETE,MAINTAIN ON TABLE ops.data_docs TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN ON TABLE ops.hosts TO newsdesk_loader;

GRANT UPDATE(lease_token) ON TABLE ops.hosts TO newsdesk_loader;

GRANT UPDATE(lease_until) ON TABLE ops.hosts TO newsdesk_loader;

GRANT UPDATE(next_request_at) ON TABLE ops.hosts TO newsdesk_loader;

GRANT UPDATE(slow_until) ON TABLE ops.hosts TO newsdesk_loader;

GRANT UPDATE(crawl_delay_seconds) ON TABLE ops.hosts TO newsdesk_loader;

GRANT UPDATE(robots_status) ON TABLE ops.hosts TO newsdesk_loader;

GRANT UPDATE(robots_body) ON TABLE ops.hosts TO newsdesk_loader;

GRANT UPDATE(robots_fetched_at) ON TABLE ops.hosts TO newsdesk_loader;

GRANT UPDATE(denials) ON TABLE ops.hosts TO newsdesk_loader;

GRANT UPDATE(denials_until) ON TABLE ops.hosts TO newsdesk_loader;

GRANT SELECT,DELETE,MAINTAIN ON TABLE ops.inbox TO newsdesk_loader;

GRANT SELECT(push_id) ON TABLE ops.inbox TO newsdesk_receiver;

GRANT SELECT(received_at),UPDATE(received_at) ON TABLE ops.inbox TO newsdesk_receiver;

GRANT SELECT(kind),INSERT(kind) ON TABLE ops.inbox TO newsdesk_receiver;

GRANT SELECT(idempotency_key),INSERT(idempotency_key) ON TABLE ops.inbox TO newsdesk_receiver;

GRANT INSERT(subscription_id) ON TABLE ops.inbox TO newsdesk_receiver;

GRANT INSERT(sender) ON TABLE ops.inbox TO newsdesk_receiver;

GRANT INSERT(content_type) ON TABLE ops.inbox TO newsdesk_receiver;

GRANT INSERT(headers) ON TABLE ops.inbox TO newsdesk_receiver;

GRANT UPDATE(body) ON TABLE ops.inbox TO newsdesk_loader;
GRANT INSERT(body) ON TABLE ops.inbox TO newsdesk_receiver;

GRANT INSERT(body_bytes) ON TABLE ops.inbox TO newsdesk_receiver;

GRANT SELECT(body_sha256),INSERT(body_sha256) ON TABLE ops.inbox TO newsdesk_receiver;

GRANT SELECT(deliveries),UPDATE(deliveries) ON TABLE ops.inbox TO newsdesk_receiver;

GRANT UPDATE(state) ON TABLE ops.inbox TO newsdesk_loader;
GRANT SELECT(state),UPDATE(state) ON TABLE ops.inbox TO newsdesk_receiver;

GRANT UPDATE(outcome) ON TABLE ops.inbox TO newsdesk_loader;

GRANT UPDATE(settled_at) ON TABLE ops.inbox TO newsdesk_loader;

GRANT USAGE ON SEQUENCE ops.lease_tokens TO newsdesk_loader;

GRANT SELECT,MAINTAIN,UPDATE ON TABLE ops.mart_cursor TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN,UPDATE ON TABLE ops.publisher_profiles TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN ON TABLE ops.replays TO newsdesk_loader;

GRANT UPDATE(passed) ON TABLE ops.replays TO newsdesk_loader;

GRANT UPDATE(last_article_id) ON TABLE ops.replays TO newsdesk_loader;

GRANT UPDATE(batch_id) ON TABLE ops.replays TO newsdesk_loader;

GRANT UPDATE(counts) ON TABLE ops.replays TO newsdesk_loader;

GRANT UPDATE(finished_at) ON TABLE ops.replays TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN ON TABLE ops.subscriptions TO newsdesk_loader;
GRANT SELECT ON TABLE ops.subscriptions TO newsdesk_receiver;

GRANT UPDATE(final_hub_url) ON TABLE ops.subscriptions TO newsdesk_loader;

GRANT UPDATE(state) ON TABLE ops.subscriptions TO newsdesk_loader;
GRANT UPDATE(state) ON TABLE ops.subscriptions TO newsdesk_receiver;

GRANT UPDATE(requested_at) ON TABLE ops.subscriptions TO newsdesk_loader;
GRANT UPDATE(requested_at) ON TABLE ops.subscriptions TO newsdesk_receiver;

GRANT UPDATE(verified_at) ON TABLE ops.subscriptions TO newsdesk_receiver;

GRANT UPDATE(lease_until) ON TABLE ops.subscriptions TO newsdesk_receiver;

GRANT UPDATE(ended_at) ON TABLE ops.subscriptions TO newsdesk_loader;
GRANT UPDATE(ended_at) ON TABLE ops.subscriptions TO newsdesk_receiver;

GRANT UPDATE(outcome) ON TABLE ops.subscriptions TO newsdesk_loader;
GRANT UPDATE(outcome) ON TABLE ops.subscriptions TO newsdesk_receiver;

GRANT UPDATE(detail) ON TABLE ops.subscriptions TO newsdesk_loader;
GRANT UPDATE(detail) ON TABLE ops.subscriptions TO newsdesk_receiver;

GRANT UPDATE(failures) ON TABLE ops.subscriptions TO newsdesk_receiver;

GRANT UPDATE(last_push_at) ON TABLE ops.subscriptions TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN,UPDATE ON TABLE ops.term_counts TO newsdesk_loader;

GRANT SELECT,INSERT,MAINTAIN ON TABLE raw.captures TO newsdesk_loader;

GRANT MAINTAIN ON TABLE raw.captures_default TO newsdesk_loader;

GRANT SELECT,MAINTAIN ON TABLE raw.known_captures TO newsdesk_loader;

GRANT SELECT,INSERT,DELETE,MAINTAIN ON TABLE staging.pages TO newsdesk_loader;

GRANT UPDATE(url) ON TABLE staging.pages TO newsdesk_loader;

GRANT UPDATE(entry_ids) ON TABLE staging.pages TO newsdesk_loader;

GRANT UPDATE(capture_id) ON TABLE staging.pages TO newsdesk_loader;

GRANT UPDATE(captured_at) ON TABLE staging.pages TO newsdesk_loader;

GRANT UPDATE(source) ON TABLE staging.pages TO newsdesk_loader;

GRANT UPDATE(state) ON TABLE staging.pages TO newsdesk_loader;

GRANT UPDATE(article) ON TABLE staging.pages TO newsdesk_loader;

GRANT UPDATE(article_url) ON TABLE staging.pages TO newsdesk_loader;

GRANT UPDATE(text_hash) ON TABLE staging.pages TO newsdesk_loader;

GRANT UPDATE(warnings) ON TABLE staging.pages TO newsdesk_loader;

GRANT UPDATE(version_hash) ON TABLE staging.pages TO newsdesk_loader;

GRANT UPDATE(signature) ON TABLE staging.pages TO newsdesk_loader;

ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA marts GRANT MAINTAIN ON TABLES TO newsdesk_loader;

ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA news GRANT MAINTAIN ON TABLES TO newsdesk_loader;

ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA ops GRANT MAINTAIN ON TABLES TO newsdesk_loader;

ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA raw GRANT MAINTAIN ON TABLES TO newsdesk_loader;

ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA staging GRANT MAINTAIN ON TABLES TO newsdesk_loader;
