-- Search without accents: a configuration for each language, that takes accents off before it stems. "Elysee" finds "Élysée", "Malmo" "Malmö".
do $$
declare
  language name;
  chain text;
  with_stop_words name[] := '{danish,dutch,english,finnish,french,german,hungarian,italian,norwegian,portuguese,russian,spanish,swedish,turkish}';
begin
  foreach language in array '{
    arabic,armenian,basque,catalan,danish,dutch,english,finnish,french,german,greek,hindi,hungarian,indonesian,irish,italian,lithuanian,
    nepali,norwegian,portuguese,romanian,russian,serbian,simple,spanish,swedish,tamil,turkish,yiddish}'::name[]
  loop
    execute format('create text search configuration news.%I (copy = pg_catalog.%I)', language, language);
    chain := format('public.unaccent, pg_catalog.%I', language || case language when 'simple' then '' else '_stem' end);
    if language = any(with_stop_words) then
      -- Before the accents go: French "à" is a stop word, "a" is not.
      execute format('create text search dictionary news.%I (template = pg_catalog.simple, stopwords = %I, accept = false)',
                     language || '_stop', language);
      chain := format('news.%I, %s', language || '_stop', chain);
    end if;
    execute format('alter text search configuration news.%I alter mapping for hword, hword_part, word with %s', language, chain);
  end loop;
end $$;

create or replace function news.text_search_config(language text) returns regconfig language sql immutable parallel safe as $$
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
comment on function news.text_search_config(text) is
  'Text search configuration of a language (ISO 639): accents off, then the language''s stems; words as they are for a language without.';

-- Compute the search column of every article anew. This writes each row again, at a thousand or two a second, while load waits, and leaves
-- as much dead space: on a large warehouse stop the pipeline for it, and run `vacuum full news.articles` after it if the disk is short.
update news.articles set title = title;
