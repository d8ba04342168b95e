"""Say which articles are the same: URL identity, text fingerprints, near copies, stories.

Does not store or look up anything: it turns URLs and texts into keys, signatures and decisions for the stages.
"""
