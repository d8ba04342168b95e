"""The dry run of a replay: chosen articles are read again and compared with what is loaded; nothing is stored.

Does not judge the new reading: what validation would refuse shows only in the replay itself.
"""

import logging
from collections import Counter

from include.newsdesk.matching.differences import differences, word_diff
from include.newsdesk.settings import read_settings
from include.newsdesk.stages.child import Done, Outcome
from include.newsdesk.stages.parse import open_parser, request, staged, with_html
from include.newsdesk.stages.replay import Choice
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import Row, execute

logger = logging.getLogger(__name__)

LONGEST_VALUE = 200
MOST_HUNKS = 10


def rehearse_replay(choice: Choice, sample: int = 20) -> dict[str, int]:
    """Read the first `sample` chosen articles again and log every field that would change, old and new.

    Returns how many articles were chosen and looked at, and of these, how many would change or could not be read.
    """
    counts = Counter(chosen=0, looked_at=0, would_change=0, would_fail=0)
    with connected(read_settings().database_url) as connection, open_parser() as pool:
        with connection:
            counts["chosen"] = execute(connection, "count_articles_to_replay", choice.params())[0]["articles"]
            found = execute(connection, "lock_articles_to_replay", choice.params() | {"after": 0, "most": sample})
            connection.rollback()  # The locks are for a replay; this only looks.
            readable = [row for row in found if row["entry_id"] is not None and row["is_stored"]]
            known = [row for one in readable for row in execute(connection, "select_articles_to_compare", one)]
            pages = [with_html(connection, {**row, "body": row["page"]}) for row in known]
        for row, page, outcome in zip(known, pages, pool.map([request(page) for page in pages]), strict=True):
            counts["looked_at"] += 1
            counts[compare(row, page, outcome)] += 1
    del counts["would_stay"]
    return dict(counts)


def compare(known: Row, page: Row, outcome: Outcome) -> str:
    """Log how a new reading differs from the article, and say what would become of it."""
    if not isinstance(outcome, Done):
        logger.info("would fail article=%d reason=%s detail=%s url=%s", known["article_id"], outcome.reason, outcome.detail,
                    known["url"])  # fmt: skip
        return "would_fail"
    found = differences(known, staged(outcome.value, page))
    if not found:
        return "would_stay"
    logger.info("would change article=%d fields=%s url=%s", known["article_id"], ",".join(d.field for d in found), known["url"])
    for one in found:
        if one.field != "body":
            logger.info("  %s: %s -> %s", one.field, shown(one.old), shown(one.new))
            continue
        for number, hunk in enumerate(word_diff(one.old, one.new)):
            if number == MOST_HUNKS:
                logger.info("  body: more follows")
                break
            logger.info("  body: %s", hunk)
    return "would_change"


def shown(value: object) -> str:
    """Write a value on one short line."""
    line = " ".join(str("" if value is None else value).split())
    return line if len(line) <= LONGEST_VALUE else line[: LONGEST_VALUE - 1] + "…"
