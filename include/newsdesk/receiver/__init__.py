"""The receiver: the one door through which publishers and hubs reach us, a small web service of its own.

    hub ─ GET, POST /websub/TOKEN ─┐
                                   ├─► checks ─► ops.inbox (committed) ─► 2xx, NOTIFY ─► poll_feeds takes it from there
    publisher ─ POST /articles ────┘

Does not read feeds or pages, and has a database role that may do no more than receive.
"""
