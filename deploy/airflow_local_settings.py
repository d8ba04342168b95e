"""Imported by every process of Airflow when it starts.

A Celery worker forks its tasks: what it has loaded before costs them nothing.
"""

import sys

if "celery" in sys.argv and "worker" in sys.argv:
    import include.newsdesk.stages.preload  # noqa: F401
