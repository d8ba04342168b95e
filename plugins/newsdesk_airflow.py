"""What the DAGs share: the assets, and how often a task is tried.

Does not hold logic: that is in `include/newsdesk`.
"""

from datetime import timedelta

from airflow.sdk import Asset, ExceptionRetryPolicy, RetryAction, RetryRule
from newsdesk_alerts import FailureNotifier

from include.newsdesk.errors import PermanentError, RejectedError, TransientError

ENTRIES = Asset(name="entries", uri="newsdesk://entries", group="newsdesk")
"""New or changed entries; one partition is one batch, its key the batch id."""

ARTICLES = Asset(name="articles", uri="newsdesk://articles", group="newsdesk")
"""Loaded articles; the partition key is the batch that brought them."""

RETRY_POLICY = ExceptionRetryPolicy(
    rules=[
        RetryRule(exception=TransientError, action=RetryAction.RETRY, reason="can pass by itself"),
        RetryRule(exception=PermanentError, action=RetryAction.FAIL, reason="trying again can't help"),
        RetryRule(exception=RejectedError, action=RetryAction.FAIL, reason="a rejection must become a row, not an error"),
    ]
)
"""The error tree of `include/newsdesk/errors.py` as Airflow's decision."""

STRINGS = {"type": "array", "items": {"type": "string"}}
"""A field of a form that takes several names."""
TIME = {
    "type": ["null", "string"],
    "format": "date-time",
    "pattern": r"^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$",
}
"""A field that takes a time or stays empty; Airflow checks the format in the browser only."""

TASK_DEFAULTS = {
    "owner": "newsdesk",
    "retries": 5,
    "retry_delay": timedelta(seconds=10),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(minutes=10),
    "retry_policy": RETRY_POLICY,
    "on_failure_callback": FailureNotifier(),
}
