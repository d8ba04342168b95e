"""The way back from the quarantine: chosen entries go through the stages once more.

    ops.quarantine (open) ─► batches of cause `retry` ─► fetch, or the stored page ─► parse ─► validate ─► load, which resolves

Where the page was had and reading or judging it failed, the stored page is used again. Does not run the stages: the batches
are announced like any other. A row that fails again counts one more attempt, and nothing is tried for ever.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Sequence

from psycopg2.extensions import connection as Connection

from include.newsdesk.settings import Settings, read_settings
from include.newsdesk.stages.batches import MOST_ENTRIES, announce_batches, make_batch, plan_batches
from include.newsdesk.stages.catalogue import refuse_unknown_publishers
from include.newsdesk.stages.retry_rehearsal import rehearse_retry
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import Row, execute, execute_rows

logger = logging.getLogger(__name__)

MOST_TRIES = 5  # Times that an entry is set aside before only `force` tries it again.


def retry_rejected(
    reasons: Sequence[str] = (),
    publishers: Sequence[str] = (),
    parser_versions: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    force: bool = False,
    dry_run: bool = False,
    sample: int = 100,
) -> dict[str, int]:
    """Put entries that are set aside into batches; returns counts.

    An entry must have one of the `reasons`, be of one of the `publishers`, have been read by one of the `parser_versions` and
    have been set aside from `since` to before `until` (ISO 8601); what is empty does not choose. `force` takes also what was set
    aside `MOST_TRIES` times. With `dry_run` the entries are only named in the log, and the first `sample` stored
    pages are read and judged, to say which of them would pass now: `looked_at`, `would_pass` and `would_fail` are counted too.
    """
    settings = read_settings()
    choice = {"reasons": list(reasons), "publishers": list(publishers), "parser_versions": list(parser_versions),
              "since": since, "until": until, "most": MOST_ENTRIES, "after": 0}  # fmt: skip
    counts = Counter(from_capture=0, to_fetch=0, exhausted=0, batches=0)
    readable: list[int] = []
    with connected(settings.database_url) as connection:
        refuse_unknown_publishers(connection, publishers)
        while True:
            with connection:
                found = execute(connection, "lock_rejected", choice)
                if not found:
                    break
                chosen = [row for row in found if force or row["attempts"] < MOST_TRIES]
                counts["exhausted"] += len(found) - len(chosen)
                stored = [row for row in chosen if row["capture_id"]]
                counts.update(from_capture=len(stored), to_fetch=len(chosen) - len(stored))
                if dry_run:
                    preview(chosen)
                    readable += [row["entry_id"] for row in stored]
                else:
                    counts["batches"] += len(make_batches(connection, settings, chosen))
            choice["after"] = found[-1]["entry_id"]
    if dry_run:
        counts.update(rehearse_retry(settings.database_url, readable[:sample]))
    logger.info("retry %s", " ".join(f"{name}={count}" for name, count in counts.items()))
    return dict(counts)


def preview(chosen: Iterable[Row]) -> None:
    """Name in the log what would be tried again, and how."""
    for row in chosen:
        logger.info(
            "would retry entry=%d publisher=%s stage=%s reason=%s attempts=%d with=%s url=%s",
            row["entry_id"], row["publisher"], row["stage"], row["reason"], row["attempts"],
            "stored page" if row["capture_id"] else "fetch", row["link"],
        )  # fmt: skip


def make_batches(connection: Connection, settings: Settings, chosen: Sequence[Row]) -> list[str]:
    """Make and announce batches of entries: by host where pages are to be fetched, of stored pages otherwise."""
    to_fetch = ((row["entry_id"], row["host"]) for row in chosen if not row["capture_id"])
    made = [make_batch(connection, "retry", ids) for ids in plan_batches(to_fetch, settings.batch_size)]
    by_url: dict[str, list[Row]] = {}
    for row in chosen:
        if row["capture_id"]:
            by_url.setdefault(row["url"], []).append(row)
    pages = list(by_url.values())
    for start in range(0, len(pages), settings.batch_size):
        made.append(stage_stored(connection, "retry", pages[start : start + settings.batch_size]))
    announce_batches(connection, made)
    return made


def stage_stored(connection: Connection, cause: str, pages: Sequence[Sequence[Row]]) -> str:
    """Make one batch of stored pages and return its id.

    Each page is a list of its entries, all with the same `url`; the newest of their captures is read.
    """
    batch_id = make_batch(connection, cause, [row["entry_id"] for page in pages for row in page])
    rows = []
    for page in pages:
        newest = max(page, key=lambda row: row["capture_id"])
        ids = [row["entry_id"] for row in page]
        rows.append((batch_id, newest["url"], ids, newest["capture_id"], newest["captured_at"], newest["kind"]))
    execute_rows(connection, "insert_stored_pages", rows)
    return batch_id
