-- These entries lead to an article that is known already.
update ops.entries set state = 'duplicate', article_id = %(article_id)s where entry_id = any(%(entry_ids)s)
