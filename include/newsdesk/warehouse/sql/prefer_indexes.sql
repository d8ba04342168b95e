-- Have what follows in this transaction planned by indexes. The planner doesn't count what it costs to fetch the words of every article.
set local enable_seqscan = off
