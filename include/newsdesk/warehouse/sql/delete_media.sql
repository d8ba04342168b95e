-- Drop the media of articles that are about to get new ones.
delete from news.media where article_id = any(%(article_ids)s)
