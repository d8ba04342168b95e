"""Whose turn has not come: hosts that rest, that others ask, that are slow or want long delays, seen from the stages."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import yaml

from include.newsdesk.settings import read_settings
from include.newsdesk.stages import batches, fetch, poll
from include.newsdesk.stages.catalogue import sync_feeds
from include.newsdesk.stages.open_web import OpenWeb
from include.newsdesk.warehouse.statements import execute
from include.newsdesk.web.answers import Answer
from include.newsdesk.web.politeness import HostLeases
from include.newsdesk.web.refusals import FetchFailed
from include.newsdesk.web.rounds import Wanted
from tests.postgres import News
from tests.torture import Request, TortureServer, send

ITEMS = "".join(f"<item><title>Storm {n}</title><link>LINK/news/{n}</link></item>" for n in range(4))
RESTS = "insert into ops.hosts (host, slow_until) values (%s, now() + interval '15 minutes')"
ROBOTS = """
insert into ops.hosts (host, crawl_delay_seconds, robots_status, robots_body, robots_fetched_at)
values (%s, 60, 200, convert_to('User-agent: *' || chr(10) || 'Crawl-delay: 60', 'UTF8'), now())
"""


@pytest.fixture(autouse=True)
def settings(news: News, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_ALLOW_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("NEWSDESK_ALLOW_ANY_PORT", "true")
    monkeypatch.setenv("NEWSDESK_HOST_DELAY_SECONDS", "0")


@pytest.fixture
def server() -> Iterator[TortureServer]:
    with TortureServer({}) as opened:
        yield opened


def document(server: TortureServer) -> bytes:
    items = ITEMS.replace("LINK", f"http://{host_of(server)}")
    return f"<rss version='2.0'><channel><title>Harbour</title>{items}</channel></rss>".encode()


def add_feeds(news: News, folder: Path, urls: list[str]) -> None:
    known = {"publisher": "Harbour Post", "language": "en", "country": "GB"}
    path = folder / "feeds.yaml"
    path.write_text(yaml.safe_dump([{"name": f"feed {n}", "url": url, **known} for n, url in enumerate(urls)]), "utf-8")
    sync_feeds(news.loader_url, path)


def host_of(server: TortureServer) -> str:
    return f"{server.address}:{server.port}"


def reasons(found: list[Any]) -> list[str]:
    return [outcome.reason if isinstance(outcome, FetchFailed) else str(outcome.status) for _, outcome in found]


def test_a_host_that_rests_is_told_from_one_that_another_worker_holds(server: TortureServer, news: News) -> None:
    with TortureServer({}, address="127.0.0.2") as resting, TortureServer({}, address="127.0.0.3") as held:
        news.query(RESTS, host_of(resting))
        news.query(
            "insert into ops.hosts (host, lease_token, lease_until) values (%s, 1, now() + interval '1 hour')", host_of(held)
        )
        with OpenWeb(read_settings(), 0) as web:
            wanted = [Wanted(n, one.url("/a"), "feed") for n, one in enumerate((server, resting, held))]
            found = sorted(web.fetch_all(wanted), key=lambda outcome: int(str(outcome[0].key)))
    assert reasons(found) == ["404", "host.slow", "host.busy"]
    assert isinstance(found[1][1], FetchFailed)
    assert 890 < (found[1][1].wait_seconds or 0) <= 900
    assert resting.connections == 0


def test_a_host_that_rests_is_not_waited_for_however_long_busy_ones_are(server: TortureServer, news: News) -> None:
    news.query(RESTS, host_of(server))
    with OpenWeb(read_settings(), 3600) as web:
        assert reasons(list(web.fetch_all([Wanted(0, server.url("/a"), "feed")]))) == ["host.slow"]


def test_a_worker_keeps_no_host_from_others_while_it_waits_for_a_slow_one(server: TortureServer) -> None:
    others_are_done = threading.Event()

    def slow(opened: Any, request: Request) -> None:
        others_are_done.wait(20)
        send(b"<p>slow")(opened, request)

    with TortureServer({"/slow": slow}, address="127.0.0.2") as lazy, OpenWeb(read_settings(), 0) as web:
        found = web.fetch_all([Wanted(0, lazy.url("/slow"), "page"), Wanted(1, server.url("/a"), "page")])
        assert next(found)[0].key == 1
        assert ask(server.url("/a")) == "404"
        others_are_done.set()
        assert reasons(list(found)) == ["200"]
    assert server.connections == 2


def test_a_turn_that_was_given_back_while_it_was_waited_for_is_taken_anew(news: News) -> None:
    connection = psycopg2.connect(news.loader_url)
    connection.autocommit = True
    leases = HostLeases(partial(execute, connection), delay_seconds=0.0)
    entered, closed = threading.Event(), []

    def enter() -> None:
        with leases.turn("news.example"):
            leases.wait("news.example")
            entered.set()

    with leases.turn("news.example"):
        thread = threading.Thread(target=enter)
        thread.start()
        leases.give_back_idle(["news.example"], closed.extend)
    thread.join()
    assert (entered.is_set(), closed) == (True, [])
    leases.give_back_idle(["news.example"], closed.extend)
    assert closed == ["news.example"]
    with leases.turn("news.example"):
        leases.wait("news.example")
    leases.give_back()
    connection.close()


def test_what_nineteen_hosts_gave_is_committed_while_the_twentieth_drips(news: News, tmp_path: Path) -> None:
    kept: list[int] = []

    def drip(opened: Any, request: Request) -> None:
        for _ in range(400):  # ends as soon as the others are there, at the latest when the exchange's time is over
            opened.sendall(b"H")
            (count,) = news.query("select count(*) from ops.polls")[0]
            if count >= 19:
                break
            threading.Event().wait(0.05)
        kept.append(count)
        opened.shutdown(socket.SHUT_RDWR)

    with ExitStack() as stack:
        servers = [stack.enter_context(TortureServer({}, address=f"127.0.0.{n + 10}")) for n in range(20)]
        for server in servers:
            server.routes["/feed"] = send(document(server))
        servers[0].routes["/feed"] = drip
        add_feeds(news, tmp_path, [server.url("/feed") for server in servers])
        counts = poll.poll({"shard": 0, "shards": 1})
    assert kept[0] == 19
    assert (counts["changed"], counts["failed"]) == (19, 1)


def test_feeds_whose_hosts_delay_leaves_them_no_time_are_given_back_with_a_due_time(
    server: TortureServer, news: News, tmp_path: Path
) -> None:
    names = [f"/{n}" for n in range(6)]
    server.routes |= {name: send(document(server)) for name in names}
    add_feeds(news, tmp_path, [server.url(name) for name in names])
    news.query(ROBOTS, host_of(server))
    counts = poll.poll({"shard": 0, "shards": 1})
    assert (counts["changed"], counts["failed"]) == (1, 0)
    assert len(server.requests) == 1
    left = news.query(
        "select lease_token, lease_until, failures, round(extract(epoch from next_poll_at - now()) / 60)::int from ops.feeds"
        " where last_polled_at is null order by next_poll_at"
    )
    assert left == [(None, None, 0.0, minutes) for minutes in range(1, 6)]


def test_nothing_is_asked_after_the_end_of_a_round(server: TortureServer, news: News) -> None:
    with OpenWeb(read_settings(), 0, round_seconds=0) as web:
        found = list(web.fetch_all([Wanted(n, server.url(f"/{n}"), "feed") for n in range(3)]))
    assert reasons(found) == ["host.waiting"] * 3
    assert server.connections == 0


def test_a_feed_whose_lease_went_to_another_task_is_neither_kept_nor_given_back(
    server: TortureServer, news: News, tmp_path: Path
) -> None:
    def lose(opened: Any, request: Request) -> None:
        news.query("update ops.feeds set lease_token = nextval('ops.lease_tokens'), lease_until = now() + interval '9 minutes'")
        send(document(server))(opened, request)

    server.routes |= {"/0": lose, "/1": lose}
    add_feeds(news, tmp_path, [server.url("/0"), server.url("/1")])
    news.query(ROBOTS, host_of(server))
    assert poll.poll({"shard": 0, "shards": 1})["changed"] == 0
    assert news.query("select count(*) from ops.feeds where lease_until > now() + interval '8 minutes'") == [(2,)]
    assert news.query("select (select count(*) from ops.entries), (select count(*) from ops.polls)") == [(0, 0)]


def test_pages_of_a_host_that_rests_wait_until_it_has_rested(server: TortureServer, news: News, tmp_path: Path) -> None:
    server.routes["/feed"] = send(document(server))
    add_feeds(news, tmp_path, [server.url("/feed")])
    poll.poll({"shard": 0, "shards": 1})
    (batch_id,) = batches.batch_entries()
    news.query("update ops.hosts set slow_until = now() + interval '15 minutes'")
    asked = len(server.requests)
    assert fetch.fetch(batch_id)["later"] == 4
    waits = "select distinct attempts, extract(epoch from retry_at - now())::int between 880 and 900 from ops.entries"
    assert news.query(waits) == [(0, True)]
    assert len(server.requests) == asked


# Bursts of refusals


def ask(url: str) -> str:
    """Ask once, as a worker of its own."""
    with OpenWeb(read_settings(), 0) as web:
        (found,) = web.fetch_all([Wanted(0, url, "page")])
    return found[1].reason if isinstance(found[1], FetchFailed) else str(isinstance(found[1], Answer) and found[1].status)


def test_three_refusals_in_a_row_let_the_host_rest_for_all_workers(server: TortureServer, news: News) -> None:
    server.routes["/no"] = send(b"no", status="403 Forbidden")
    server.routes["/robots.txt"] = send(b"no", status="403 Forbidden")
    assert [ask(server.url("/no")) for _ in range(4)] == ["403", "403", "403", "host.slow"]
    assert [request.path for request in server.requests] == ["/robots.txt", "/no", "/no", "/no"]
    seen = "select denials, extract(epoch from slow_until - now())::int between 880 and 900 from ops.hosts"
    assert news.query(seen) == [(3, True)]

    news.query("update ops.hosts set slow_until = now(), denials_until = denials_until - interval '15 minutes'")
    assert [ask(server.url("/no")) for _ in range(2)] == ["403", "host.slow"]
    assert news.query(seen.replace("880 and 900", "1780 and 1800")) == [(4, True)]


def test_a_success_ends_a_row_of_refusals(server: TortureServer, news: News) -> None:
    server.routes |= {"/no": send(b"no", status="403 Forbidden"), "/yes": send(b"<p>yes")}
    assert [ask(server.url(path)) for path in ("/no", "/no", "/yes", "/no", "/no")] == ["403", "403", "200", "403", "403"]
    assert news.query("select denials, slow_until from ops.hosts") == [(2, None)]


def test_threads_of_one_worker_count_refusals_together(server: TortureServer, news: News) -> None:
    server.routes |= {f"/{n}": send(b"no", status="403 Forbidden") for n in range(6)}
    with OpenWeb(read_settings(), 0) as web:
        found = list(web.fetch_all([Wanted(n, server.url(f"/{n}"), "page") for n in range(6)]))
    assert sorted(reasons(found)) == ["403"] * 3 + ["host.slow"] * 3


def test_a_refusal_is_kept_even_when_its_worker_dies(server: TortureServer, news: News) -> None:
    server.routes["/no"] = send(b"no", status="403 Forbidden")
    web = OpenWeb(read_settings(), 0)
    list(web.fetch_all([Wanted(0, server.url("/no"), "page")]))
    assert news.query("select denials, denials_until > now() + interval '9 minutes' from ops.hosts") == [(1, True)]
    web.__exit__(None, None, None)
