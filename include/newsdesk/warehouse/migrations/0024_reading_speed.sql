-- What questions of analysts read on a large warehouse, made quicker to read.

-- Copies of the last days, as marts.copiers asks for them: few articles are copies, so this index is small.
create index articles_copies_by_time on news.articles (first_seen_at) where duplicate_of is not null;

-- Text and search column go out of line, so that the rest of a row is short. Without this, headline, tags and names went with them, and
-- each cost an access of its own. It counts for rows written from now on; older ones change when they are next written.
alter table news.articles
  alter column url set storage main, alter column title set storage main, alter column authors set storage main,
  alter column agencies set storage main, alter column section set storage main, alter column tags set storage main,
  alter column text_hash set storage main, alter column version_hash set storage main, alter column warnings set storage main;
