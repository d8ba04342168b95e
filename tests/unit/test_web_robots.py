"""robots.txt by RFC 9309, over a dict as the store and a function as the web."""

from datetime import UTC, datetime, timedelta

import pytest

from include.newsdesk.errors import NewsdeskError
from include.newsdesk.web.answers import Answer
from include.newsdesk.web.limits import Limits
from include.newsdesk.web.refusals import FetchFailed, FetchRefused, refusal
from include.newsdesk.web.robots import Robots, RobotsRecord

PAGE = "https://news.example/world/a-bridge"


class Web:
    """One robots.txt and a clock."""

    def __init__(self, answer: bytes | int | NewsdeskError = b"") -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.now = datetime(2026, 3, 1, tzinfo=UTC)
        self.store: dict[str, RobotsRecord] = {}
        self.robots = Robots(self.store, Limits(user_agent="Newsdesk/1.0 (+editor@news.example)"), lambda: self.now)

    def fetch(self, url: str) -> Answer:
        self.asked.append(url)
        if isinstance(self.answer, NewsdeskError):
            raise self.answer
        status, body = (self.answer, b"<html>") if isinstance(self.answer, int) else (200, self.answer)
        return Answer(url, url, status, "", {}, body, len(body), 1, self.now)

    def why_not(self, url: str = PAGE) -> str | None:
        if not self.robots.is_known(url):
            self.robots.learn(url, self.fetch)
        return self.robots.why_not(url)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", None),
        ("User-agent: *\nDisallow: /", "robots.disallowed"),
        ("User-agent: *\nDisallow: /world/", "robots.disallowed"),
        ("User-agent: *\nDisallow: /sport/", None),
        ("User-agent: *\nDisallow:", None),
        ("User-agent: newsdesk\nDisallow: /\n\nUser-agent: *\nAllow: /", "robots.disallowed"),
        ("User-agent: Newsdesk\nAllow: /\n\nUser-agent: *\nDisallow: /", None),
        ("User-agent: otherbot\nDisallow: /", None),
        ("User-agent: *\nDisallow: /\nAllow: /world/a-", None),
        ("User-agent: *\nDisallow: /*bridge$", "robots.disallowed"),
        ("User-agent: *\rDisallow: /\r", "robots.disallowed"),
        ("\ufeffUser-agent: *\nDisallow: /", "robots.disallowed"),
        ("<!doctype html><html><body>Not here</body></html>", None),
    ],
)
def test_rules_are_read_for_our_name(text: str, reason: str | None) -> None:
    web = Web(text.encode())
    assert web.why_not() == reason
    assert web.asked == ["https://news.example/robots.txt"]


def test_c56_a_robots_txt_in_utf_16_is_read() -> None:
    assert Web("User-agent: *\nDisallow: /".encode("utf-16")).why_not() == "robots.disallowed"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (400, None),
        (401, None),
        (403, None),
        (404, None),
        (410, None),
        (429, "robots.unreachable"),
        (500, "robots.unreachable"),
        (503, "robots.unreachable"),
    ],
)
def test_c56_4xx_means_yes_and_5xx_means_no(status: int, reason: str | None) -> None:
    assert Web(status).why_not() == reason


@pytest.mark.parametrize("reason", ["redirect.too_many", "redirect.invalid"])
def test_c56_redirects_that_lead_nowhere_mean_yes(reason: str) -> None:
    assert Web(refusal(reason, "https://news.example/robots.txt")).why_not() is None


@pytest.mark.parametrize("reason", ["dns.failed", "deadline.exceeded", "address.denied", "body.truncated"])
def test_a_robots_txt_that_cannot_be_had_is_the_failure_of_the_page(reason: str) -> None:
    web = Web(refusal(reason, "https://news.example/robots.txt"))
    with pytest.raises((FetchFailed, FetchRefused)) as caught:
        web.why_not()
    assert caught.value.reason == reason
    assert web.store == {}


@pytest.mark.parametrize(("over", "reason"), [(-1, None), (0, None), (1, "robots.disallowed")])
def test_c56_the_first_512_kib_count(over: int, reason: str | None) -> None:
    rule = b"User-agent: *\nDisallow: /world/x"  # without its last letter it forbids the page
    padding = b"# " + b"x" * (512 * 1024 - len(rule) - 3 + over) + b"\n"
    assert Web(padding + rule).why_not() == reason


@pytest.mark.parametrize(("status", "hours"), [(200, 24), (404, 24), (503, 1)])
def test_an_answer_is_kept_for_a_day_and_a_failure_for_an_hour(status: int, hours: int) -> None:
    web = Web(status if status != 200 else b"")
    web.why_not()
    web.now += timedelta(hours=hours, seconds=-1)
    web.why_not()
    assert len(web.asked) == 1
    web.now += timedelta(seconds=1)
    web.why_not()
    assert len(web.asked) == 2


def test_each_host_and_port_has_its_own() -> None:
    web = Web(b"User-agent: *\nDisallow: /")
    for url in (PAGE, "https://other.example/", "http://news.example:8080/"):
        web.why_not(url)
    assert web.asked == [
        "https://news.example/robots.txt",
        "https://other.example/robots.txt",
        "http://news.example:8080/robots.txt",
    ]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Crawl-delay: 5", 5),
        ("Crawl-delay: 0.5", 0.5),
        ("Crawl-delay: 60", 60),
        ("Crawl-delay: 61", 60),
        ("Crawl-delay: soon", None),
        ("", None),
    ],
)
def test_a_crawl_delay_counts_up_to_a_minute(text: str, seconds: float | None) -> None:
    web = Web(f"User-agent: *\n{text}\n".encode())
    web.why_not()
    assert web.robots.crawl_delay(PAGE) == seconds


def test_c57_a_robots_txt_full_of_stars_is_matched() -> None:
    web = Web(b"User-agent: *\nDisallow: /" + b"*a" * 30 + b"$")
    assert web.why_not("https://news.example/" + "a" * 2000 + "b") is None
