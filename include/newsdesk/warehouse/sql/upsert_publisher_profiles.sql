-- Add the counts of a batch to what its publishers' articles look like today.
insert into ops.publisher_profiles as p (
  publisher_id, day, rows, rejected, pages, authors, published_at, image, section, tags, subtitle, other_layout, texts, words, short, long)
select
  publisher_id, current_date, rows, rejected, pages, authors, published_at, image, section, tags, subtitle, other_layout, texts, words,
  short, long
from jsonb_to_recordset(%(rows)s::jsonb) as r (
  publisher_id integer, rows integer, rejected integer, pages integer, authors integer, published_at integer, image integer,
  section integer, tags integer, subtitle integer, other_layout integer, texts integer, words bigint, short integer, long integer)
order by publisher_id
on conflict (publisher_id, day) do update set
  rows = p.rows + excluded.rows, rejected = p.rejected + excluded.rejected, pages = p.pages + excluded.pages,
  authors = p.authors + excluded.authors, published_at = p.published_at + excluded.published_at, image = p.image + excluded.image,
  section = p.section + excluded.section, tags = p.tags + excluded.tags, subtitle = p.subtitle + excluded.subtitle,
  other_layout = p.other_layout + excluded.other_layout, texts = p.texts + excluded.texts, words = p.words + excluded.words,
  short = p.short + excluded.short, long = p.long + excluded.long
