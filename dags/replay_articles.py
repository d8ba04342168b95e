"""### Read stored pages again with today's parser

After the parser or a publisher's rules have changed: stored pages of chosen articles are parsed, judged and loaded again, and
no publisher is asked. What differs becomes a revision of cause `parser`; `first_seen_at` never moves. A page that today's rules
refuse is set aside, its article stays.

* **By hand**: choose by feed, publisher, address, parser version and time of capture; nothing chosen means all. `dry_run` reads
  the first articles and shows in the log every field that would change.
* **Again**: clear the task; the replay goes on with the batch under way. `ops.replays` says how far it is.
* **On failure**: the database is away, or a batch was taken over; clear the task.
"""

from dataclasses import fields

from airflow.sdk import Param, dag, task
from newsdesk_airflow import STRINGS, TASK_DEFAULTS, TIME

from include.newsdesk.stages.rehearsal import rehearse_replay
from include.newsdesk.stages.replay import Choice
from include.newsdesk.stages.replay import replay_articles as replay


@dag(
    schedule=None,
    max_active_runs=1,
    default_args=TASK_DEFAULTS,
    params={
        "feeds": Param([], **STRINGS, title="Feeds", description="Names; articles that one of these feeds has shown."),
        "publishers": Param([], **STRINGS, title="Publishers", description="Names; empty means all."),
        "urls": Param([], **STRINGS, title="Articles", description="Addresses of articles."),
        "parser_versions": Param([], **STRINGS, title="Parser versions", description="Only what these versions have read."),
        "outdated": Param(
            False, type="boolean", title="Outdated", description="Only what another version than today's has read."
        ),
        "since": Param(None, **TIME, title="Since", description="Captured at this time or later."),
        "until": Param(None, **TIME, title="Until", description="Captured before this time."),
        "dry_run": Param(False, type="boolean", title="Dry run", description="Show what would change and store nothing."),
        "sample": Param(20, type="integer", minimum=1, maximum=500, title="Sample", description="Articles that a dry run reads."),
    },
    doc_md=__doc__,
    tags=["newsdesk"],
)
def replay_articles() -> None:
    """Read again, or show what that would do."""

    @task(task_id="replay_articles")
    def read_again(*, params: dict, run_id: str) -> dict:
        """Replay under the name of the run, so that another try goes on."""
        choice = Choice(**{field.name: params[field.name] for field in fields(Choice)})
        return rehearse_replay(choice, params["sample"]) if params["dry_run"] else replay(run_id, choice)

    read_again()


replay_articles()
