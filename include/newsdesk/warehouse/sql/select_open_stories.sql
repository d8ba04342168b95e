-- Living stories of a language that have an article between these times, or span them.
select story_id, language, articles, first_at, last_at, terms
from news.stories
where language = %(language)s and merged_into is null and last_at >= %(since)s and first_at <= %(until)s
