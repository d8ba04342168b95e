"""The trigger wakes for what is due and for what it is told, and not otherwise."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest

from include.newsdesk.local.postgres import EmbeddedPostgres
from include.newsdesk.warehouse.migrations import migrate
from include.newsdesk.warehouse.roles import ensure_roles
from tests.postgres import News

pytestmark = pytest.mark.filterwarnings("ignore")

FEED = (
    "with p as (insert into news.publishers (name) values ('Harbour') returning publisher_id) "
    "insert into ops.feeds (publisher_id, name, configured_url, url, host, next_poll_at) "
    "select publisher_id, 'harbour', 'http://h.example/f', 'http://h.example/f', 'h.example', {due} from p"
)

BATCHED_ENTRY = (
    "with b as (insert into ops.batches (cause, due_again_at) values ('poll', now() + interval '1 hour') returning batch_id)"
    " insert into ops.entries (feed_id, entry_key, fingerprint, capture_id, batch_id, first_seen_at, last_seen_at, changed_at)"
    " select feed_id, 'k', sha256(''), 1, batch_id, now(), now(), now() from ops.feeds, b"
)


async def next_event(events: AsyncIterator, seconds: float) -> str | None:
    with contextlib.suppress(TimeoutError):
        return (await asyncio.wait_for(anext(events), seconds)).payload["cause"]
    return None


def run(news: News, scenario) -> None:
    from newsdesk_triggers import FeedsDueTrigger

    async def go() -> None:
        events = FeedsDueTrigger().run()
        try:
            await scenario(events)
        finally:
            await events.aclose()

    asyncio.run(go())


def test_a_feed_that_is_due_wakes_the_pipeline(news: News) -> None:
    news.query(FEED.format(due="now()"))

    async def scenario(events) -> None:
        assert await next_event(events, 5) == "due"

    run(news, scenario)


def test_a_feed_that_becomes_due_wakes_the_pipeline(news: News) -> None:
    news.query(FEED.format(due="now() + interval '1.5 seconds'"))

    async def scenario(events) -> None:
        assert await next_event(events, 10) == "due"

    run(news, scenario)


def test_a_burst_of_notifications_is_one_event_and_then_there_is_silence(news: News) -> None:
    async def scenario(events) -> None:
        waiting = asyncio.ensure_future(anext(events))
        async with await psycopg.AsyncConnection.connect(news.owner_url, autocommit=True) as connection:
            while not await listens(connection):
                await asyncio.sleep(0)
            for _ in range(20):
                await connection.execute("select pg_notify('newsdesk', 'feeds_due')")
            assert (await asyncio.wait_for(waiting, 5)).payload["cause"] == "notified"
            assert await next_event(events, 1) is None

    run(news, scenario)


async def listens(connection: psycopg.AsyncConnection) -> bool:
    found = await connection.execute(
        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        " and state = 'idle' and query like '%is_overdue%'"
    )
    return (await found.fetchone())[0] > 0


def test_a_forgotten_batch_wakes_the_pipeline(news: News) -> None:
    news.query("insert into ops.batches (cause, due_again_at) values ('poll', now() + interval '1 second')")

    async def scenario(events) -> None:
        assert await next_event(events, 10) == "due"

    run(news, scenario)


@pytest.mark.parametrize(
    "statement",
    [
        "update ops.feeds set lease_until = null, next_poll_at = now() + interval '1 second'",
        "update ops.entries set batch_id = null, retry_at = now() + interval '1 second'",
        "insert into ops.batches (cause, due_again_at) values ('poll', now() + interval '1 second')",
    ],
)
def test_a_due_time_that_a_run_sets_counts_at_its_time(news: News, statement: str) -> None:
    news.query(FEED.format(due="now()"))
    news.query("update ops.feeds set lease_until = now() + interval '10 minutes'")
    news.query(BATCHED_ENTRY)

    async def scenario(events) -> None:
        waiting = asyncio.ensure_future(anext(events))
        await write(news, statement)
        assert (await asyncio.wait_for(waiting, 10)).payload["cause"] == "due"
        assert news.query(
            "select coalesce(min(retry_at), now()) <= clock_timestamp() + interval '0.5 seconds' from ops.entries"
        ) == [(True,)]

    run(news, scenario)


def test_a_due_time_that_is_written_is_no_event_by_itself(news: News) -> None:
    news.query(FEED.format(due="now() + interval '1 hour'"))

    async def scenario(events) -> None:
        waiting = asyncio.ensure_future(anext(events))
        await write(news, "update ops.feeds set next_poll_at = now() + interval '2 hours'")
        await asyncio.wait([waiting], timeout=1)
        assert not waiting.done()
        await write(news, "update ops.feeds set next_poll_at = now() + interval '1 second'")
        assert (await asyncio.wait_for(waiting, 10)).payload["cause"] == "due"

    run(news, scenario)


def test_a_feed_that_became_due_is_one_event(news: News) -> None:
    news.query(FEED.format(due="now() + interval '1 second'"))

    async def scenario(events) -> None:
        assert await next_event(events, 10) == "due"
        assert await next_event(events, 2) is None

    run(news, scenario)


def test_entries_that_the_woken_run_finds_are_left_to_it_at_first(news: News, monkeypatch: pytest.MonkeyPatch) -> None:
    import newsdesk_triggers

    monkeypatch.setattr(newsdesk_triggers, "GRACE", 3.0)
    news.query(FEED.format(due="now()"))

    async def scenario(events) -> None:
        assert await next_event(events, 5) == "due"
        waiting = asyncio.ensure_future(anext(events))
        await write(news, "update ops.feeds set next_poll_at = now() + interval '1 hour'")
        await write(news, BATCHED_ENTRY)
        await write(news, "update ops.entries set batch_id = null, retry_at = null")
        await asyncio.wait([waiting], timeout=1)
        assert not waiting.done()
        assert (await asyncio.wait_for(waiting, 10)).payload["cause"] == "due"

    run(news, scenario)


def test_the_trigger_is_named_as_the_triggerer_finds_it() -> None:
    from newsdesk_triggers import FeedsDueTrigger

    assert FeedsDueTrigger().serialize() == ("newsdesk_triggers.FeedsDueTrigger", {})


async def notify(news: News) -> None:
    """Notify once the trigger listens."""
    await write(news, "select pg_notify('newsdesk', 'feeds_due')")


async def write(news: News, statement: str) -> None:
    """Run a statement once the trigger listens."""
    async with await psycopg.AsyncConnection.connect(news.owner_url, autocommit=True) as connection:
        async with asyncio.timeout(30):
            while not await listens(connection):
                await asyncio.sleep(0.01)
        await connection.execute(statement)


def test_what_becomes_due_after_a_notification_still_wakes_the_pipeline_at_its_time(news: News) -> None:
    news.query(FEED.format(due="now() + interval '3 seconds'"))

    async def scenario(events) -> None:
        waiting = asyncio.ensure_future(anext(events))
        await notify(news)
        assert (await asyncio.wait_for(waiting, 5)).payload["cause"] == "notified"
        assert await next_event(events, 6) == "due"
        assert news.query("select next_poll_at <= clock_timestamp() + interval '0.5 seconds' from ops.feeds") == [(True,)]

    run(news, scenario)


def test_a_push_whose_notification_was_lost_wakes_the_pipeline(news: News) -> None:
    news.query(
        "insert into ops.inbox (kind, idempotency_key, sender, headers, body_bytes, body_sha256)"
        " values ('article', 'k', 'Harbour', '{}', 0, sha256(''))"
    )

    async def scenario(events) -> None:
        assert await next_event(events, 5) == "due"

    run(news, scenario)


def test_notifications_that_do_not_stop_make_an_event_a_second_at_most(news: News) -> None:
    async def scenario(events) -> None:
        loop = asyncio.get_running_loop()
        waiting = asyncio.ensure_future(anext(events))
        stop = loop.time() + 3.5
        seen: list[float] = []

        async def keep_notifying() -> None:
            while loop.time() < stop:
                await notify_at_once(news)

        noise = asyncio.create_task(keep_notifying())
        while loop.time() < stop:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(waiting), max(0.0, stop - loop.time()))
                seen.append(loop.time())
                waiting = asyncio.ensure_future(anext(events))
        await noise
        waiting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await waiting
        assert 2 <= len(seen) <= 4

    run(news, scenario)


async def notify_at_once(news: News) -> None:
    async with await psycopg.AsyncConnection.connect(news.owner_url, autocommit=True) as connection:
        for _ in range(50):
            await connection.execute("select pg_notify('newsdesk', 'feeds_due')")


def test_a_lost_database_is_found_again_and_the_trigger_listens_as_before(news: News) -> None:
    cut = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"

    async def scenario(events) -> None:
        waiting = asyncio.ensure_future(anext(events))
        await notify(news)
        await asyncio.wait_for(waiting, 5)
        waiting = asyncio.ensure_future(anext(events))
        async with await psycopg.AsyncConnection.connect(news.owner_url, autocommit=True) as connection:
            while not await listens(connection):
                await asyncio.sleep(0.01)
            await connection.execute("alter role newsdesk_loader connection limit 0")
            try:
                await connection.execute(cut)
                await asyncio.sleep(0)
                assert not waiting.done()
            finally:
                await connection.execute("alter role newsdesk_loader connection limit -1")
        await notify(news)
        assert (await asyncio.wait_for(waiting, 15)).payload["cause"] == "notified"

    run(news, scenario)


def test_a_restarted_server_is_found_again_and_what_becomes_due_wakes_the_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    directory = Path(tempfile.mkdtemp(prefix="newsdesk-test-"))
    server = EmbeddedPostgres(directory)
    server.start()
    try:
        url = server.url("postgres")
        ensure_roles(url, "secret", "secret", "secret")
        migrate(url)
        loader = server.url("postgres", "newsdesk_loader", "secret")
        monkeypatch.setenv("NEWSDESK_DATABASE_URL", loader)
        news = News(url, loader, url, url)

        async def scenario(events) -> None:
            waiting = asyncio.ensure_future(anext(events))
            await notify(news)
            assert (await asyncio.wait_for(waiting, 10)).payload["cause"] == "notified"
            waiting = asyncio.ensure_future(anext(events))
            await asyncio.to_thread(server.stop)
            await asyncio.to_thread(server.start)
            await write(news, FEED.format(due="now() + interval '1 second'"))
            assert (await asyncio.wait_for(waiting, 20)).payload["cause"] == "due"
            waiting = asyncio.ensure_future(anext(events))
            await notify(news)
            assert (await asyncio.wait_for(waiting, 20)).payload["cause"] == "notified"

        run(news, scenario)
    finally:
        server.remove()


def test_others_in_the_triggerer_go_on_while_the_trigger_waits(news: News) -> None:
    async def scenario(events) -> None:
        waiting = asyncio.ensure_future(anext(events))
        for _ in range(10_000):
            await asyncio.sleep(0)
        assert not waiting.done()
        await notify(news)
        assert (await asyncio.wait_for(waiting, 5)).payload["cause"] == "notified"

    run(news, scenario)
