"""What the poll stage promises of feeds, validators and entries: a real server, a real database, the real stage."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import psycopg2
import pytest

from include.newsdesk.settings import read_settings
from include.newsdesk.stages import batches, poll
from include.newsdesk.stages.cursors import CHECK_POLLS, judge_answer
from include.newsdesk.warehouse.statements import execute
from include.newsdesk.web.refusals import refusal
from tests.polling import add, asked_with, document, honest, poll_now, server, tagged, wait_for
from tests.postgres import News
from tests.torture import Request, Route, TortureServer, redirect, send

__all__ = ["add", "server"]

POLL = "from include.newsdesk.stages import poll; poll.poll({'shard': 0, 'shards': 1})"
FEED = "select etag, last_modified, validators_url, failures, state from ops.feeds where name = 'one'"
ENTRIES = "select entry_key, title, version, state from ops.entries order by entry_key"


def liar(etag: str, *titles: str) -> Route:
    """Answer 304 to everything that is conditional."""
    whole, nothing = tagged(etag, *titles), send(b"", status="304 Not Modified")

    def route(opened: Any, request: Request) -> None:
        (nothing if "if-none-match" in request.headers else whole)(opened, request)

    return route


def titles(news: News) -> list[str]:
    return [row[1] for row in news.query(ENTRIES)]


def test_a_poll_killed_before_its_commit_leaves_nothing_and_the_next_asks_for_everything(
    server: TortureServer, add: Callable[..., None], news: News
) -> None:
    server.routes["/one"] = honest("a", "first", "second")
    add("one")
    news.query(
        """
        create function ops.hold() returns trigger language plpgsql as
          $$ begin perform pg_advisory_xact_lock(4711); return new; end $$;
        create trigger hold before insert on ops.polls for each row execute function ops.hold();
        """
    )
    gate = psycopg2.connect(news.owner_url)
    gate.cursor().execute("select pg_advisory_lock(4711)")
    gate.commit()
    process = subprocess.Popen([sys.executable, "-c", POLL])
    wait_for(news, "select count(*) = 1 from pg_locks where locktype = 'advisory' and not granted")
    process.kill()
    process.wait()
    gate.close()
    wait_for(news, "select count(*) = 0 from pg_stat_activity where usename = 'newsdesk_loader' and datname = current_database()")
    stored = "select (select count(*) from ops.entries), (select count(*) from raw.captures), (select count(*) from ops.polls)"
    assert news.query(stored) == [(0, 0, 0)]
    assert news.query(FEED) == [(None, None, None, 0.0, "active")]

    news.query("update ops.feeds set lease_until = now() - interval '1 second'")
    news.query("update ops.hosts set lease_until = now() - interval '1 second'")
    assert poll_now()["new_entries"] == 2
    assert asked_with(server) == [None, None]
    assert news.query(stored) == [(2, 1, 1)]


def test_a_run_that_is_woken_a_little_ahead_waits_for_what_becomes_due(
    server: TortureServer, add: Callable[..., None], news: News
) -> None:
    server.routes["/one"] = server.routes["/two"] = tagged("a", "first")
    add("one", "two", "three")
    news.query("update ops.feeds set next_poll_at = now() + interval '1 hour' where name = 'three'")
    news.query("update ops.feeds set next_poll_at = now() + interval '0.2 seconds' where name = 'one'")
    news.query("update ops.feeds set next_poll_at = now() + interval '0.4 seconds' where name = 'two'")
    poll.plan_shards()
    assert poll.poll({"shard": 0, "shards": 1})["changed"] == 2


def test_an_unchanged_feed_is_asked_conditionally_and_costs_no_capture(
    server: TortureServer, add: Callable[..., None], news: News
) -> None:
    server.routes |= {"/one": honest("a", "first"), "/two": send(document("second"))}
    add("one", "two")
    poll_now()
    counts = poll_now()
    assert (counts["not_modified"], counts["unchanged"], counts["changed"]) == (1, 1, 0)
    assert asked_with(server) == [None, '"a"']
    assert news.query("select count(*) from raw.captures") == [(2,)]


def test_the_same_body_with_a_new_validator_is_unchanged_and_the_validator_taken(
    server: TortureServer, add: Callable[..., None], news: News
) -> None:
    add("one")
    for etag in ("a", "b"):
        server.routes["/one"] = honest(etag, "first")
        counts = poll_now()
    assert counts["unchanged"] == 1
    assert news.query(FEED)[0][0] == '"b"'


def test_a_truncated_feed_keeps_no_validators_and_is_whole_later(
    server: TortureServer, add: Callable[..., None], news: News
) -> None:
    whole = document("first", "second", "third")
    server.routes["/one"] = send(whole[: whole.index(b"third") + 2], ("ETag", '"a"'))
    add("one")
    assert poll_now()["new_entries"] == 2
    assert news.query(FEED)[0][:3] == (None, None, None)
    server.routes["/one"] = honest("a", "first", "second", "third")
    assert poll_now()["new_entries"] == 1
    assert asked_with(server) == [None, None]
    assert news.query(FEED)[0][0] == '"a"'


def test_a_lying_validator_is_found_distrusted_and_trusted_again_once_it_proves_good(
    server: TortureServer, add: Callable[..., None], news: News
) -> None:
    server.routes["/one"] = liar("a", "first")
    add("one")
    poll_now()
    server.routes["/one"] = liar("b", "first", "second")
    for _ in range(CHECK_POLLS - 1):
        assert poll_now()["not_modified"] == 1
    assert poll_now()["new_entries"] == 1  # The check: nothing conditional was asked.
    assert asked_with(server) == [None] + ['"a"'] * (CHECK_POLLS - 1) + [None]
    assert news.query("select distrusted_at is not null from ops.feeds") == [(True,)]

    server.requests.clear()
    for _ in range(CHECK_POLLS):
        poll_now()
    assert asked_with(server) == [None] * (CHECK_POLLS - 1) + ['"a"']  # Outdated: a 304 to it is a lie.
    assert news.query("select distrusted_at is not null from ops.feeds") == [(True,)]

    server.routes["/one"] = honest("b", "first", "second")
    server.requests.clear()
    for _ in range(CHECK_POLLS + 1):
        poll_now()
    assert asked_with(server) == [None] * (CHECK_POLLS - 1) + ['"a"', '"b"']
    assert news.query("select distrusted_at from ops.feeds") == [(None,)]


def test_a_feed_that_is_unchanged_at_its_check_stays_trusted(server: TortureServer, add: Callable[..., None], news: News) -> None:
    server.routes["/one"] = honest("a", "first")
    add("one")
    for _ in range(CHECK_POLLS + 2):
        poll_now()
    assert asked_with(server) == [None] + ['"a"'] * (CHECK_POLLS - 1) + [None, '"a"']
    assert news.query("select distrusted_at, polls_since_check from ops.feeds") == [(None, 1)]


def test_a_feed_without_entries_never_means_that_they_are_removed(
    server: TortureServer, add: Callable[..., None], news: News
) -> None:
    server.routes["/one"] = tagged("a", "first")
    add("one")
    poll_now()
    server.routes["/one"] = tagged("b")
    assert poll_now()["failed"] == 1
    assert titles(news) == ["first"]
    etag, *_, failures, state = news.query(FEED)[0]
    assert (etag, failures, state) == ('"a"', 0.5, "active")
    assert news.query("select last_error from ops.feeds") == [("feed.no_entries: the document has no entries",)]


def test_a_permanent_redirect_is_adopted_after_three_polls(server: TortureServer, add: Callable[..., None], news: News) -> None:
    server.routes |= {"/one": redirect("/there", 301), "/there": honest("a", "first")}
    add("one")
    addresses = []
    for _ in range(3):
        poll_now()
        addresses += news.query("select url from ops.feeds")
    assert [url.rpartition("/")[2] for (url,) in addresses] == ["one", "one", "there"]
    poll_now()
    assert server.requests[-1].path == "/there"
    assert asked_with(server, "/there") == [None, '"a"', '"a"', '"a"']


def test_a_feed_that_moved_to_another_feeds_address_stays_and_harms_nobody(
    server: TortureServer, add: Callable[..., None], news: News
) -> None:
    server.routes |= {"/one": redirect("/two", 301), "/two": tagged("a", "first")}
    server.routes |= {"/three": redirect("/five", 301), "/four": redirect("/five", 301), "/five": tagged("b", "second")}
    add("one", "two", "three", "four")
    for _ in range(3):
        assert poll_now()["failed"] == 0
    urls = [url.rpartition("/")[2] for (url,) in news.query("select url from ops.feeds order by name")]
    # Of the two that moved to the same address, the one that was asked first takes it.
    assert urls in (["four", "one", "five", "two"], ["five", "one", "three", "two"])


def test_a_feed_that_is_gone_retires_is_tried_monthly_and_can_come_back(
    server: TortureServer, add: Callable[..., None], news: News
) -> None:
    server.routes["/one"] = send(b"gone", status="410 Gone")
    add("one")
    poll_now()
    days = "select state, extract(day from next_poll_at - now()) between 29 and 33 from ops.feeds"
    assert news.query(days) == [("retired", True)]
    server.routes["/one"] = tagged("a", "first")
    assert poll_now()["new_entries"] == 1
    assert news.query("select state from ops.feeds") == [("active",)]


def test_an_entry_that_changed_twice_is_waiting_again(server: TortureServer, add: Callable[..., None], news: News) -> None:
    add("one")
    for number, title in enumerate(("first", "first corrected", "first corrected again"), start=1):
        server.routes["/one"] = tagged(str(number), title, "other")
        poll_now()
        assert news.query(ENTRIES) == [("guid:first", title, number, "waiting"), ("guid:other", "other", 1, "waiting")]
        assert news.query("select count(*) from ops.entries where batch_id is null") == [(2 if number == 1 else 1,)]
        assert len(batches.batch_entries()) == 1


def test_an_entry_in_two_feeds_is_sighted_in_both_and_leads_to_one_page(
    server: TortureServer, add: Callable[..., None], news: News
) -> None:
    server.routes |= {"/one": tagged("a", "first"), "/two": tagged("b", "first")}
    add("one", "two")
    assert poll_now()["new_entries"] == 2
    assert news.query("select count(*), count(distinct feed_id), count(distinct url) from ops.entries") == [(2, 2, 1)]
    (batch_id,) = batches.batch_entries()
    connection = psycopg2.connect(news.loader_url)
    pages = execute(connection, "select_pages_to_fetch", {"batch_id": int(batch_id), "least_feed_text": 1})
    connection.close()
    assert [len(page["entry_ids"]) for page in pages] == [2]


@pytest.mark.parametrize("reason", ["host.busy", "host.slow"])
def test_a_host_whose_turn_has_not_come_postpones_without_a_failure(
    reason: str, server: TortureServer, add: Callable[..., None], news: News
) -> None:
    add("one")
    if reason == "host.slow":
        news.query("insert into ops.hosts (host, slow_until) select host, now() + interval '1 hour' from ops.feeds")
    connection = psycopg2.connect(news.loader_url)
    (claimed,) = poll.claims(connection, {"shard": 0, "shards": 1}, None, dry_run=False).__next__()
    assert poll.keep(connection, [judge_answer(claimed, refusal(reason, claimed["url"]))], read_settings()) == []
    connection.close()
    assert news.query("select failures, last_error, lease_token from ops.feeds") == [(0.0, None, None)]
    (wait,) = news.query("select extract(epoch from next_poll_at - now())::float from ops.feeds")[0]
    assert (3500 if reason == "host.slow" else 50) < wait <= (3600 if reason == "host.slow" else 60)
    assert news.query("select count(*) from ops.polls") == [(0,)]


def test_a_host_that_asks_for_a_pause_is_not_asked_again(server: TortureServer, add: Callable[..., None], news: News) -> None:
    server.routes["/one"] = send(b"", ("Retry-After", "7200"), status="429 Too Many Requests")
    add("one")
    assert poll_now()["failed"] == 1
    assert news.query("select next_poll_at >= %s from ops.feeds", datetime.now(UTC)) == [(True,)]
    assert news.query("select extract(epoch from slow_until - now()) > 7000 from ops.hosts") == [(True,)]


def test_a_broken_document_fails_alone(server: TortureServer, add: Callable[..., None], news: News) -> None:
    server.routes |= {"/one": send(b"<!doctype html><p>Sorry"), "/two": tagged("a", "first")}
    add("one", "two")
    counts = poll_now()
    assert (counts["failed"], counts["changed"]) == (1, 1)
    assert titles(news) == ["first"]
    assert news.query("select last_error like 'feed.html%%' from ops.feeds where name = 'one'") == [(True,)]
