"""### Check the whole warehouse

Runs every 15 minutes: freshness of each feed against its rhythm, volume against the same hours of earlier weeks, the balance,
references, copies, partitions, the completeness of yesterday. Results are rows of `ops.quality_results`.

* **By hand**: trigger it; there is nothing to choose. `python -m include.newsdesk check` prints the same and keeps nothing.
* **Again**: safe, it looks anew.
* **On failure**: the database is away, or a check can't be run. What a check finds never fails a task.
"""

from airflow.sdk import CronTriggerTimetable, dag, task
from newsdesk_airflow import TASK_DEFAULTS

from include.newsdesk.stages import checks


@dag(
    schedule=CronTriggerTimetable("*/15 * * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args=TASK_DEFAULTS,
    doc_md=__doc__,
    tags=["newsdesk"],
)
def check_warehouse() -> None:
    """Run the checks and keep their results."""
    task(checks.check_warehouse)(run_id="{{ run_id }}")


check_warehouse()
