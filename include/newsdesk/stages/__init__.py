"""What the tasks call: one module per stage, the only place where I/O and pure parts meet.

    poll      due feeds ─► captures, entries ─► batches of entries
    fetch     entries of a batch ─► pages (captures) | quarantine
    parse     pages ─► articles in staging | quarantine
    validate  articles in staging ─► valid ones | quarantine
    load      valid articles ─► articles, revisions, copies
    marts     changed articles ─► daily figures

Every function can be killed at any statement and called again. Does not import Airflow: a DAG wraps these functions.
"""
