"""Events that wake the pipeline.

Does not say what is to be done: that is always a row in Postgres. A lost event costs minutes, a repeated one finds nothing.
"""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from airflow.triggers.base import BaseEventTrigger, TriggerEvent

from include.newsdesk.warehouse.statements import TEXTS

logger = logging.getLogger(__name__)

LONGEST_WAIT = 300.0
"""Seconds after which the due times are read again although nothing was heard."""
POLLING_WAIT = 15.0
"""The same while feeds are being polled: their next due times come without a word."""
GRACE = 10.0
"""Seconds that the woken run gets to claim what is due before the same work wakes it again."""
BURST = 0.2
"""Seconds in which several notifications count as one."""
SPACING = 1.0
"""Least seconds between two events that notifications cause, however many there are."""


class FeedsDueTrigger(BaseEventTrigger):
    """Fire when a feed is due or an entry waits, and when somebody says so with `notify newsdesk`.

    The database is the one in `NEWSDESK_DATABASE_URL`. A lost connection is opened again for as long as it takes.
    """

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Name this class for the triggerer; there are no arguments."""
        return "newsdesk_triggers.FeedsDueTrigger", {}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Yield one event for each time that the pipeline has to wake up."""
        while True:
            try:
                connection = await psycopg.AsyncConnection.connect(os.environ["NEWSDESK_DATABASE_URL"], autocommit=True)
                async with connection:
                    async for cause in wake_ups(connection):
                        yield TriggerEvent({"cause": cause})
            except psycopg.OperationalError as error:
                logger.warning("lost the database error=%s", str(error).strip())
                await asyncio.sleep(2)


async def wake_ups(connection: psycopg.AsyncConnection[Any]) -> AsyncIterator[str]:
    """Yield the cause of each wake-up, for as long as the connection lasts.

    What was due at the last wake-up counts again only after `GRACE`, then after twice as long and so on; what becomes due
    later counts at once.
    """
    await connection.execute("listen newsdesk")
    clock = asyncio.get_running_loop().time
    woken_at, grace, next_event_at = datetime.min.replace(tzinfo=UTC), GRACE, 0.0
    while True:
        read_at, seconds, is_overdue, is_polling = await next_due(connection, woken_at)
        longest = POLLING_WAIT if is_polling else LONGEST_WAIT
        wait = max(0.0, min(seconds, longest, grace if is_overdue else longest))
        began_at = clock()
        heard = await heard_within(connection, wait)
        if heard:
            await swallow(connection, max(BURST, next_event_at - clock()))
        if heard or wait < longest:
            waited = clock() - began_at if heard else wait
            woken_at = max(read_at + timedelta(seconds=waited), woken_at)
            grace = GRACE if heard or wait == seconds else 2 * grace
            next_event_at = clock() + SPACING
            yield "notified" if heard else "due"


async def next_due(connection: psycopg.AsyncConnection[Any], after: datetime) -> tuple[datetime, float, bool, bool]:
    """Read the clock and the seconds until something becomes due after `after`.

    Also whether something has been due before, and whether a feed is being polled.
    """
    row = await (await connection.execute(TEXTS["select_next_due"], {"after": after})).fetchone()
    assert row is not None
    return row[0], float("inf") if row[1] is None else float(row[1]), bool(row[2]), bool(row[3])


async def heard_within(connection: psycopg.AsyncConnection[Any], seconds: float) -> bool:
    """Wait for a notification, at most so long."""
    heard = False
    async for _ in connection.notifies(timeout=seconds, stop_after=1):
        heard = True
    return heard


async def swallow(connection: psycopg.AsyncConnection[Any], seconds: float) -> None:
    """Take the rest of a burst, so that it counts as one notification."""
    async for _ in connection.notifies(timeout=seconds):
        pass
