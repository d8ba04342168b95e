"""Call Newsdesk's stages without Airflow, in as many processes as the local Airflow has: python -m tests.bench.throughput.stages.

Polls what is due and takes every batch through the four stages. Does not wait for anything.
"""

import logging
from concurrent.futures import ProcessPoolExecutor

import include.newsdesk.stages.preload  # noqa: F401 - a task process of Airflow has it from its parent too
from include.newsdesk.local.airflow import FIXED
from include.newsdesk.stages import batches, fetch, load, marts, parse, poll, validate


def ingest(batch_id: str) -> None:
    """Take one batch through the stages."""
    load.load(validate.validate(parse.parse(fetch.fetch(batch_id))))


def main() -> None:
    """Poll, batch, ingest and count."""
    logging.basicConfig(level=logging.WARNING)
    shards = poll.plan_shards()
    with ProcessPoolExecutor(int(FIXED["AIRFLOW__CORE__PARALLELISM"])) as processes:
        list(processes.map(poll.poll, shards))
        list(processes.map(ingest, batches.batch_entries()))
    marts.build_marts()


if __name__ == "__main__":
    main()
