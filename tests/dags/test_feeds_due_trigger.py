"""The trigger wakes for what is due and for what it is told, and not otherwise."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import psycopg
import pytest

from tests.postgres import News

pytestmark = pytest.mark.filterwarnings("ignore")

FEED = (
    "with p as (insert into news.publishers (name) values ('Harbour') returning publisher_id) "
    "insert into ops.feeds (publisher_id, name, configured_url, url, host, next_poll_at) "
    "select publisher_id, 'harbour', 'http://h.example/f', 'http://h.example/f', 'h.example', {due} from p"
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
        async with await psycopg.AsyncConnection.connect(news.loader_url, autocommit=True) as connection:
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


def test_the_trigger_is_named_as_the_triggerer_finds_it() -> None:
    from newsdesk_triggers import FeedsDueTrigger

    assert FeedsDueTrigger().serialize() == ("newsdesk_triggers.FeedsDueTrigger", {})
