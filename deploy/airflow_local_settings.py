"""Imported by every process of Airflow when it starts.

A Celery worker forks its tasks: what it has imported before costs them nothing, and Great Expectations takes seconds.
"""

import sys

if "celery" in sys.argv and "worker" in sys.argv:
    import great_expectations  # noqa: F401
