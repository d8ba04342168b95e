"""### Try entries in quarantine once more

Puts chosen entries back into batches, which go through `ingest_articles` like any other. Where the page was had and reading or
judging it failed, the stored page is used again; otherwise it is fetched. What passes becomes an article, and its row in the
quarantine is resolved; what fails again counts one more attempt.

* **By hand**: choose by reason, publisher, parser version and time; nothing chosen means all. `dry_run` names in the log what
  would be tried, and which of the first `sample` stored pages would pass now; `force` takes also what was set aside five times.
* **Again**: safe, an entry that waits in a batch is not taken twice.
* **On failure**: the database is away; entries taken by then are on their way.
"""

from airflow.sdk import Param, dag, task
from newsdesk_airflow import STRINGS, TASK_DEFAULTS, TIME

from include.newsdesk.stages import retry


@dag(
    schedule=None,
    max_active_runs=1,
    default_args=TASK_DEFAULTS,
    render_template_as_native_obj=True,
    params={
        "reasons": Param([], **STRINGS, title="Reasons", description="Reason codes, like body.too_short; one must fit."),
        "publishers": Param([], **STRINGS, title="Publishers", description="Names; empty means all."),
        "parser_versions": Param([], **STRINGS, title="Parser versions", description="Only what these versions have read."),
        "since": Param(None, **TIME, title="Since", description="Set aside at this time or later."),
        "until": Param(None, **TIME, title="Until", description="Set aside before this time."),
        "force": Param(False, type="boolean", title="Force", description="Take also what has failed five times."),
        "dry_run": Param(
            False, type="boolean", title="Dry run", description="Say what would be tried and would pass; change nothing."
        ),
        "sample": Param(100, type="integer", minimum=0, maximum=500, title="Sample", description="Pages that a dry run reads."),
    },
    doc_md=__doc__,
    tags=["newsdesk"],
)
def retry_rejected() -> None:
    """Make and announce the batches."""
    names = ("reasons", "publishers", "parser_versions", "since", "until", "force", "dry_run", "sample")
    task(retry.retry_rejected)(**{name: f"{{{{ params.{name} }}}}" for name in names})


retry_rejected()
