"""### Bring stories and marts up to date

Runs after articles were loaded; a burst of batches folds into one run. Only what changed is computed anew.

* **By hand**: trigger it; there is nothing to choose.
* **Again**: safe, the second run finds nothing to do.
"""

from airflow.sdk import FixedKeyMapper, PartitionedAssetTimetable, dag, task
from newsdesk_airflow import ARTICLES, TASK_DEFAULTS

from include.newsdesk.stages import marts, stories


@dag(
    schedule=PartitionedAssetTimetable(assets=ARTICLES, default_partition_mapper=FixedKeyMapper("all")),
    catchup=False,
    max_active_runs=1,
    default_args=TASK_DEFAULTS,
    doc_md=__doc__,
    tags=["newsdesk"],
)
def build_marts() -> None:
    """Put new articles into stories, then count the days that changed."""
    task(stories.build_stories)() >> task(marts.build_marts)()


build_marts()
