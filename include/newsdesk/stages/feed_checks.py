"""Documents looked at for a person: is this a feed, what is wrong with it, when would it be polled next, and which feeds
does a site have.

    addresses ─► answers ─► parse_feed in a limited child process ─► Check

Does not store what it finds; only the politeness of `ops.hosts` is kept as for any other request.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from include.newsdesk.errors import NewsdeskError
from include.newsdesk.feeds import ParsedFeed
from include.newsdesk.feeds.discovery import Candidate, discover
from include.newsdesk.feeds.schedule import FAILURE_WEIGHTS
from include.newsdesk.settings import Settings
from include.newsdesk.stages.child import Done, ParserPool
from include.newsdesk.stages.cursors import Poll, decide, judge_answer
from include.newsdesk.stages.entries import entry_rows, identify, known_entries
from include.newsdesk.stages.open_web import OpenWeb
from include.newsdesk.stages.poll import parse_changed
from include.newsdesk.stages.sitemaps import follow_sitemaps
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import Row
from include.newsdesk.web.answers import Answer
from include.newsdesk.web.pages import judge_page
from include.newsdesk.web.refusals import REASONS
from include.newsdesk.web.rounds import Wanted

BUSY_SECONDS = 20.0  # How long a host that a worker is asking is waited for.
MOST_CANDIDATES = 20  # Addresses of one site that are tried.
NEVER_POLLED: Row = {
    "interval_seconds": None, "failures": 0.0, "last_change_at": None, "polls_since_check": 0, "distrusted_at": None,
}  # fmt: skip


@dataclass(frozen=True)
class Check:
    """What stands at an address; `failure` says in words why there is no feed.

    `unknown` counts the entries that the warehouse lacks, in this state; `sitemaps` are those of an index that were read, each
    with the reason code of its failure. `next_poll_at` and `because` are what the schedule
    would say after this poll; both are None where nothing would be polled again in a rhythm.
    """

    url: str
    answer: Answer | None = None
    feed: ParsedFeed | None = None
    failure: str | None = None
    unknown: int = 0
    sitemaps: tuple[tuple[str, str | None], ...] = ()
    next_poll_at: datetime | None = None
    because: str | None = None

    @property
    def problems(self) -> tuple[str, ...]:
        """Name what is wrong with the feed, or could be better, in words."""
        return tuple(_problems(self.answer, self.feed)) if self.answer and self.feed else ()


def in_words(error: NewsdeskError) -> str:
    """Say what an error means: its reason code, the code's words and the detail."""
    reason = getattr(error, "reason", None)
    if reason not in REASONS:
        return str(error)
    return f"{reason}: {REASONS[reason][1]}" + (f" ({error.detail})" if error.detail else "")


def check_feed(settings: Settings, url: str, row: Row | None = None) -> Check:
    """Fetch and read a feed as its next poll would; `row` is the feed's, where it is known."""
    with OpenWeb(settings, BUSY_SECONDS) as web:
        found = next(iter(web.fetch_all([Wanted(url, url, "feed")])))[1]
    [check] = _read([found], [url])
    poll = judge_answer({**(row or NEVER_POLLED), "body_sha256": None, "sitemaps": []}, found)
    if check.feed:
        poll = poll.with_feed(check.feed)
        if poll.is_index:
            poll = _follow(settings, poll)
            check = replace(check, feed=poll.feed or check.feed)
    elif poll.to_parse:
        poll = poll.failed("feed.unreadable", "")
    rows = entry_rows(poll.feed, None) if poll.feed else []
    known = _known(settings, row, rows) if row else 0
    failures = poll.row["failures"] + FAILURE_WEIGHTS.get(poll.outcome, 0.0)
    decision = decide(poll, len(rows), known if poll.row["last_change_at"] else len(rows), failures, settings)
    check = replace(check, unknown=len(rows) - known, next_poll_at=decision.due_at, because=decision.reason)
    return replace(check, sitemaps=tuple((one.row["url"], one.reason) for one in poll.sitemaps))


def _follow(settings: Settings, index: Poll) -> Poll:
    """Read the sitemaps of an index."""
    with OpenWeb(settings, BUSY_SECONDS) as web, ParserPool("include.newsdesk.feeds:parse_feed", workers=1) as pool:
        return follow_sitemaps(web, partial(parse_changed, pool), [index], is_conditional=False)[0]


def find_feeds(settings: Settings, site_url: str) -> list[tuple[Candidate, Check]]:
    """Find the feeds of a site: those that its page names, or else those in the usual places.

    An address that is a feed itself comes back as the only one. Raises what fetching the page raises.
    """
    with OpenWeb(settings, BUSY_SECONDS) as web:
        found = next(iter(web.fetch_all([Wanted(site_url, site_url, "page")])))[1]
        if isinstance(found, NewsdeskError):
            raise found
        if judge_page(found) == "page.not_html":
            return [(Candidate(found.final_url, None, "itself"), _read([found], [found.final_url])[0])]
        candidates = discover(found.body, found.final_url, found.headers.get("link"))
        named = [one for one in candidates if one.found != "usual"][:MOST_CANDIDATES]
        checked = _ask(web, named)
        if any(check.feed for _, check in checked):
            return checked
        return checked + _ask(web, [one for one in candidates if one.found == "usual"])


def _ask(web: OpenWeb, candidates: Sequence[Candidate]) -> list[tuple[Candidate, Check]]:
    found = {str(one.key): outcome for one, outcome in web.fetch_all(Wanted(one.url, one.url, "feed") for one in candidates)}
    urls = [one.url for one in candidates]
    return list(zip(candidates, _read([found[url] for url in urls], urls), strict=True))


def _read(found: Sequence[Answer | NewsdeskError], urls: Sequence[str]) -> list[Check]:
    """Read the answers that may be feeds in one child process."""
    good = [one for one in found if isinstance(one, Answer) and one.status == 200]
    with ParserPool("include.newsdesk.feeds:parse_feed", workers=1) as pool:
        outcomes = pool.map([{"raw": a.body, "url": a.final_url, "content_type": a.content_type or None} for a in good])
        checks = []
        for one, url in zip(found, urls, strict=True):
            if isinstance(one, NewsdeskError):
                checks.append(Check(url, failure=in_words(one)))
            elif one.status != 200:
                checks.append(Check(url, one, failure=f"feed.status: it answers with status {one.status} {one.reason}".rstrip()))
            elif isinstance(outcome := next(outcomes), Done):
                checks.append(Check(url, one, outcome.value))
            else:
                seen = outcome.detail.rpartition(f"({one.final_url}): ")[2]
                checks.append(Check(url, one, failure=f"{outcome.reason}: {seen}"))
        return checks


def _known(settings: Settings, row: Row, rows: Sequence[Row]) -> int:
    """Count the entries that the warehouse has in this state."""
    with connected(settings.database_url) as connection:
        known = known_entries(connection, {row["feed_id"]: rows})[row["feed_id"]]
    states = {(one["entry_key"], bytes(one["fingerprint"]).hex()) for one in known}
    return sum((one["entry_key"], one["fingerprint"]) in states for one in identify(rows, known))


def _problems(answer: Answer, feed: ParsedFeed) -> list[str]:
    entries = feed.entries
    problems = []
    if not entries and feed.sitemap_urls:
        problems.append("no entry can be had from its sitemaps, which a poll counts as a failure")
    elif not entries:
        problems.append("it has no entries, which a poll counts as a failure")
    if answer.permanent_redirect:
        problems.append(f"it has moved for good to {answer.permanent_redirect}")
    if feed.complaint:
        problems.append(f"the document is faulty: {feed.complaint}")
    if feed.truncated:
        problems.append("it ends before its end: the entry that was cut is left out")
    if feed.dropped:
        problems.append(f"{feed.dropped} entries are over the limit and left out")
    if count := len(entries) - len(entry_rows(feed, None)):
        problems.append(f"{count} entries repeat another: the same guid, with its title or date")
    if count := sum(entry.link is None for entry in entries):
        problems.append(f"{count} entries have no link: no page can be fetched for them")
    if count := sum(not (entry.published_raw or entry.updated_raw) for entry in entries):
        problems.append(f"{count} entries have no date")
    faults = Counter(entry.date_problem for entry in entries if entry.date_problem)
    problems += [f"{count} dates can't be used: {code}" for code, count in faults.most_common()]
    if not (answer.etag or answer.last_modified):
        problems.append("it sends no ETag and no Last-Modified: every poll transfers it whole")
    return problems
