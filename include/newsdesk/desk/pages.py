"""Each page as a function: a connection and what was asked for in, HTML out.

Does not write: what people may do is in `stages/feed_admin.py` and its neighbours.
"""

import json
from collections.abc import Mapping

import nh3
from psycopg2.extensions import connection as Connection

from include.newsdesk.desk.charts import hourly_bars
from include.newsdesk.desk.rendering import render
from include.newsdesk.errors import PermanentError
from include.newsdesk.stages.captures import Capture, CaptureGone, read_capture
from include.newsdesk.warehouse.statements import Row, execute
from include.newsdesk.warehouse.values import plain
from include.newsdesk.warehouse.warc import ArchiveUnreadable

HOURS = 48
HITS = 25
SOURCE_CHARACTERS = 200_000
PERIODS = {"7": "last 7 days", "30": "last 30 days", "365": "last year", "": "any time"}


class NoSuchPage(PermanentError):
    """There is nothing under this number; it may have been resolved or pruned."""


def overview(connection: Connection) -> str:
    """Show what came in, what waits and what is wrong."""
    hours = execute(connection, "select_hourly_articles", {"hours": HOURS})
    state = execute(connection, "select_pipeline_state")[0]
    conditions = execute(connection, "select_feed_conditions")
    groups = execute(connection, "select_quarantine_groups")
    alerts = execute(connection, "select_open_alerts")
    read = (
        "select_hourly_articles",
        "select_pipeline_state",
        "select_feed_conditions",
        "select_quarantine_groups",
        "select_open_alerts",
    )
    return render(
        "overview.html", read, alerts=alerts,
        chart=hourly_bars([(row["hour"], row["articles"]) for row in hours]),
        arrived_today=sum(row["articles"] for row in hours[-24:]), state=state, conditions=conditions, groups=groups[:5],
        worries=worries(state, conditions),
    )  # fmt: skip


def worries(state: Row, conditions: list[Row]) -> list[str]:
    """Say in words what a person should look at, the worst first."""
    feeds = {row["condition"]: row["feeds"] for row in conditions}
    known = (
        (feeds.get("overdue"), "feed is", "feeds are", "due and not polled: is the DAG poll_feeds paused?"),
        (feeds.get("dead"), "feed is", "feeds are", "taken for dead"),
        (feeds.get("failing"), "feed is", "feeds are", "failing"),
        (feeds.get("silent"), "feed has", "feeds have", "been silent for a week"),
        (feeds.get("missing"), "feed is", "feeds are", "polled more slowly than they publish: entries may be missed"),
        (state["quarantine_open"], "entry is", "entries are", "in quarantine"),
    )
    return [f"{count} {one if count == 1 else many} {words}" for count, one, many, words in known if count]


def feeds(connection: Connection, condition: str | None, may_change: bool, said: str) -> str:
    """Show how every feed is doing; `said` is what the last action answered."""
    rows = execute(connection, "select_feed_health", {"name": None, "state": condition, "publisher": None})
    conditions = execute(connection, "select_feed_conditions")
    return render(
        "feeds.html", ("select_feed_health",),
        feeds=rows, conditions=conditions, condition=condition, may_change=may_change, said=said,
    )  # fmt: skip


def articles(connection: Connection, asked: Mapping[str, str]) -> str:
    """Show the articles that match `words`, `publisher`, `language` and `days`, the latest change first, page by page."""
    words = asked.get("words", "").strip()
    days = asked.get("days", "30")
    wanted = {
        "words": words or None, "part_of_title": f"%{words}%" if words else None,
        "publisher": asked.get("publisher") or None, "language": asked.get("language") or None,
        "days": int(days) if days.isdigit() else None,
        "before": int(asked["before"]) if asked.get("before", "").isdigit() else None, "most": HITS,
    }  # fmt: skip
    execute(connection, "prefer_indexes")
    rows = execute(connection, "search_articles", wanted)
    publishers = execute(connection, "select_publishers")
    return render(
        "articles.html", ("search_articles",),
        articles=rows, asked={"words": words, "days": days, **{k: wanted[k] or "" for k in ("publisher", "language")}},
        publishers=[row["name"] for row in publishers],
        languages=sorted({row["language"] for row in publishers if row["language"]}),
        periods=PERIODS, older=rows[-1]["change_seq"] if len(rows) == HITS else None,
    )  # fmt: skip


def article(connection: Connection, article_id: int) -> str:
    """Show one article with its versions, copies and media, and how each field was found; raises `NoSuchPage`."""
    key = {"article_id": article_id}
    found = execute(connection, "select_article", key)
    if not found:
        raise NoSuchPage(f"article {article_id}")
    statements = (
        "select_article",
        "select_article_revisions",
        "select_article_copies",
        "select_same_story",
        "select_article_media",
    )
    revisions, copies, story, media = (execute(connection, statement, key) for statement in statements[1:])
    return render(
        "article.html", statements,
        article=found[0], body=nh3.clean(found[0]["body_html"]), revisions=revisions, copies=copies, story=story, media=media,
    )  # fmt: skip


def quarantine(connection: Connection, reason: str | None, publisher: str | None, may_change: bool, said: str) -> str:
    """Show what is set aside, by reason and publisher, and the latest entries of one choice."""
    groups = execute(connection, "select_quarantine_groups")
    rows = execute(connection, "select_quarantined", {"quarantine_id": None, "reason": reason, "publisher": publisher})
    return render(
        "quarantine.html", ("select_quarantine_groups", "select_quarantined"),
        groups=groups, entries=rows, reason=reason, publisher=publisher, may_change=may_change, said=said,
    )  # fmt: skip


def quarantined(connection: Connection, quarantine_id: int, may_change: bool) -> str:
    """Show one entry of the quarantine with the page as it was captured; raises `NoSuchPage`."""
    key = {"quarantine_id": quarantine_id, "reason": None, "publisher": None}
    found = execute(connection, "select_quarantined", key)
    if not found:
        raise NoSuchPage(f"quarantined entry {quarantine_id}")
    entry = found[0]
    capture, missing = captured_page(connection, entry["capture_id"])
    source = capture.body.decode("utf-8", "replace") if capture else ""
    return render(
        "quarantined.html", ("select_quarantined", "select_capture", "select_archived_capture"),
        entry=entry, evidence=json.dumps(entry["evidence"], default=plain, ensure_ascii=False, indent=2),
        capture=capture, missing=missing, source=source[:SOURCE_CHARACTERS],
        is_cut=len(source) > SOURCE_CHARACTERS, may_change=may_change,
    )  # fmt: skip


def captured_page(connection: Connection, capture_id: int | None) -> tuple[Capture | None, str]:
    """Read a page as it was captured, from the archive if it is there; where there is none, say why."""
    if capture_id is None:
        return None, "No page was fetched."
    try:
        return read_capture(connection, capture_id), ""
    except CaptureGone:
        return None, "The page as captured is no longer kept; trying the entry again fetches it anew."
    except ArchiveUnreadable as error:
        return None, f"The page is in an archive that can't be read now: {error}"
