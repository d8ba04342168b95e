"""WebSub without a network: who pushes a topic, what a hub's question deserves, what a subscription needs, what is signed."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from include.newsdesk.websub.discovery import Advertised, discover, hub_in_header
from include.newsdesk.websub.intents import Intent, Reply, read_lease, reply_to
from include.newsdesk.websub.signatures import is_signed, read_signature
from include.newsdesk.websub.states import Step, Subscription, is_due, next_step

URL = "https://harbour.example/feed"
HUB, SELF = "https://hub.example/", "https://harbour.example/self"
HEADER = f'<{HUB}>; rel="hub", <{SELF}>; rel="self"'
HTML = f'<!doctype html><html><head><link rel="hub" href="{HUB}"><link rel="self" href="{SELF}"></head><body>x</body></html>'
ATOM = f'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="hub" href="{HUB}"/><link rel="self" href="{SELF}"/></feed>'
RSS = (
    '<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><link>https://harbour.example/</link>'
    f'<a:link rel="hub" href="{HUB}"/><a:link rel="self" href="{SELF}"/></channel></rss>'
)
JSON = f'{{"version": "https://jsonfeed.org/version/1.1", "feed_url": "{SELF}", "hubs": [{{"type": "WebSub", "url": "{HUB}"}}]}}'
FOUND = Advertised((HUB,), SELF)

DISCOVERY = {
    "100: from HTTP headers": ("", None, HEADER, FOUND),
    "101: from the link tags of a page": (HTML, "text/html", None, FOUND),
    "102: from the link elements of an Atom feed": (ATOM, "application/atom+xml", None, FOUND),
    "103: from the atom:link elements of an RSS feed": (RSS, "application/rss+xml", None, FOUND),
    "104: headers come before the document": (
        ATOM, "application/atom+xml", '<https://first.example/>; rel=hub, </own>; rel=self',
        Advertised(("https://first.example/",), "https://harbour.example/own"),
    ),
    "from a JSON Feed": (JSON, "application/feed+json", None, FOUND),
    "a header with self only leaves the hub to the document": (
        ATOM, None, "</own>; rel=self", Advertised((HUB,), SELF),
    ),
    "several hubs, each once": (
        "", None, '<https://a.example/>; rel="hub", <https://b.example/>; rel="alternate hub", <https://a.example/>; rel=hub',
        Advertised(("https://a.example/", "https://b.example/"), URL),
    ),
    "addresses may be relative": ("", None, '</hub>; rel="hub"', Advertised(("https://harbour.example/hub",), URL)),
    "xml:base counts": (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://b.example/x/"><link rel="hub" href="hub"/></feed>', None,
        None,
        Advertised(("https://b.example/x/hub",), URL),
    ),
    "links in the body of a page are anybody's": (
        f'<html><head><title>x</title></head><body><link rel="hub" href="{HUB}"></body></html>', "text/html", None, None,
    ),
    "links of an entry are not the feed's": (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="hub" href="{HUB}"/></entry></feed>', None, None, None,
    ),
    "a feed that is cut short counts as far as it goes": (ATOM[:-9], None, None, FOUND),
    "no web address": ("", None, '<javascript:x>; rel="hub"', None),
    "an empty document": ("", None, None, None),
    "a document of garbage": ("\x00\x01<<<", None, None, None),
    "a list in JSON's place": ('{"hubs": 3}'.replace("3", "null"), None, None, None),
}  # fmt: skip


@pytest.mark.parametrize(("document", "content_type", "header", "expected"), DISCOVERY.values(), ids=DISCOVERY)
def test_discovery(document: str, content_type: str | None, header: str | None, expected: Advertised | None) -> None:
    assert discover(document.encode(), URL, content_type, header) == expected


def test_a_poll_reads_the_hub_of_its_headers() -> None:
    assert hub_in_header(HEADER, URL) == HUB
    assert hub_in_header('<https://x.example/>; rel="preload"', URL) is None
    assert hub_in_header(None, URL) is None


INTENTS = {
    "5.3 MUST: a pending request is confirmed": ("subscribe", URL, "c", "requested", Reply.CONFIRM),
    "5.3 MUST: a pending unsubscription is confirmed": ("unsubscribe", URL, "c", "leaving", Reply.END),
    "205: another topic": ("subscribe", URL + "x", "c", "requested", Reply.REFUSE),
    "5.3 MUST: no topic": ("subscribe", "", "c", "requested", Reply.REFUSE),
    "5.3 MUST: an unsubscription that nobody asked for": ("unsubscribe", URL, "c", "active", Reply.REFUSE),
    "5.3 MUST: an unsubscription in place of a subscription": ("unsubscribe", URL, "c", "requested", Reply.REFUSE),
    "5.3 MUST: a subscription that is given up": ("subscribe", URL, "c", "leaving", Reply.REFUSE),
    "a second question does not lengthen a lease": ("subscribe", URL, "c", "active", Reply.REFUSE),
    "no challenge": ("subscribe", URL, "", "requested", Reply.REFUSE),
    "a challenge of 10 MB": ("subscribe", URL, "c" * 10_000_000, "requested", Reply.REFUSE),
    "an unknown mode": ("publish", URL, "c", "requested", Reply.REFUSE),
    "5.2 SHOULD: a request is denied": ("denied", URL, "", "requested", Reply.DENIED),
    "5.2 SHOULD: a subscription is denied later": ("denied", URL, "", "active", Reply.DENIED),
    "5.2: a denial of another topic": ("denied", URL + "x", "", "active", Reply.REFUSE),
}


@pytest.mark.parametrize(("mode", "topic", "challenge", "state", "expected"), INTENTS.values(), ids=INTENTS)
def test_intents(mode: str, topic: str, challenge: str, state: str, expected: Reply) -> None:
    assert reply_to(Intent(mode, topic, challenge), state, URL) is expected


@pytest.mark.parametrize(
    ("text", "seconds"),
    [(None, 86_400), ("", 86_400), ("NaN", 86_400), ("-5", 86_400), ("1e9", 86_400), ("٣", 86_400), ("0", 3_600),
     ("60", 3_600), ("864000", 864_000), ("1000000000000", 2_592_000), ("9" * 5_000, 2_592_000)],
)  # fmt: skip
def test_a_lease_is_clamped_to_between_an_hour_and_thirty_days(text: str | None, seconds: int) -> None:
    assert read_lease(text) == seconds


NOW = datetime(2031, 1, 10, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def one(state: str, **changes: object) -> Subscription:
    facts: dict[str, object] = {"requested_at": NOW - DAY, "hub_url": HUB}
    if state in ("active", "leaving"):
        facts |= {"verified_at": NOW - DAY, "lease_until": NOW + DAY}
    if state == "ended":
        facts |= {"ended_at": NOW - HOUR}
    return Subscription(state=state, **facts | changes)  # type: ignore[arg-type]


STEPS = {
    "a request waits for its hub": (one("requested", requested_at=NOW - HOUR / 2), {}, Step.KEEP, None),
    "a hub that does not ask back is silent": (one("requested", requested_at=NOW - HOUR), {}, Step.END, "silent"),
    "an active subscription is kept": (one("active"), {}, Step.KEEP, None),
    "a lease that is over is over": (one("active", lease_until=NOW), {}, Step.END, "expired"),
    "a feed that is not polled any more is given up": (one("active"), {"is_wanted": False}, Step.LEAVE, "unsubscribed"),
    "a subscription that was renewed is given up": (one("active"), {"is_replaced": True}, Step.LEAVE, "replaced"),
    "leaving waits for the hub": (one("leaving", requested_at=NOW - HOUR / 2, outcome="replaced"), {}, Step.KEEP, None),
    "leaving does not wait for ever": (one("leaving", outcome="replaced"), {}, Step.END, "replaced"),
}


@pytest.mark.parametrize(("subscription", "how", "step", "outcome"), STEPS.values(), ids=STEPS)
def test_steps(subscription: Subscription, how: dict[str, bool], step: Step, outcome: str | None) -> None:
    assert next_step(subscription, NOW, **{"is_wanted": True, "is_replaced": False} | how) == (step, outcome)


REQUESTS = {
    "a feed without a subscription": (None, HUB, True),
    "a request is under way": (one("requested"), HUB, False),
    "an unsubscription is under way": (one("leaving"), HUB, False),
    "5.3 MUST: before the lease is over, at half of it": (one("active", verified_at=NOW - DAY, lease_until=NOW + DAY), HUB, True),
    "not before half of the lease": (one("active", verified_at=NOW - DAY + HOUR, lease_until=NOW + DAY + HOUR), HUB, False),
    "5.2 SHOULD: a hub that denied is not asked again": (one("ended", outcome="denied", ended_at=NOW - 99 * DAY), HUB, False),
    "but another hub is": (one("ended", outcome="denied"), "https://other.example/", True),
    "an expired one is asked for again": (one("ended", outcome="expired"), HUB, True),
    "one that was given up is asked for again": (one("ended", outcome="unsubscribed"), HUB, True),
    "a silent hub rests an hour": (one("ended", outcome="silent", ended_at=NOW - HOUR), HUB, True),
    "a silent hub rests longer each time": (one("ended", outcome="silent", ended_at=NOW - HOUR, failures=1), HUB, False),
    "a hub that refuses rests a week at most": (one("ended", outcome="refused", ended_at=NOW - 7 * DAY, failures=999), HUB, True),
}


@pytest.mark.parametrize(("newest", "hub_url", "expected"), REQUESTS.values(), ids=REQUESTS)
def test_requests(newest: Subscription | None, hub_url: str, expected: bool) -> None:
    assert is_due(newest, NOW, hub_url) is expected


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha384", "sha512"])
def test_each_recognised_algorithm_is_checked_over_the_bytes_of_the_body(algorithm: str) -> None:
    body, secret = b"\xff\xfe bytes \x00", b"secret" * 8
    digits = hmac.new(secret, body, getattr(hashlib, algorithm)).hexdigest()
    for written in (digits, digits.upper()):
        claimed = read_signature([f"{algorithm}={written}"])
        assert claimed is not None
        assert is_signed(body, secret, claimed)
        assert not is_signed(body + b" ", secret, claimed)
        assert not is_signed(body, secret + b"x", claimed)


@pytest.mark.parametrize(
    "headers",
    [[], ["sha256="], ["sha256=00"], ["sha1=" + "0" * 64], ["md5=" + "0" * 32], ["SHA256=" + "0" * 64], ["sha256= " + "0" * 64],
     ["sha256=" + "0" * 63 + "g"], ["sha256=" + "00 " * 32], ["sha256=" + "0" * 64] * 2, ["0" * 64]],
)  # fmt: skip
def test_what_is_no_signature(headers: list[str]) -> None:
    assert read_signature(headers) is None
