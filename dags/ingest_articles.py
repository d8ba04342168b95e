"""### Fetch, parse, validate and load one batch of entries

Runs once for each partition of the asset `entries`; the partition key is the batch id. Between the tasks only the batch id
and counts pass, everything else is in Postgres.

* **By hand**: choose feeds, publishers or page addresses whose entries wait or are in quarantine, or a time; `force` takes those
  already loaded too; `dry_run` says which pages would be fetched.
* **Again**: clear from any task; the batch goes on where it stopped.
* **On failure**: a bad page never fails a task, see `marts.rejected`. A failed task means trouble with the database or the suite.
"""

from airflow.sdk import IdentityMapper, Param, PartitionedAssetTimetable, dag, task
from newsdesk_airflow import ARTICLES, ENTRIES, STRINGS, TASK_DEFAULTS, TIME

from include.newsdesk.stages import fetch, load, parse, validate

CHOICE = {name: f"{{{{ params.{name} }}}}" for name in ("feeds", "publishers", "urls", "since", "force", "dry_run")}


@dag(
    schedule=PartitionedAssetTimetable(assets=ENTRIES, default_partition_mapper=IdentityMapper()),
    catchup=False,
    max_active_runs=8,
    default_args=TASK_DEFAULTS,
    render_template_as_native_obj=True,
    params={
        "feeds": Param([], **STRINGS, title="Feeds", description="Take the entries of these feeds."),
        "publishers": Param([], **STRINGS, title="Publishers", description="Take the entries of these publishers."),
        "urls": Param([], **STRINGS, title="Pages", description="Take the entries that lead to these pages."),
        "since": Param(None, **TIME, title="Since", description="Only entries first seen at this time or later."),
        "force": Param(False, type="boolean", title="Force", description="Take entries that are loaded already too."),
        "dry_run": Param(False, type="boolean", title="Dry run", description="Say which pages would be fetched."),
    },
    doc_md=__doc__,
    tags=["newsdesk"],
)
def ingest_articles() -> None:
    """Take one batch through the four stages."""
    fetched = task(fetch.fetch)(batch_id="{{ dag_run.partition_key }}", **CHOICE)
    parsed = task.skip_if(lambda context: context["params"]["dry_run"])(task(parse.parse))(fetched)
    valid = task(validate.validate)(parsed, run_id="{{ run_id }}")

    @task(outlets=[ARTICLES])
    def load_articles(batch: dict, *, outlet_events: dict) -> dict:
        """Load the batch and announce it."""
        outlet_events[ARTICLES].add_partitions(str(batch["batch_id"]))
        return load.load(batch)

    load_articles(valid)


ingest_articles()
