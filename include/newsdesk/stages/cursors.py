"""What a poll has shown and what follows for the feed's cursor: plain decisions between the web and the warehouse.

Does not fetch and does not store.
"""

import hashlib
import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from include.newsdesk.errors import NewsdeskError
from include.newsdesk.feeds import ParsedFeed
from include.newsdesk.feeds.schedule import FAILURE_WEIGHTS, NextPoll, Outcome, PollHistory, State, failure_outcome, next_poll
from include.newsdesk.matching.urls import host_of
from include.newsdesk.settings import Settings
from include.newsdesk.stages.open_web import wait_of
from include.newsdesk.warehouse.statements import Row
from include.newsdesk.web.answers import Answer, Validators
from include.newsdesk.web.freshness import expires_at, max_age_seconds, retry_at
from include.newsdesk.websub.discovery import hub_in_header

MOVED_POLLS = 3  # Permanent redirects in a row, to the same address, before a feed's address follows them.
CHECK_POLLS = 20  # Of so many polls in a row, one puts to the test what the feed's server says to validators.
SAFETY_SECONDS = 6 * 3_600  # Between two polls of a feed that its hub pushes.
RHYTHM_ENTRIES = 20  # Newest entries whose distances say how often the feed publishes.
Counts = dict[str, int]
Cursor = dict[str, Any]
NO_ENTRIES: Counts = {"entries": 0, "new_entries": 0, "changed_entries": 0}
OUTCOMES = {Outcome.CHANGED: "changed", Outcome.UNCHANGED: "unchanged"}


@dataclass(frozen=True)
class Poll:
    """One attempt to poll a feed: the feed's row, the answer if one came, the document if it was read.

    Of a sitemap index, `sitemaps` are the attempts at its sitemaps, and `feed` holds the entries of those that changed.
    `wait_seconds` says when an attempt that was postponed can be made.
    """

    row: Row
    outcome: Outcome
    answer: Answer | None = None
    feed: ParsedFeed | None = None
    reason: str | None = None
    detail: str = ""
    sitemaps: tuple["Poll", ...] = ()
    wait_seconds: float = 0.0

    @property
    def to_parse(self) -> bool:
        """Tell whether a document came that has still to be read."""
        return self.outcome is Outcome.CHANGED and self.feed is None

    @property
    def is_index(self) -> bool:
        """Tell whether sitemaps have still to be read."""
        if self.reason or self.sitemaps:
            return False
        return bool(self.feed.sitemap_urls if self.feed else self.outcome is Outcome.UNCHANGED and self.row["sitemaps"])

    @property
    def not_modified(self) -> bool:
        """Tell whether the server said that nothing changed, and of an index of its sitemaps too."""
        return bool(self.answer and self.answer.not_modified) and all(one.not_modified for one in self.sitemaps)

    @property
    def wire_bytes(self) -> int:
        """Bytes received in all."""
        return (self.answer.wire_bytes if self.answer else 0) + sum(one.wire_bytes for one in self.sitemaps)

    @property
    def documents(self) -> list[tuple[Answer, ParsedFeed]]:
        """List the documents that came and were read, each with its own entries."""
        found = [document for one in self.sitemaps for document in one.documents]
        if self.answer and self.feed and (self.feed.sitemap_urls or not self.sitemaps):
            found.insert(0, (self.answer, replace(self.feed, entries=()) if self.sitemaps else self.feed))
        return found

    @property
    def polled_at(self) -> datetime:
        """When the answer came; without one, now."""
        return self.answer.fetched_at if self.answer else datetime.now(UTC)

    def with_feed(self, feed: ParsedFeed) -> "Poll":
        """Add the document. One without entries is a failure: it never means that all entries are gone.

        A sitemap index has none of its own; those of its sitemaps are still to be read.
        """
        if not (feed.entries or feed.sitemap_urls):
            return self.failed("feed.no_entries", "the document has no entries", Outcome.EMPTY)
        return replace(self, feed=feed)

    def failed(self, reason: str, detail: str, outcome: Outcome = Outcome.HARD) -> "Poll":
        """Turn this into a failed poll."""
        return replace(self, outcome=outcome, reason=reason, detail=detail, feed=None)


def validators(row: Row) -> Validators:
    """Choose what makes the next request to a feed conditional.

    A trusted feed gets the validators of its stored document, but none when it is checked: then a 304 can't hide a change.
    A distrusted one gets none; when it is checked, it gets those of an outdated document, which only an honest server
    answers in full.
    """
    is_distrusted = row["distrusted_at"] is not None
    if is_check(row) == is_distrusted:
        return Validators(row["etag"], row["last_modified"], row["validators_url"] or "")
    return Validators()


def is_check(row: Row) -> bool:
    """Tell whether the next poll of a feed puts its server to the test."""
    return bool(row["polls_since_check"] + 1 >= CHECK_POLLS)


def judge_answer(row: Row, found: Answer | NewsdeskError) -> Poll:
    """Say how a poll went, as far as that can be seen without reading the document."""
    if isinstance(found, NewsdeskError):
        reason = str(getattr(found, "reason", "web.failed"))
        soft = reason not in ("robots.disallowed", "address.denied", "scheme.denied", "port.denied", "url.invalid")
        outcome = Outcome.DNS if reason == "dns.failed" else Outcome.SOFT if soft else Outcome.HARD
        return Poll(row, outcome, reason=reason, detail=found.detail, wait_seconds=wait_of(found))
    if found.not_modified:
        return Poll(row, Outcome.UNCHANGED, found)
    if found.status != 200:
        return Poll(row, failure_outcome(found.status), found, reason="feed.status", detail=f"status {found.status}")
    known = row["body_sha256"]
    if known is not None and hashlib.sha256(found.body).digest() == bytes(known):
        return Poll(row, Outcome.UNCHANGED, found)
    return Poll(row, Outcome.CHANGED, found)


def cursor_after(one: Poll, counts: Counts, settings: Settings) -> Cursor:
    """Compute everything that a feed's row and the note of the poll say after it."""
    failures = one.row["failures"] + FAILURE_WEIGHTS[one.outcome] if one.outcome in FAILURE_WEIGHTS else 0.0
    known = counts["entries"] - counts["new_entries"]
    decision = decide(one, counts["entries"], known if one.row["last_change_at"] else counts["entries"], failures, settings)
    is_missed = one.row["pushed_at"] is not None and counts["new_entries"] > 0
    if one.row["pushed_at"] is not None and not is_missed and not one.reason:
        decision = slowed(one, decision, settings)
    outcome = OUTCOMES.get(one.outcome, "failed")
    if one.not_modified and not one.reason:
        outcome = "not_modified"
    trust = judge_validators(one, counts)
    is_distrusted = trust["distrusted_at"] is not None
    return {
        "feed_id": one.row["feed_id"], "polled_at": one.polled_at, "outcome": outcome,
        "failures": failures, "last_error": f"{one.reason}: {one.detail}" if one.reason else None,
        "overlap": known / counts["entries"] if counts["entries"] and one.row["last_change_at"] else None,
        "next_poll_at": decision.due_at, "interval_seconds": decision.interval_seconds,
        "state": "retired" if decision.state is State.RETIRED else "active",
        "reason": in_words(one, decision, is_distrusted), "status": one.answer.status if one.answer else None,
        "wire_bytes": one.wire_bytes, "sitemaps": None if one.reason else sitemap_cursors(one, is_distrusted),
        "format": one.feed.format if one.feed else None, "title": one.feed.title if one.feed else None,
        "is_missed": is_missed, "is_read": one.feed is not None, "hub_url": hub_of(one),
        **counts, **trust, **new_validators(one, is_distrusted), **new_address(one),
    }  # fmt: skip


def in_words(one: Poll, decision: NextPoll, is_distrusted: bool) -> str:
    """Say why the next due time is what it is, or what failed."""
    words = [one.reason or decision.reason]
    if is_distrusted:
        words.append("asked without validators, since it said 304 although it had changed")
    if not one.reason and (failed := [each.reason for each in one.sitemaps if each.reason]):
        words.append(f"{len(failed)} of {len(one.sitemaps)} sitemaps failed ({failed[0]})")
    return "; ".join(words)


def sitemap_cursors(one: Poll, is_distrusted: bool) -> list[dict[str, object]]:
    """List the sitemaps of an index with what makes the next request to each conditional."""
    cursors = []
    for sitemap in one.sitemaps:
        taken = new_validators(sitemap, is_distrusted)
        digest = taken["body_sha256"] or sitemap.row["body_sha256"]
        cursors.append({**taken, "url": sitemap.row["url"], "body_sha256": digest})
    return cursors


def decide(one: Poll, shown: int, known: int, failures: float, settings: Settings) -> NextPoll:
    """Ask the schedule when the feed is due again."""
    feed, answer = one.feed, one.answer
    history = PollHistory(
        outcome=one.outcome,
        interval_seconds=one.row["interval_seconds"],
        shown=shown,
        known=known,
        gap_seconds=rhythm(feed) if feed else None,
        max_age_seconds=max_age_seconds(answer) if answer else None,
        expires_at=expires_at(answer) if answer else None,
        ttl_minutes=feed.ttl_minutes if feed else None,
        update_period_minutes=feed.update_period_minutes if feed else None,
        skip_hours=feed.skip_hours if feed else frozenset(),
        skip_days=feed.skip_days if feed else frozenset(),
        retry_at=retry_at(answer) if answer else None,
        failures=failures,
    )
    floor, ceiling = settings.poll_floor_seconds, settings.poll_ceiling_seconds
    return next_poll(history, one.polled_at, random.random(), floor_seconds=floor, ceiling_seconds=ceiling)  # noqa: S311


def rhythm(feed: ParsedFeed) -> float | None:
    """Median seconds between the newest entries; None where too few have a date."""
    dates = sorted((entry.published_at for entry in feed.entries if entry.published_at), reverse=True)[:RHYTHM_ENTRIES]
    gaps = [(newer - older).total_seconds() for newer, older in zip(dates, dates[1:], strict=False)]
    return median(gaps) if len(gaps) >= 3 else None


def slowed(one: Poll, decision: NextPoll, settings: Settings) -> NextPoll:
    """Poll a feed whose hub pushes only now and then, to see whether it pushes everything; its rhythm stays what it was."""
    due_at = one.polled_at + timedelta(seconds=min(SAFETY_SECONDS, settings.poll_ceiling_seconds))
    if due_at <= decision.due_at:
        return decision
    interval = one.row["interval_seconds"] or decision.interval_seconds
    return replace(decision, due_at=due_at, interval_seconds=interval, reason="its hub pushes what is new")


def hub_of(one: Poll) -> str | None:
    """Name the hub that a document and its headers point to."""
    if one.feed is None or one.answer is None:
        return None
    return hub_in_header(one.answer.headers.get("link"), one.answer.final_url) or next(iter(one.feed.hub_urls), None)


def judge_validators(one: Poll, counts: Counts) -> dict[str, Any]:
    """Say whether the feed's 304 can be believed from now on; a failure leaves that as it is.

    Rather one honest feed distrusted for `CHECK_POLLS` polls (it changed just when it was checked) than entries missed.
    """
    polls, distrusted_at = one.row["polls_since_check"], one.row["distrusted_at"]
    if one.reason or not one.answer:
        return {"polls_since_check": polls, "distrusted_at": distrusted_at}
    if distrusted_at is None:
        has_lied = is_check(one.row) and counts["new_entries"] + counts["changed_entries"] > 0
        polls = polls + 1 if one.not_modified else 0
        return {"polls_since_check": polls, "distrusted_at": one.polled_at if has_lied else None}
    if not is_check(one.row):
        return {"polls_since_check": polls + 1, "distrusted_at": distrusted_at}
    return {"polls_since_check": 0, "distrusted_at": distrusted_at if one.not_modified else None}


def new_validators(one: Poll, is_distrusted: bool) -> dict[str, object]:
    """Take validators and digest of a document that was read whole, whether it is new or the stored one again.

    A 304 or a failure leaves them as they are; distrust leaves the validators, which thereby become outdated.
    """
    answer = one.answer
    kept = {name: one.row[name] for name in ("etag", "last_modified", "validators_url")}
    if one.reason or not answer or answer.not_modified:
        return {**kept, "body_sha256": None}
    is_whole = not (one.feed and one.feed.truncated)
    taken = {"etag": answer.etag, "last_modified": answer.last_modified, "validators_url": answer.final_url}
    if is_distrusted:
        taken = kept
    elif not is_whole:
        taken = dict.fromkeys(kept)
    return {**taken, "body_sha256": hashlib.sha256(answer.body).digest() if is_whole else None}


def new_address(one: Poll) -> dict[str, object]:
    """Follow a permanent redirect once it has been the same for `MOVED_POLLS` polls."""
    row, target = one.row, one.answer.permanent_redirect if one.answer and not one.reason else None
    polls = 0 if target is None else row["moved_polls"] + 1 if target == row["moved_to"] else 1
    if target is not None and polls >= MOVED_POLLS:
        return {"url": target, "host": host_of(target), "moved_to": None, "moved_polls": 0}
    return {"url": row["url"], "host": row["host"], "moved_to": target, "moved_polls": polls}
