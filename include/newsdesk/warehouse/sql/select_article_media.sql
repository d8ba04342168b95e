-- Images and videos of one article, the lead image first.
select kind, url, caption, credit, alt from news.media where article_id = %(article_id)s order by position
