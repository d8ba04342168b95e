-- Point an article to its original.
update news.articles set duplicate_of = %(original_id)s, duplicate_similarity = %(similarity)s where article_id = %(article_id)s
