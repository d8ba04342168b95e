"""### Poll the feeds that are due

Wakes up when a feed is due, when somebody adds one, and every five minutes in any case. Ends with one partition of the
asset `entries` for each batch of new or changed entries; each starts a run of `ingest_articles`.

* **By hand**: choose feeds or publishers by name, `force` to poll before they are due, `dry_run` to see what would be new.
* **Again**: clear any task; what was stored is not stored twice.
* **On failure**: one bad feed never fails a task, see `marts.feed_health`. A failed task means that the database is away.
"""

from airflow.sdk import Asset, AssetOrTimeSchedule, AssetWatcher, CronTriggerTimetable, Param, dag, task
from airflow.sdk.exceptions import AirflowSkipException
from newsdesk_airflow import ENTRIES, STRINGS, TASK_DEFAULTS
from newsdesk_triggers import FeedsDueTrigger

from include.newsdesk.stages import batches, poll

FEEDS_DUE = Asset(
    name="feeds_due",
    uri="newsdesk://feeds_due",
    group="newsdesk",
    watchers=[AssetWatcher(name="feeds_due", trigger=FeedsDueTrigger())],
)
CHOICE = {"feeds": "{{ params.feeds }}", "publishers": "{{ params.publishers }}", "dry_run": "{{ params.dry_run }}"}


@dag(
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("*/5 * * * *", timezone="UTC"), assets=[FEEDS_DUE]),
    catchup=False,
    max_active_runs=1,
    default_args=TASK_DEFAULTS,
    render_template_as_native_obj=True,
    params={
        "feeds": Param([], **STRINGS, title="Feeds", description="Names; empty means all."),
        "publishers": Param([], **STRINGS, title="Publishers", description="Names; all feeds of theirs."),
        "force": Param(False, type="boolean", title="Force", description="Poll before the feeds are due."),
        "dry_run": Param(False, type="boolean", title="Dry run", description="Say what is new and store nothing."),
    },
    doc_md=__doc__,
    tags=["newsdesk"],
)
def poll_feeds() -> None:
    """Claim due feeds, poll them in shards, batch what is new."""
    shards = task(poll.plan_shards)(**CHOICE, force="{{ params.force }}")
    polled = task(poll.poll).partial(**CHOICE).expand(shard=shards)

    @task(outlets=[ENTRIES], trigger_rule="none_failed")
    def batch_entries(*, outlet_events: dict) -> list[str]:
        """Make the batches and announce each as a partition of `entries`."""
        batch_ids = batches.batch_entries()
        if not batch_ids:
            raise AirflowSkipException("no entry waits for a batch")
        outlet_events[ENTRIES].add_partitions(batch_ids)
        return batch_ids

    polled >> batch_entries()


poll_feeds()
