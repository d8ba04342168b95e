"""Imported by every process of Airflow when it starts.

A Celery worker forks its tasks: what it has imported before costs them nothing, and Great Expectations takes seconds, the stages
about one.
"""

import sys

if "celery" in sys.argv and "worker" in sys.argv:
    from include.newsdesk.quality import prepare
    from include.newsdesk.stages import fetch, load, marts, parse, poll, validate  # noqa: F401

    prepare()
