"""### Keep the warehouse in shape

Every night: makes the partitions of the coming days, deletes what is past its retention (`NEWSDESK_HISTORY_DAYS`, and without an
archive `NEWSDESK_RETENTION_DAYS`), vacuums the tables that need it, removes Airflow's old task logs. Never deletes an article, a
revision, or a stored page that an open batch or an open quarantine row needs.

* **By hand**: trigger it; `dry_run` says in the log what would be done.
* **Again**: safe, the second run finds nothing to do.
* **On failure**: the database is away, or a lock could not be had within ten seconds; clear the task.
"""

from airflow.sdk import Param, dag, task
from newsdesk_airflow import TASK_DEFAULTS

from include.newsdesk.stages import maintain


@dag(
    schedule="50 3 * * *",
    catchup=False,
    max_active_runs=1,
    default_args=TASK_DEFAULTS,
    render_template_as_native_obj=True,
    params={"dry_run": Param(False, type="boolean", title="Dry run", description="Say what would be done and do nothing.")},
    doc_md=__doc__,
    tags=["newsdesk"],
)
def maintain_warehouse() -> None:
    """Do what is due."""
    task(maintain.maintain_warehouse)(dry_run="{{ params.dry_run }}")


maintain_warehouse()
