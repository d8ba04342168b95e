"""### Archive old captures

Every night, closed days of `raw.captures` that are older than `NEWSDESK_ARCHIVE_AFTER_DAYS` are written to WARC 1.1 files with a
CDXJ index below `NEWSDESK_ARCHIVE_URL`. A day is dropped from Postgres only after its file was read back whole. Archived pages
can still be read by `replay_articles` and `retry_rejected`. Does nothing while no archive is set.

* **By hand**: trigger it; `dry_run` names the days in the log.
* **Again**: safe; a day that was not finished is written anew, one that was is gone from Postgres.
* **On failure**: the archive can't be written, or does not hold what was written; nothing was dropped.
"""

from airflow.sdk import Param, dag, task
from newsdesk_airflow import TASK_DEFAULTS

from include.newsdesk.stages import archive


@dag(
    schedule="20 3 * * *",
    catchup=False,
    max_active_runs=1,
    default_args=TASK_DEFAULTS,
    render_template_as_native_obj=True,
    params={"dry_run": Param(False, type="boolean", title="Dry run", description="Name the days and write nothing.")},
    doc_md=__doc__,
    tags=["newsdesk"],
)
def archive_captures() -> None:
    """Archive what is due."""
    task(archive.archive_captures)(dry_run="{{ params.dry_run }}")


archive_captures()
