"""The dry run of a retry: stored pages of entries that are set aside are read and judged by today's rules; nothing is stored.

    ops.quarantine + raw.captures ─► extract_article ─► quality.judge ─► would pass | would fail, in the log

Does not fetch, and is silent about an entry without a stored page. What load would refuse shows only in the retry itself.
"""

import json
import logging
from collections import Counter
from collections.abc import Mapping, Sequence

from psycopg2.extensions import connection as Connection

from include.newsdesk.articles import Article
from include.newsdesk.quality import SuiteBroken, Verdict
from include.newsdesk.stages.child import Done, ParserPool, SetAside
from include.newsdesk.stages.parse import address, identity, open_parser, read_pages, staged, with_html
from include.newsdesk.stages.validate import judged
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import Row, execute
from include.newsdesk.warehouse.values import to_json

logger = logging.getLogger(__name__)


def rehearse_retry(database_url: str, entry_ids: Sequence[int]) -> dict[str, int]:
    """Read and judge stored pages, log of each entry and each reason what would become of it, and return counts.

    The counts are of entries looked at, and of these, how many would pass and how many would be set aside again.
    """
    counts = Counter(looked_at=0, would_pass=0, would_fail=0)
    by_reason: Counter[tuple[str, str]] = Counter()
    for page, reasons in readings(database_url, entry_ids):
        outcome = "would_fail" if reasons else "would_pass"
        counts.update(looked_at=1, **{outcome: 1})
        by_reason[page["reason"], outcome] += 1
        logger.info(
            "%s entry=%d publisher=%s reason=%s now=%s url=%s", outcome.replace("_", " "), page["page_id"],
            page["publisher_name"], page["reason"], ",".join(reasons) or "none", page["url"],
        )  # fmt: skip
    for reason in sorted({reason for reason, _ in by_reason}):
        logger.info("of reason=%s would_pass=%d would_fail=%d", reason, by_reason[reason, "would_pass"],
                    by_reason[reason, "would_fail"])  # fmt: skip
    return dict(counts)


def readings(database_url: str, entry_ids: Sequence[int]) -> list[tuple[Row, list[str]]]:
    """Read and judge pages; returns each with the reasons that it would be set aside for."""
    with connected(database_url) as connection:
        with connection:
            found = execute(connection, "select_entries_to_rehearse", {"entry_ids": list(entry_ids)})
            pages = [with_html(connection, page) for page in found]
        with open_parser() as pool:
            outcomes = list(read_pages(pool, pages))
        refused = {page["page_id"]: [one.reason] for page, one in zip(pages, outcomes, strict=True) if isinstance(one, SetAside)}
        read = [reading(one.value, page) for page, one in zip(pages, outcomes, strict=True) if isinstance(one, Done)]
        same = same_bodies(connection, read)
    verdict = judge_apart([judged(page, same.get(page["page_id"])) for page in read])
    rejected = {key: list(dict.fromkeys(one.reason for one in failures)) for key, failures in verdict.rejected.items()}
    return [(page, (refused | rejected).get(page["page_id"], [])) for page in pages]


def reading(article: Article, page: Row) -> Row:
    """Build what validate finds in staging once a page is parsed."""
    return {
        **page,
        "article": json.loads(to_json(staged(article, page))),
        "article_url": identity(article, address(page), page["url"]),
    }


def same_bodies(connection: Connection, read: Sequence[Row]) -> dict[int, Row]:
    """Find other articles with the text of a page, by its key."""
    columns = ("page_id", "article_url", "captured_at", "publisher_id")
    rows = [
        {**{name: page[name] for name in columns}, **{name: page["article"][name] for name in ("title", "body")}} for page in read
    ]
    with connection:
        return {row["page_id"]: row for row in execute(connection, "select_same_bodies_of", {"rows": to_json(rows)})}


def judge_apart(rows: Sequence[Mapping[str, object]]) -> Verdict:
    """Judge in a child process, as a web server that shows a dry run must not load Great Expectations."""
    if not rows:
        return Verdict()
    with ParserPool("include.newsdesk.quality:judge", workers=1, seconds=60, memory_mib=4096) as pool:
        [outcome] = pool.map([{"rows": rows}])
    if isinstance(outcome, SetAside):
        raise SuiteBroken("dry run", f"{outcome.reason}: {outcome.detail}")
    verdict: Verdict = outcome.value
    return verdict
