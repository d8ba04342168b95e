"""What the tests kill: one stage, run in a process of its own."""

import os
from collections.abc import Callable, Mapping

import great_expectations  # noqa: F401 - takes seconds; the process that victims are forked from has it ready

from include.newsdesk.stages import batches, fetch, load, marts, parse, poll, stories, validate


def poll_all() -> None:
    for shard in poll.plan_shards():
        poll.poll(shard)


def with_batch(stage: Callable[[dict[str, int]], object]) -> Callable[[], None]:
    def run() -> None:
        for batch_id in os.environ["BATCHES"].split():
            stage({"batch_id": int(batch_id)})

    return run


STAGES: dict[str, Callable[[], object]] = {
    "poll": poll_all,
    "batch": batches.batch_entries,
    "fetch": with_batch(lambda batch: fetch.fetch(str(batch["batch_id"]))),
    "parse": with_batch(parse.parse),
    "validate": with_batch(validate.validate),
    "load": with_batch(load.load),
    "stories": stories.build_stories,
    "marts": marts.build_marts,
}


def run_stage(name: str, environment: Mapping[str, str]) -> None:
    """Run one stage with these settings; what it raises ends the process with a traceback and status 1."""
    os.environ.update(environment)
    STAGES[name]()
