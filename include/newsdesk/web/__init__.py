"""The only door to the open web: one guarded client, robots.txt, politeness, and what a page's answer really is.

Does not read what was fetched: documents are read in `feeds/` and `articles/`.
"""
