-- These entries lead to an article that is known already; one that its feed has changed meanwhile left the batch and waits.
update ops.entries set state = 'duplicate', article_id = %(article_id)s
where entry_id = any(%(entry_ids)s) and batch_id = %(batch_id)s
