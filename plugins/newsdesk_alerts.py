"""What Airflow calls when a task has failed for good: an alert like those of the checks.

Does not raise: a database that is away would hide the failure itself.
"""

import logging
from typing import Any

from airflow.sdk import BaseNotifier

from include.newsdesk.errors import NewsdeskError
from include.newsdesk.stages.alerts import report_failure

logger = logging.getLogger(__name__)


class FailureNotifier(BaseNotifier):
    """Open an alert about the failed task, named `dag.task`, and send it to the webhook."""

    def notify(self, context: Any) -> None:
        """Report one failure."""
        task = context["ti"]
        subject = f"{task.dag_id}.{task.task_id}"
        try:
            report_failure(subject, f"run {context['run_id']}: {context.get('exception') or 'failed'}"[:500])
        except NewsdeskError as error:
            logger.warning("could not report the failure task=%s error=%s", subject, error)
