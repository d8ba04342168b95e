-- Words in titles alone: the index over the whole text would have every article with the word in its text looked through.
create index articles_title_search on news.articles using gin (to_tsvector(news.text_search_config(language), title));
