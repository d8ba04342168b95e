"""Workers that share hosts through Postgres: whose turn it is, when, and what is kept for the next one."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg2
import pytest

from include.newsdesk.errors import NewsdeskError
from include.newsdesk.warehouse import statements
from include.newsdesk.web.answers import Answer
from include.newsdesk.web.limits import Limits
from include.newsdesk.web.polite_client import PoliteClient
from include.newsdesk.web.politeness import LEASE_SECONDS, HostLeases
from include.newsdesk.web.refusals import FetchFailed, FetchRefused
from include.newsdesk.web.robots import RobotsRecord
from include.newsdesk.web.rounds import Outcome, Wanted, fetch_all
from tests.postgres import News
from tests.torture import Request, Route, TortureServer, closed_clients, guarded, head, redirect, send

__all__ = ["closed_clients"]

HOST = "news.example"
Worker = Callable[..., HostLeases]


@pytest.fixture
def worker(news: News) -> Iterator[Worker]:
    """Make workers, each with its own connection; `statements_run` of one counts what it asked the database."""
    connections = []

    def make(**parts: Any) -> HostLeases:
        connection = psycopg2.connect(news.loader_url)
        connection.autocommit = True
        connections.append(connection)

        def execute(name: str, params: Mapping[str, object]) -> list[dict[str, Any]]:
            leases.statements_run.append(name)  # type: ignore[attr-defined]
            return statements.execute(connection, name, params)

        leases = HostLeases(execute, **parts)
        leases.statements_run = []  # type: ignore[attr-defined]
        return leases

    yield make
    for connection in connections:
        connection.close()


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def reason_of(call: Callable[[], object]) -> str:
    with pytest.raises(NewsdeskError) as caught:
        call()
    assert isinstance(caught.value, FetchFailed | FetchRefused)
    return caught.value.reason


def test_a_host_belongs_to_one_worker_at_a_time(worker: Worker) -> None:
    first, second = worker(), worker()
    assert first.take([HOST, "other.example"]) == {}
    busy = second.take([HOST, "third.example"])
    assert busy.keys() == {HOST}
    assert LEASE_SECONDS - 5 < busy[HOST].seconds <= LEASE_SECONDS
    assert not busy[HOST].is_resting
    with second.turn("third.example"):
        second.wait("third.example")
    with first.turn(HOST):
        first.wait(HOST)
    first.give_back()
    assert second.take([HOST]) == {}


def test_a_host_that_another_worker_holds_is_busy(worker: Worker) -> None:
    first, second = worker(), worker()
    first.take([HOST])

    def enter() -> None:
        with second.turn(HOST):
            raise AssertionError

    assert reason_of(enter) == "host.busy"


def test_threads_of_a_worker_ask_a_host_one_after_the_other(worker: Worker) -> None:
    leases = worker()
    has_entered = threading.Event()

    def enter() -> None:
        with leases.turn(HOST):
            has_entered.set()

    with leases.turn(HOST):
        thread = threading.Thread(target=enter)
        thread.start()
        assert not has_entered.wait(0.1)
    assert has_entered.wait(10)
    thread.join()


def test_requests_of_a_run_cost_no_statement_each(worker: Worker) -> None:
    clock = Clock()
    leases = worker(clock=clock, sleep=clock.sleep, delay_seconds=0.0)
    leases.take([f"site{number}.example" for number in range(200)])
    for number in range(1000):
        with leases.turn(f"site{number % 200}.example"):
            leases.wait(f"site{number % 200}.example")
    leases.give_back()
    assert leases.statements_run == ["lease_hosts", "release_hosts"]  # type: ignore[attr-defined]


def test_a_start_is_a_delay_after_the_end_of_the_exchange_before(worker: Worker) -> None:
    clock = Clock()
    leases = worker(clock=clock, sleep=clock.sleep, delay_seconds=1.0)
    starts = []
    for _ in range(4):
        with leases.turn(HOST):
            leases.wait(HOST)
            starts.append(clock.now)
            clock.sleep(0.3)
    assert [round(later - sooner, 6) for sooner, later in zip(starts, starts[1:], strict=False)] == [1.3, 1.3, 1.3]


def test_the_next_worker_waits_for_what_is_left_of_the_delay(worker: Worker) -> None:
    first, second = worker(delay_seconds=30.0), worker(delay_seconds=30.0)
    with first.turn(HOST):
        first.wait(HOST)
    first.give_back()
    assert second.take([HOST]) == {}
    assert 25 < second.ready_in(HOST) <= 30


def test_a_lease_that_ran_out_is_taken_over_and_the_delay_still_kept(worker: Worker, news: News) -> None:
    first, second = worker(delay_seconds=30.0), worker(delay_seconds=30.0)
    first.take([HOST])
    news.query("update ops.hosts set lease_until = now() - interval '1 second'")
    assert second.take([HOST]) == {}
    assert 25 < second.ready_in(HOST) <= 30


def test_a_worker_that_lost_its_lease_sends_nothing_and_gives_nothing_back(worker: Worker, news: News) -> None:
    clock = Clock()
    first, second = worker(clock=clock, sleep=clock.sleep), worker()
    first.take([HOST])
    news.query("update ops.hosts set lease_until = now() - interval '1 second'")
    second.take([HOST])
    clock.now += LEASE_SECONDS  # the worker was stopped for so long
    with first.turn(HOST):
        assert reason_of(lambda: first.wait(HOST)) == "host.busy"
    first.give_back()
    assert news.query("select lease_token is not null from ops.hosts") == [(True,)]


def test_a_worker_that_did_not_see_it_lost_its_lease_gives_nothing_back(worker: Worker, news: News) -> None:
    first, second = worker(), worker()
    first.take([HOST])
    news.query("update ops.hosts set lease_until = now() - interval '1 second'")
    second.take([HOST])
    first.give_back()
    assert news.query("select lease_until > now() from ops.hosts") == [(True,)]


def test_a_lease_is_renewed_while_its_worker_waits(worker: Worker, news: News) -> None:
    clock = Clock()
    leases = worker(clock=clock, sleep=clock.sleep, delay_seconds=45.0)
    with leases.turn(HOST):
        leases.wait(HOST)
        news.query("update ops.hosts set lease_until = now() + interval '3 seconds'")
        leases.wait(HOST)
    assert leases.statements_run.count("renew_hosts") == 4  # type: ignore[attr-defined]
    assert news.query("select lease_until > now() + interval '50 seconds' from ops.hosts") == [(True,)]


def test_a_host_that_asks_for_a_pause_gets_it_from_all_workers(worker: Worker, news: News) -> None:
    first, second = worker(), worker()
    first.take([HOST])
    first.slow(HOST, 600)
    with first.turn(HOST):
        assert reason_of(lambda: first.wait(HOST)) == "host.slow"
    first.slow(HOST, 60)  # a shorter pause does not end the longer one
    first.give_back()
    absence = second.take([HOST])[HOST]
    assert 590 < absence.seconds <= 600
    assert absence.is_resting
    news.query("update ops.hosts set slow_until = now()")
    assert second.take([HOST]) == {}


def test_what_robots_txt_says_is_kept_for_the_next_worker(worker: Worker) -> None:
    first, second = worker(), worker()
    record = RobotsRecord(200, b"User-agent: *\nCrawl-delay: 20\x00", datetime(2026, 3, 1, tzinfo=UTC))
    with first.turn(HOST):
        first.wait(HOST)
        first.keep_robots(HOST, record, 20.0)
        assert 15 < first.ready_in(HOST) <= 20
    first.give_back()
    second.take([HOST])
    assert second.robots[HOST] == record
    assert 15 < second.ready_in(HOST) <= 20


def site(**routes: Route) -> TortureServer:
    paths = {f"/{name}": route for name, route in routes.items()}
    return TortureServer({"/robots.txt": send(b"User-agent: *\nDisallow: /private"), **paths})


def polite(leases: HostLeases) -> PoliteClient:
    limits = Limits(allow_any_port=True, allow_networks=("127.0.0.0/8",), total_seconds=5)
    return PoliteClient(guarded(limits), leases, limits)


def paths(server: TortureServer) -> list[str]:
    return [request.path for request in server.requests]


def test_robots_txt_comes_first_and_once(worker: Worker) -> None:
    leases = worker(delay_seconds=0.0)
    with site(a=send(b"<p>a"), private=send(b"<p>no")) as server:
        client = polite(leases)
        assert client.get(server.url("/a"), kind="page").body == b"<p>a"
        assert reason_of(lambda: client.get(server.url("/private"), kind="page")) == "robots.disallowed"
        leases.give_back()
        assert polite(worker(delay_seconds=0.0)).get(server.url("/a"), kind="feed").status == 200
    assert paths(server) == ["/robots.txt", "/a", "/a"]


def test_every_hop_of_a_redirect_asks_its_own_hosts_robots_txt(worker: Worker) -> None:
    leases = worker(delay_seconds=0.0)
    with site(there=send(b"<p>there"), private=send(b"<p>no")) as other, site() as first:
        first.routes |= {"/a": redirect(other.url("/there")), "/b": redirect(other.url("/private")), "/c": redirect("/private")}
        client = polite(leases)
        assert client.get(first.url("/a"), kind="page").final_url == other.url("/there")
        assert reason_of(lambda: client.get(first.url("/b"), kind="page")) == "robots.disallowed"
        assert reason_of(lambda: client.get(first.url("/c"), kind="page")) == "robots.disallowed"
    assert paths(first) == ["/robots.txt", "/a", "/b", "/c"]
    assert paths(other) == ["/robots.txt", "/there"]


def test_robots_txt_and_redirects_keep_the_delay_too(worker: Worker) -> None:
    clock = Clock()
    leases = worker(clock=clock, sleep=clock.sleep, delay_seconds=1.0)
    starts: list[float] = []

    def noting(route: Route) -> Route:
        def note(opened: Any, request: Request) -> None:
            starts.append(clock.now)
            route(opened, request)

        return note

    with site() as server:
        server.routes = {"/robots.txt": noting(send(b"")), "/a": noting(redirect("/b")), "/b": noting(send(b"<p>b"))}
        polite(leases).get(server.url("/a"), kind="page")
    assert [start - starts[0] for start in starts] == [0.0, 1.0, 2.0]


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_host_that_is_too_busy_is_left_alone(status: str, worker: Worker, news: News) -> None:
    with site(a=send(b"later", ("Retry-After", "900"), status=status), b=send(b"<p>b")) as server:
        client = polite(worker(delay_seconds=0.0))
        assert client.get(server.url("/a"), kind="feed").retry_after_seconds == 900
        assert reason_of(lambda: client.get(server.url("/b"), kind="feed")) == "host.slow"
        assert paths(server) == ["/robots.txt", "/a"]
    assert news.query("select slow_until - now() > interval '890 seconds' from ops.hosts") == [(True,)]


def test_a_robots_txt_that_fails_with_5xx_means_no(worker: Worker) -> None:
    with site(a=send(b"<p>a")) as server:
        server.routes["/robots.txt"] = send(b"", status="500 Oops")
        client = polite(worker(delay_seconds=0.0))
        assert reason_of(lambda: client.get(server.url("/a"), kind="feed")) == "robots.unreachable"
        assert reason_of(lambda: client.get(server.url("/a"), kind="feed")) == "robots.unreachable"
    assert paths(server) == ["/robots.txt"]


def test_old_robots_txt_is_asked_for_again(worker: Worker, news: News) -> None:
    with site(a=send(b"<p>a")) as server:
        first = worker(delay_seconds=0.0)
        polite(first).get(server.url("/a"), kind="feed")
        first.give_back()
        news.query("update ops.hosts set robots_fetched_at = robots_fetched_at - %s", timedelta(hours=25))
        polite(worker(delay_seconds=0.0)).get(server.url("/a"), kind="feed")
    assert paths(server) == ["/robots.txt", "/a", "/robots.txt", "/a"]


def one_by_one(*arguments: Any, threads: int) -> list[Outcome]:
    return [outcome for group in fetch_all(*arguments, threads=threads) for outcome in group]


def test_a_round_asks_many_hosts_at_once_and_each_one_in_turn(worker: Worker) -> None:
    met = threading.Barrier(3, timeout=10)

    def together(opened: Any, request: Request) -> None:
        met.wait()  # passes only when three hosts are asked at the same time
        send(b"<p>x")(opened, request)

    leases = worker(delay_seconds=0.0)
    with site() as one, site() as two, site() as three:
        for server in (one, two, three):
            server.routes |= {f"/{number}": together for number in range(4)}
        servers = [one, two, three]
        wanted = [Wanted(server.url(f"/{number}"), server.url(f"/{number}"), "page") for server in servers for number in range(4)]
        outcomes = one_by_one(polite(leases), leases, wanted, threads=6)
        assert {one.key for one, _ in outcomes} == {one.key for one in wanted}
        assert all(isinstance(outcome, Answer) for _, outcome in outcomes)
        assert all(server.connections == 1 for server in (one, two, three))


def test_a_slow_host_does_not_hold_up_the_others(worker: Worker) -> None:
    leases = worker(delay_seconds=0.0)
    others_are_done = threading.Event()

    def slow(opened: Any, request: Request) -> None:
        others_are_done.wait(10)
        send(b"<p>slow")(opened, request)

    with site(slow=slow) as lazy, site() as quick:
        quick.routes |= {f"/{number}": send(b"<p>quick") for number in range(20)}
        wanted = [Wanted("slow", lazy.url("/slow"), "page")] * 3
        wanted += [Wanted("quick", quick.url(f"/{number}"), "page") for number in range(20)]
        order = []
        for [(one, outcome)] in fetch_all(polite(leases), leases, wanted, threads=2):
            assert isinstance(outcome, Answer)
            order.append(one.key)
            if order.count("quick") == 20:
                others_are_done.set()
    assert order == ["quick"] * 20 + ["slow"] * 3


def test_failures_are_outcomes_and_a_lost_database_ends_the_round(worker: Worker) -> None:
    leases = worker(delay_seconds=0.0)
    with site(a=send(b"<p>a")) as server:
        wanted = [Wanted(1, server.url("/a"), "page"), Wanted(2, server.url("/b"), "page"), Wanted(3, "ftp://x", "page")]
        wanted += [Wanted(4, "http://10.0.0.1/", "page")]
        outcomes = {one.key: outcome for one, outcome in one_by_one(polite(leases), leases, wanted, threads=2)}
        assert isinstance(outcomes[1], Answer)
        assert isinstance(outcomes[2], Answer)
        assert outcomes[2].status == 404
        assert [getattr(outcomes[key], "reason", None) for key in (3, 4)] == ["scheme.denied", "address.denied"]

        def lose(_: str, __: Mapping[str, object]) -> list[dict[str, Any]]:
            raise psycopg2.OperationalError("the server closed the connection")

        lost = HostLeases(lose)
        with pytest.raises(psycopg2.OperationalError):
            list(fetch_all(polite(lost), lost, wanted, threads=2))


def test_four_workers_at_once_behave_as_one(worker: Worker) -> None:
    starts: dict[str, list[float]] = {}
    lock = threading.Lock()
    busy: set[str] = set()

    def note(opened: Any, request: Request) -> None:
        host = request.headers["host"]
        with lock:
            assert host not in busy
            busy.add(host)
            starts.setdefault(host, []).append(time.monotonic())
        opened.sendall(head("200 OK", (("Content-Length", "4"),)) + b"<p>")
        with lock:
            busy.remove(host)  # Before the last byte: whoever has it may ask again at once.
        opened.sendall(b"x")

    freed = threading.Condition()

    def run(servers: list[TortureServer]) -> None:
        left = {f"127.0.0.1:{server.port}": 2 for server in servers}
        leases = worker(delay_seconds=0.2)
        client = polite(leases)
        while left:
            missing = leases.take(left)
            wanted = [Wanted(host, f"http://{host}/x", "page") for host in left if host not in missing]
            for one, outcome in one_by_one(client, leases, wanted, threads=4):
                assert isinstance(outcome, Answer)
                left[str(one.key)] -= 1
            left = {host: count for host, count in left.items() if count}
            leases.give_back()
            with freed:
                freed.notify_all()
                if not wanted:
                    freed.wait(0.1)

    with site(x=note) as one, site(x=note) as two, site(x=note) as three:
        servers = [one, two, three]
        threads = [threading.Thread(target=run, args=(servers,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for server in servers:
            assert paths(server).count("/robots.txt") == 1
            assert paths(server).count("/x") == 8
    assert [len(times) for times in starts.values()] == [8] * 3
    # Seven gaps of 0.2 s. One gap alone says little: the server notes a start as late as its thread happens to run.
    assert min(times[-1] - times[0] for times in starts.values()) > 1.0
