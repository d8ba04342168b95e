-- In how many articles of a language these terms occurred.
select term, articles from ops.term_counts where language = %(language)s and term = any(%(terms)s)
