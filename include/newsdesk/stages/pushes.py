"""What the receiver has kept becomes entries, by the same way as what a poll finds.

    ops.inbox ─► parse_feed in a limited child process ─► raw.captures, ops.entries      a hub's push
              └► one entry                             ─► raw.captures, ops.entries      an article by itself

A push whose document can't be used only makes its feed due: the publisher's own answer counts. Does not fetch.
"""

import hashlib
import json
import logging
from html import escape

import psycopg2
from psycopg2.extensions import connection as Connection
from pydantic import AwareDatetime, TypeAdapter

from include.newsdesk.feeds import Entry, ParsedFeed
from include.newsdesk.settings import read_settings
from include.newsdesk.stages.captures import keep_captures, read_body
from include.newsdesk.stages.child import Done, ParserPool
from include.newsdesk.stages.cursors import NO_ENTRIES
from include.newsdesk.stages.entries import entry_rows
from include.newsdesk.warehouse.statements import Row, execute
from include.newsdesk.warehouse.values import to_json
from include.newsdesk.web.answers import Answer

logger = logging.getLogger(__name__)

MOST_PUSHES = 5_000  # Of one run; what is over waits for the next.
DATES: TypeAdapter[AwareDatetime | None] = TypeAdapter(AwareDatetime | None)  # Reads what the receiver takes.


def take_pushes(connection: Connection) -> int:
    """Take what waits in the inbox, each push in a transaction of its own, and return how many there were.

    One that the database refuses is rejected with its reason; the others go on.
    """
    settings = read_settings()
    limits = {"seconds": settings.parse_seconds, "memory_mib": settings.parse_memory_mib}
    with ParserPool("include.newsdesk.feeds:parse_feed", workers=1, **limits) as pool:
        for taken in range(MOST_PUSHES):
            with connection:
                waiting = execute(connection, "take_push")
                if not waiting:
                    return taken
                [push] = waiting
                execute(connection, "settle_push", {"push_id": push["push_id"], **settle(connection, pool, push)})
    return MOST_PUSHES


def settle(connection: Connection, pool: ParserPool, push: Row) -> dict[str, str]:
    """Do what a push asks for; returns state and outcome of its row."""
    with connection.cursor() as cursor:
        cursor.execute("savepoint push")
    try:
        outcome = take_article(connection, push) if push["kind"] == "article" else take_feed(connection, pool, push)
    except (psycopg2.DataError, psycopg2.IntegrityError) as error:
        with connection.cursor() as cursor:
            cursor.execute("rollback to savepoint push")
        outcome = {"state": "rejected", "outcome": f"push.unstorable: {str(error).strip()[:300]}"}
    logger.log(
        logging.INFO if outcome["state"] == "taken" else logging.WARNING,
        "took push=%d from=%s outcome=%s",
        push["push_id"], push["sender"] or push["feed"], outcome["outcome"],
    )  # fmt: skip
    return outcome


def take_feed(connection: Connection, pool: ParserPool, push: Row) -> dict[str, str]:
    """Take the entries of a document that a hub has pushed.

    Without a document, or when the publisher itself was asked since, the push only makes the feed due: what is old must
    not replace what is new.
    """
    if push["feed_state"] != "active":
        return {"state": "rejected", "outcome": "feed.paused: the feed is not polled"}
    if push["body"] is None or (push["last_success_at"] and push["last_success_at"] > push["received_at"]):
        execute(connection, "ping_feed", push)
        return {"state": "taken", "outcome": "a ping: the feed is due"}
    body = read_body(push["body"])
    request = {"raw": body, "url": push["topic_url"], "content_type": push["content_type"] or None}
    [parsed] = pool.map([request])
    if not isinstance(parsed, Done) or not parsed.value.entries:
        execute(connection, "ping_feed", push)
        reason = "feed.no_entries" if isinstance(parsed, Done) else parsed.reason
        return {"state": "taken", "outcome": f"a ping: the feed is due ({reason})"}
    counts = keep_entries(connection, push, body, push["topic_url"], parsed.value)
    changes = counts["new_entries"] + counts["changed_entries"]
    execute(connection, "note_push", {**push, "is_change": changes > 0})
    return {"state": "taken", "outcome": f"entries={counts['entries']} new_or_changed={changes}"}


def take_article(connection: Connection, push: Row) -> dict[str, str]:
    """Take an article that a publisher has pushed: a link to be fetched, or the whole text."""
    address = "push:" + hashlib.sha256(push["sender"].encode()).hexdigest()[:16]
    feed = {"sender": push["sender"], "name": f"{push['sender']} (pushed)", "url": address}
    push.update(execute(connection, "upsert_push_feed", feed)[0])
    body = read_body(push["body"])
    record = json.loads(body)
    entry = read_entry(record)
    counts = keep_entries(connection, push, body, address, ParsedFeed("push", (entry,)))
    is_whole = entry.content_html is not None
    execute(connection, "mark_whole_entries", {"feed_id": push["feed_id"], "entry_key": entry.key, "is_whole": is_whole})
    return {"state": "taken", "outcome": "a new or changed entry" if sum(counts.values()) > 1 else "a known entry"}


def read_entry(record: Row) -> Entry:
    """Turn a pushed article, which the receiver has checked, into an entry."""
    text = record.get("body_html")
    if not text and record.get("body"):
        paragraphs = [escape(part.strip()) for part in record["body"].split("\n\n")]
        text = "".join(f"<p>{part}</p>" for part in paragraphs if part)
    published = record.get("published_at")
    return Entry(
        guid=None, link=record["url"], title=record.get("title") or "", summary=record.get("summary") or "",
        content_html=text or None, authors=tuple(record.get("authors") or ()), language=record.get("language"),
        published_at=DATES.validate_python(published), published_raw=None if published is None else str(published),
    )  # fmt: skip


def keep_entries(connection: Connection, push: Row, body: bytes, address: str, feed: ParsedFeed) -> dict[str, int]:
    """Store the bytes and the entries of a push, and count the entries as a poll does."""
    answer = Answer(
        requested_url=address, final_url=address, status=200, reason="pushed", headers=push["headers"], body=body,
        wire_bytes=len(body), elapsed_ms=0, fetched_at=push["received_at"],
    )  # fmt: skip
    [capture_id] = keep_captures(connection, "feed", [answer])
    where = {"feed_id": push["feed_id"], "capture_id": capture_id, "polled_at": push["received_at"]}
    rows = [where | row for row in entry_rows(feed, push["language"])]
    [counted] = execute(connection, "upsert_entries", {"rows": to_json(rows)})
    return {name: int(counted[name]) for name in NO_ENTRIES}
