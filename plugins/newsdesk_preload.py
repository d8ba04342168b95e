"""Makes tasks start faster: the scheduler, which forks them here, gets ready what each of them would load for itself.

The stages and their libraries, Airflow's decorators, and the plugins once more: tasks have a list of their own.
Celery's workers do the first of these in `deploy/airflow_local_settings.py`.
"""

import sys

from airflow.listeners import hookimpl
from airflow.plugins_manager import AirflowPlugin


class Preload:
    """Told by Airflow when one of its processes begins its work."""

    @hookimpl
    def on_starting(self, component: object) -> None:
        """Load, in the scheduler only."""
        if "scheduler" not in sys.argv:
            return
        from airflow.sdk import dag, task  # noqa: F401
        from airflow.sdk.listener import get_listener_manager

        import include.newsdesk.stages.preload  # noqa: F401

        get_listener_manager()


class NewsdeskPreload(AirflowPlugin):
    """Announces the listener."""

    name = "newsdesk_preload"
    listeners = [Preload()]
