"""Read stored pages of articles again with today's parser, which asks no publisher for anything.

    news.articles ─► stored page ─► batches of cause `replay` ─► parse ─► validate ─► load: revisions of cause `parser`

One batch after the other, so that a killed replay goes on where it stopped: the batch and the cursor commit together. A page
that today's rules refuse puts its entry into the quarantine; the article stays as it was. `first_seen_at` never moves.
Does not judge what is better: the dry run shows what would change.
"""

import logging
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection

from include.newsdesk.articles import PARSER_VERSION
from include.newsdesk.errors import PermanentError
from include.newsdesk.matching.urls import normalise_url
from include.newsdesk.settings import read_settings
from include.newsdesk.stages.batches import BatchLease
from include.newsdesk.stages.catalogue import refuse_unknown_feeds, refuse_unknown_publishers
from include.newsdesk.stages.child import ParserPool
from include.newsdesk.stages.load import load
from include.newsdesk.stages.parse import open_parser, parse_pages
from include.newsdesk.stages.retry import stage_stored
from include.newsdesk.stages.validate import validate
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import Row, execute
from include.newsdesk.warehouse.values import to_json

logger = logging.getLogger(__name__)

BATCH_PAGES = 1_000  # While a batch is validated and loaded no page is parsed, and each costs a little whatever its size.
OUTCOMES = ("changed", "unchanged", "new", "quarantined", "busy", "gone")


class ReplayDiffers(PermanentError):
    """A replay of this name has begun with another choice or parser; give it another name."""


@dataclass(frozen=True)
class Choice:
    """Which articles are read again: those that fit all that is given; times are ISO 8601 and mean the page's capture."""

    feeds: Sequence[str] = ()
    publishers: Sequence[str] = ()
    urls: Sequence[str] = ()
    parser_versions: Sequence[str] = ()
    outdated: bool = False
    since: str | None = None
    until: str | None = None

    def params(self) -> dict[str, object]:
        """Lay the choice out for a statement."""
        return {
            "feeds": list(self.feeds), "publishers": list(self.publishers), "urls": [normalise_url(url) for url in self.urls],
            "parser_versions": list(self.parser_versions), "outdated": self.outdated, "since": self.since, "until": self.until,
            "parser_version": PARSER_VERSION,
        }  # fmt: skip


def replay_articles(name: str, choice: Choice, batch_pages: int = BATCH_PAGES) -> dict[str, int]:
    """Read the chosen articles again; returns how many changed, stayed the same, were set aside or could not be taken.

    A replay of the same name that has not finished goes on; one that has gives its counts again. `new` ones have another
    address by today's rules, `busy` ones no settled entry, `gone` ones no stored page.
    Raises `ReplayDiffers`, `FeedUnknown`, `PublisherUnknown`.
    """
    began = time.monotonic()
    with connected(read_settings().database_url) as connection, open_parser() as pool:
        replay = begin(connection, name, choice)
        before = replay["passed"]
        for batch_id in batches_of(connection, replay, choice, batch_pages):
            run(BatchLease(connection, batch_id), pool)
            settle(connection, replay)
            pace = (replay["passed"] - before) / (time.monotonic() - began)
            logger.info("replayed name=%s passed=%d of=%d %s articles_per_second=%.0f", name, replay["passed"],
                        replay["articles"], show(replay["counts"]), pace)  # fmt: skip
        return {outcome: replay["counts"].get(outcome, 0) for outcome in OUTCOMES}


def run(lease: BatchLease, pool: ParserPool) -> None:
    """Take a batch of stored pages through the stages; one that was done before is left alone."""
    if not lease.done:
        lease.note("parse", parse_pages(lease, pool))
        validate({"batch_id": lease.batch_id})
        load({"batch_id": lease.batch_id})


def settle(connection: Connection, replay: Row) -> None:
    """Count what became of the batch under way, and note for all its articles which rules have read them."""
    with connection:
        execute(connection, "confirm_parser_version", {"batch_id": replay["batch_id"], "parser_version": PARSER_VERSION})
        stages = execute(connection, "select_batch_counts", {"batch_id": replay["batch_id"]})[0]["counts"]
        counts: Counter[str] = Counter(replay["counts"])
        counts.update({outcome: stages["load"][outcome] for outcome in ("changed", "unchanged", "new")})
        counts["quarantined"] += sum(stages[stage]["quarantined"] for stage in ("parse", "validate", "load"))
        replay["counts"], replay["batch_id"] = dict(counts), None
        note(connection, replay, is_finished=False)


def begin(connection: Connection, name: str, choice: Choice) -> Row:
    """Begin a replay or find the unfinished one of this name."""
    params = choice.params()
    with connection:
        refuse_unknown_feeds(connection, choice.feeds)
        refuse_unknown_publishers(connection, choice.publishers)
        articles = execute(connection, "count_articles_to_replay", params)[0]["articles"]
        begun = {"name": name, "choice": to_json(params), "parser_version": PARSER_VERSION, "articles": articles}
        replay = execute(connection, "begin_replay", begun)[0]
    if replay["choice"] != params:
        raise ReplayDiffers(name)
    return replay


def batches_of(connection: Connection, replay: Row, choice: Choice, size: int) -> Iterator[int]:
    """Yield the batches of a replay one by one, the one that was under way first; the last step notes that it has finished."""
    if replay["finished_at"] is not None:
        return
    if replay["batch_id"] is not None:
        yield replay["batch_id"]
    while True:
        with connection:
            wanted = choice.params() | {"after": replay["last_article_id"], "most": size}
            rows = execute(connection, "lock_articles_to_replay", wanted)
            pages = take(replay, rows)
            if pages:
                replay["batch_id"] = int(stage_stored(connection, "replay", pages))
            note(connection, replay, is_finished=not rows)
        if not rows:
            return
        if pages:
            yield replay["batch_id"]


def take(replay: Row, rows: Sequence[Row]) -> list[list[Row]]:
    """Choose the pages that can be read, one for each address, and count the others."""
    pages: dict[str, list[Row]] = {}
    counts: Counter[str] = Counter(replay["counts"])
    for row in rows:
        if row["entry_id"] is None or row["url"] in pages:
            counts["busy"] += 1
        elif not row["is_stored"]:
            counts["gone"] += 1
        else:
            pages[row["url"]] = [row]
    replay["counts"] = dict(counts)
    replay["passed"] += len(rows)
    replay["last_article_id"] = rows[-1]["article_id"] if rows else replay["last_article_id"]
    return list(pages.values())


def note(connection: Connection, replay: Row, *, is_finished: bool) -> None:
    """Write how far a replay has come, within the caller's transaction."""
    execute(connection, "update_replay", {**replay, "counts": to_json(replay["counts"]), "is_finished": is_finished})


def show(counts: dict[str, int]) -> str:
    """Write counts for the log."""
    return " ".join(f"{name}={count}" for name, count in counts.items())
