"""Several poll processes at once are polite together, by the origin's log; and the judge of that log sees each breach."""

from dataclasses import asdict, replace
from pathlib import Path

import pytest

from include.newsdesk.stages.catalogue import sync_feeds
from tests.bench.feed_origin import SLOW, Asked, FeedOrigin, host_address
from tests.bench.politeness import DELAY, SETTINGS, describe, judge, run_workers
from tests.postgres import News

ROBOTS = Asked("127.1.0.9", 1, "/robots.txt", "one", at=0.0, busy=0, open=0, until=0.1, status=200)
FEED = replace(ROBOTS, path="/feeds/1.xml", at=0.5, until=0.6)
LATER = replace(FEED, at=1.0, until=1.1)
TIRED = replace(FEED, status=429)
REFUSED = [replace(FEED, at=at, until=at + 0.1, status=403) for at in (1.0, 2.0, 3.0)]


def test_four_processes_that_share_only_the_database_break_no_promise(
    news: News, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    with FeedOrigin(feeds=18, hosts=6, is_wilful=True) as origin:
        catalogue = tmp_path / "feeds.yaml"
        catalogue.write_text(origin.catalogue(), encoding="utf-8")
        sync_feeds(news.loader_url, catalogue)
        run_workers(news.loader_url, workers=4, seconds=3)
        log = origin.asked()
    assert asdict(judge(log)) == dict.fromkeys(asdict(judge([])), 0)
    traffic = describe(log)
    assert traffic.requests > 12
    assert traffic.hosts == 6
    assert traffic.hosts_shared_by_workers > 0
    assert traffic.pages > 0
    assert traffic.redirects > 0


@pytest.mark.parametrize(
    ("breach", "log"),
    [
        ("before_robots", [FEED]),
        ("before_robots", [replace(ROBOTS, status=503), FEED]),
        ("disallowed", [ROBOTS, replace(FEED, path="/private/4.xml")]),
        ("short_gaps", [ROBOTS, FEED, replace(LATER, at=FEED.at + DELAY * 0.5)]),
        ("short_gaps", [replace(one, host=host_address(SLOW)) for one in (ROBOTS, FEED, replace(LATER, at=FEED.at + DELAY))]),
        ("more_than_one_request", [ROBOTS, FEED, replace(LATER, busy=1)]),
        ("more_than_one_connection", [ROBOTS, FEED, replace(LATER, open=1)]),
        ("within_retry_after", [ROBOTS, TIRED, LATER]),
        ("within_pause_after_403", [ROBOTS, *REFUSED, replace(FEED, at=900.0)]),
    ],
)
def test_the_judge_sees_a_breach(breach: str, log: list[Asked]) -> None:
    assert asdict(judge(log)) == {name: int(name == breach) for name in asdict(judge([]))}


def test_the_judge_is_content_with_good_manners() -> None:
    elsewhere = replace(ROBOTS, host="127.1.0.10", at=0.05)
    welcome = replace(FEED, at=2.5, until=2.6)
    one_more = replace(FEED, at=903.2)
    kind = [ROBOTS, elsewhere, FEED, REFUSED[0], REFUSED[1], welcome, *REFUSED[2:], replace(LATER, at=4.0)]
    assert not any(asdict(judge(kind)).values())
    assert not any(asdict(judge([ROBOTS, *REFUSED, one_more])).values())
