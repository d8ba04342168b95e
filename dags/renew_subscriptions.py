"""### Ask hubs to push, and renew what they agreed to

Runs every ten minutes; where no subscription is due it asks nobody. Feeds name their hub (WebSub); see `docs/push.md`.

* **By hand**: trigger it; there is nothing to choose.
* **Again**: safe, a request that waits for its hub is not repeated.
* **On failure**: a hub that can't be had never fails the task, its feed is polled. A failed task means trouble with the database.
"""

from airflow.sdk import CronTriggerTimetable, dag, task
from newsdesk_airflow import TASK_DEFAULTS

from include.newsdesk.stages import websub


@dag(
    schedule=CronTriggerTimetable("*/10 * * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args=TASK_DEFAULTS,
    doc_md=__doc__,
    tags=["newsdesk"],
)
def renew_subscriptions() -> None:
    """Do what is due about all subscriptions."""
    task(websub.renew_subscriptions)()


renew_subscriptions()
