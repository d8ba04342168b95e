-- Articles on one event, put together as they arrive.
create table news.stories (  -- Articles of one language on one event, found by their words; see method. Its articles are in news.story_articles.
  story_id bigint primary key references news.articles (article_id),  -- Stable key: the article that founded it. When stories merge, the older keeps its key.
  merged_into bigint references news.stories check (merged_into <> story_id),  -- Story that its articles belong to since it was merged; null while it lives.
  merged_at timestamptz,  -- When it was merged.
  language text not null,  -- Language; stories are within one.
  title text not null,  -- Headline of its earliest article.
  first_at timestamptz not null,  -- Earliest article, by the publisher's date, else by first sight.
  last_at timestamptz not null,  -- Latest article.
  articles integer not null check (articles >= 0),  -- Articles, copies included; 0 once merged.
  publishers integer not null check (publishers >= 0),  -- Publishers that carry it; a story of one publisher is no event yet.
  terms jsonb not null,  -- Weight of each of its strongest terms, which new articles are compared with.
  method text not null,  -- Method of clustering with its parameters; see matching/stories.py.
  updated_at timestamptz not null default now(),  -- When it last changed.
  check ((merged_into is null) = (merged_at is null))
);
create index on news.stories (language, last_at) where merged_into is null;
create index on news.stories (last_at desc);
create index on news.stories (merged_into) where merged_into is not null;

create table news.story_articles (  -- Which article belongs to which story, from when to when. Nothing is deleted when stories merge.
  article_id bigint not null references news.articles on delete cascade,  -- Article.
  story_id bigint not null references news.stories,  -- Story.
  similarity real not null check (similarity between 0 and 1),  -- Of the article to the story as it joined: 1 for the founder; that of the merged stories after a merge; that to its original for a copy.
  joined_at timestamptz not null default now(),  -- When it joined.
  left_at timestamptz check (left_at >= joined_at),  -- When the story was merged into another; null while it belongs to it.
  primary key (article_id, story_id)
);
create unique index on news.story_articles (article_id) where left_at is null;
create index on news.story_articles (story_id);

create table ops.term_counts (  -- In how many articles of a language each term occurred: how rare a word is.
  language text not null,  -- Language.
  term text not null check (length(term) <= 200),  -- Term; the empty one counts all articles.
  articles integer not null,  -- Articles with it.
  primary key (language, term)
);
alter table ops.mart_cursor add column stories_seq bigint not null default 0;  -- Highest change_seq that was looked at for stories.

grant select, insert, update on news.stories, news.story_articles, ops.term_counts to newsdesk_loader;
grant select on news.stories, news.story_articles to newsdesk_analyst;
