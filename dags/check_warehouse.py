"""### Check the whole warehouse

Runs every 15 minutes: freshness of each feed against its rhythm, volume against the same hours of earlier weeks, the balance,
references, copies, partitions, the completeness of yesterday. Results are rows of `ops.quality_results`;
what begins or ends is told to the webhook of `NEWSDESK_ALERT_WEBHOOK`, once (`ops.alerts`).

* **By hand**: trigger it; there is nothing to choose. `python -m include.newsdesk check` prints the same and keeps nothing.
* **Again**: safe, it looks anew.
* **On failure**: the database is away, or a check can't be run. What a check finds never fails a task.
"""

from airflow.sdk import CronTriggerTimetable, dag, task
from newsdesk_airflow import TASK_DEFAULTS

from include.newsdesk.stages import alerts, checks


@dag(
    schedule=CronTriggerTimetable("*/15 * * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args=TASK_DEFAULTS,
    doc_md=__doc__,
    tags=["newsdesk"],
)
def check_warehouse() -> None:
    """Run the checks, keep their results, tell what is new."""
    task(checks.check_warehouse)(run_id="{{ run_id }}") >> task(alerts.send_alerts)()


check_warehouse()
