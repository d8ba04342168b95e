"""One visit to a page, told step by step for a person, and the reading of one page by hand.

    address ─► robots.txt, turn, address check, redirects ─► answer ─► judge_page ─► extract_article in a limited child

Does not store what it gets; only the politeness of `ops.hosts` is kept as for any other request.
"""

import ipaddress
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from include.newsdesk.articles import Explanation
from include.newsdesk.errors import NewsdeskError, RejectedError
from include.newsdesk.settings import Settings
from include.newsdesk.stages.child import Done, ParserPool
from include.newsdesk.stages.feed_checks import BUSY_SECONDS, in_words
from include.newsdesk.stages.fetch import judged
from include.newsdesk.stages.open_web import OpenWeb, web_limits
from include.newsdesk.warehouse.connection import connect
from include.newsdesk.warehouse.statements import execute
from include.newsdesk.web.addresses import is_allowed_network, parse_networks, why_denied
from include.newsdesk.web.answers import Answer, Validators
from include.newsdesk.web.client import BeforeRequest, GuardedClient
from include.newsdesk.web.dialling import is_own_address, resolve_with_system
from include.newsdesk.web.limits import Kind, Limits
from include.newsdesk.web.pages import REASONS as PAGE_REASONS
from include.newsdesk.web.pages import judge_page
from include.newsdesk.web.polite_client import PoliteClient
from include.newsdesk.web.politeness import HostLeases
from include.newsdesk.web.rounds import Wanted
from include.newsdesk.web.urls import read_url

Note = Callable[[str, str], None]


class PageUnusable(RejectedError):
    """There is no page to read an article from; `fetch` shows each step."""

    def __init__(self, subject: str, reason: str, detail: str = "") -> None:
        """Keep the reason code."""
        super().__init__(subject, f"{reason}: {detail}")
        self.reason = reason


@dataclass(frozen=True)
class Visit:
    """What a visit ended with: an answer, or the error that ended it; `verdict` is why the answer is no page, in words."""

    answer: Answer | None
    error: NewsdeskError | None
    verdict: str | None


def visit(settings: Settings, url: str, note: Note) -> Visit:
    """Fetch a page as the fetch stage would; `note` gets each step's name and decision as it happens."""
    limits = web_limits(settings)
    with closing(connect(settings.database_url, "newsdesk politeness")) as connection:
        connection.autocommit = True
        statement = partial(execute, connection)
        leases = HostLeases(statement, delay_seconds=settings.host_delay_seconds)
        with leases, NotingClient(limits, leases, note) as client:
            try:
                answer = PoliteClient(client, leases, limits).get(url, kind="page")
            except NewsdeskError as error:
                return Visit(None, error, in_words(error))
    reason = judge_page(answer)
    return Visit(answer, None, f"{reason}: {PAGE_REASONS[reason]}" if reason else None)


class NotingClient(GuardedClient):
    """The guarded client, which tells what it does."""

    def __init__(self, limits: Limits, leases: HostLeases, note: Note) -> None:
        """Keep the rules; `leases` knows what the robots.txt files say."""
        self._note = note
        self._robots = leases.robots
        self._networks = parse_networks(limits.allow_networks)
        super().__init__(limits, resolve=self._resolve_and_note)

    def get(
        self,
        url: str,
        *,
        kind: Kind,
        headers: Mapping[str, str] | None = None,
        validators: Validators | None = None,
        before_request: BeforeRequest | None = None,
    ) -> Answer:
        """Fetch a URL, and note each hop before it is asked."""

        def before(hop: str) -> float:
            self._note("robots.txt" if kind == "robots" else "address" if hop == url else "redirect", hop)
            waited = before_request(hop) if before_request else 0.0
            if kind == "page":
                record = self._robots[read_url(hop).authority]
                seen = f"status {record.status}, {len(record.body)} bytes, asked for at {record.fetched_at:%Y-%m-%d %H:%M} UTC"
                self._note("robots.txt", f"allows it ({seen})")
                self._note("turn", f"the host's turn came after {waited:.1f} s")
            if _is_literal(host := read_url(hop).host):
                self._note("guard", self._judgement(host))
            return waited

        return super().get(url, kind=kind, headers=headers, validators=validators, before_request=before)

    def _resolve_and_note(self, host: str) -> list[str]:
        addresses = resolve_with_system(host)
        for address in addresses:
            self._note("guard", f"{host} is {self._judgement(address)}")
        return addresses

    def _judgement(self, address: str) -> str:
        why = why_denied(address) or ("our own" if is_own_address(address) else None)
        if why is None:
            return f"{address}: an address of the open web"
        return f"{address}: {why}, " + ("allowed here" if is_allowed_network(address, self._networks) else "never asked")


def fetch_page(settings: Settings, url: str) -> Answer:
    """Fetch a page to read an article from. Raises `PageUnusable`."""
    with OpenWeb(settings, BUSY_SECONDS) as web:
        found = next(iter(web.fetch_all([Wanted(url, url, "page")])))[1]
    page = judged(found) if isinstance(found, Answer) else found
    if isinstance(page, Answer):
        return page
    reason = str(getattr(page, "reason", "page.busy"))
    raise PageUnusable(
        url, reason, PAGE_REASONS[reason] if reason in PAGE_REASONS else in_words(page).partition(": ")[2]
    ) from page


def explain_page(html: bytes, url: str, content_type: str | None = None, fetched_at: datetime | None = None) -> Explanation:
    """Extract and explain the article of a page in a child process with the parse stage's limits. Raises `PageUnusable`."""
    with ParserPool("include.newsdesk.articles:explain_article", workers=1) as pool:
        request = {"html": html, "url": url, "content_type": content_type, "fetched_at": fetched_at}
        outcome = next(pool.map([request]))
    if not isinstance(outcome, Done):
        raise PageUnusable(url, outcome.reason, outcome.detail)
    explanation: Explanation = outcome.value
    return explanation


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
