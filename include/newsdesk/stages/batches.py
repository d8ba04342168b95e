"""Batches: how entries are grouped, and which task may write to a batch.

Does not start runs: the DAG emits one asset partition for each batch id.
"""

import logging
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from psycopg2.extensions import connection as Connection

from include.newsdesk.errors import PermanentError
from include.newsdesk.settings import read_settings
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import execute
from include.newsdesk.warehouse.values import to_json

logger = logging.getLogger(__name__)

MOST_ENTRIES = 5_000  # Of one call; what is over waits for the next run.
FEW = 4  # Batches that keep a machine busy. Each costs seconds of CPU to begin with: of more entries larger batches come first.
LARGEST = 1_000


class BatchUnknown(PermanentError):
    """There is no such batch."""


class BatchTakenOver(PermanentError):
    """Another task has taken this batch over, or it is done; this one must not write any more."""


def plan_batches(entries: Iterable[tuple[int, str]], size: int) -> list[list[int]]:
    """Group (entry id, host) pairs into batches of about `size` entries.

    All entries of a host go into one batch, since one worker asks a host at a time; a host with more than `size` entries
    makes a batch of its own. Hosts are taken in the order of their first entry.
    """
    by_host: dict[str, list[int]] = defaultdict(list)
    for entry_id, host in entries:
        by_host[host].append(entry_id)
    batches: list[list[int]] = []
    for ids in by_host.values():
        if batches and len(batches[-1]) + len(ids) <= size:
            batches[-1].extend(ids)
        else:
            batches.append(list(ids))
    return batches


def size_for(waiting: int, least: int) -> int:
    """Say how many entries a batch takes: `least`, and more where so many wait that there would be more than a few batches."""
    return max(least, min(math.ceil(waiting / FEW), LARGEST))


def batch_entries() -> list[str]:
    """Group all entries that wait for a batch, and return the ids of the batches to announce.

    Among them are open batches that were announced before and that nobody works on: a lost event costs minutes.
    """
    settings = read_settings()
    with connected(settings.database_url) as connection, connection:
        waiting = execute(connection, "lock_unbatched_entries", {"most": MOST_ENTRIES})
        size = size_for(len(waiting), settings.batch_size)
        plan = plan_batches(((row["entry_id"], row["host"]) for row in waiting), size)
        made = [make_batch(connection, "poll", ids) for ids in plan]
        forgotten = [str(row["batch_id"]) for row in execute(connection, "reannounce_batches")]
    logger.info("made batches=%d entries=%d forgotten=%d", len(made), len(waiting), len(forgotten))
    return made + forgotten


def make_batch(connection: Connection, cause: str, entry_ids: Sequence[int]) -> str:
    """Make one batch of entries and return its id as text, which is the partition key of its run."""
    batch_id = execute(connection, "insert_batch", {"cause": cause})[0]["batch_id"]
    execute(connection, "assign_batch", {"batch_id": batch_id, "entry_ids": list(entry_ids)})
    return str(batch_id)


def announce_batches(connection: Connection, batch_ids: Sequence[str]) -> None:
    """Wake the pipeline for batches made outside `batch_entries`, which announces them when this transaction commits."""
    if batch_ids:
        execute(connection, "announce_batches", {"batch_ids": list(batch_ids)})
        execute(connection, "notify_feeds_due")


class BatchLease:
    """The right to write to one batch.

    Each task takes the batch over with a new fencing token. A task that was thought dead and comes back finds its token
    outdated and can't write: `BatchTakenOver`.
    """

    def __init__(self, connection: Connection, batch_id: str | int) -> None:
        """Take the batch over; raises `BatchUnknown`."""
        self.connection = connection
        self.batch_id = int(batch_id)
        with connection:
            taken = execute(connection, "take_batch", {"batch_id": self.batch_id})
        if not taken:
            raise BatchUnknown(f"batch {batch_id}")
        self.token: int = taken[0]["lease_token"]
        self.done: bool = taken[0]["state"] == "done"

    def hold(self) -> None:
        """Keep the batch for the rest of this transaction; raises `BatchTakenOver`."""
        if not execute(self.connection, "hold_batch", {"batch_id": self.batch_id, "lease_token": self.token}):
            raise BatchTakenOver(f"batch {self.batch_id}")

    def note(self, stage: str, counts: dict[str, int]) -> dict[str, int]:
        """Write a stage's counts to the batch and the log, and return them with the batch id for the task's result."""
        with self.connection:
            execute(self.connection, "update_batch_counts", {"batch_id": self.batch_id, "counts": to_json({stage: counts})})
        logger.info("%s batch=%d %s", stage, self.batch_id, " ".join(f"{k}={v}" for k, v in counts.items()))
        return {"batch_id": self.batch_id, **counts}


def quarantine(
    lease: BatchLease,
    stage: str,
    entry_ids: Sequence[int],
    reasons: Sequence[str],
    evidence: Mapping[str, object],
    *,
    url: str | None = None,
    capture_id: int | None = None,
    parser_version: str | None = None,
    run_id: str | None = None,
) -> None:
    """Set entries aside within the caller's transaction, which must hold the batch."""
    logger.warning("set aside stage=%s reason=%s url=%s entries=%d", stage, reasons[0], url, len(entry_ids))
    execute(
        lease.connection,
        "quarantine_entries",
        {
            "entry_ids": list(entry_ids), "batch_id": lease.batch_id, "stage": stage, "reasons": list(reasons),
            "evidence": to_json(evidence), "url": url, "capture_id": capture_id, "parser_version": parser_version,
            "run_id": run_id,
        },
    )  # fmt: skip
