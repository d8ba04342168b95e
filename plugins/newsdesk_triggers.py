"""Events that wake the pipeline.

Does not say what is to be done: that is always a row in Postgres. A lost event costs minutes, a repeated one finds nothing.
"""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from typing import Any

import psycopg
from airflow.triggers.base import BaseEventTrigger, TriggerEvent

from include.newsdesk.warehouse.statements import TEXTS

logger = logging.getLogger(__name__)

LONGEST_WAIT = 300.0
"""Seconds after which the due times are read again although nothing was heard."""
GRACE = 10.0
"""Seconds that the woken run gets to claim what is due before the same work wakes it again."""
BURST = 0.2
"""Seconds in which several notifications count as one."""


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
    """Yield the cause of each wake-up, for as long as the connection lasts."""
    await connection.execute("listen newsdesk")
    pause = 0.0
    while True:
        heard = await heard_within(connection, max(pause, min(LONGEST_WAIT, await seconds_until_due(connection))))
        if heard or await seconds_until_due(connection) <= 0:
            yield "notified" if heard else "due"
            pause = GRACE
        else:
            pause = 0.0


async def seconds_until_due(connection: psycopg.AsyncConnection[Any]) -> float:
    """Seconds until the earliest due time; 0 or less when something is due, infinite when nothing ever will be."""
    row = await (await connection.execute(TEXTS["select_next_due"])).fetchone()
    return float("inf") if row is None or row[0] is None else float(row[0])


async def heard_within(connection: psycopg.AsyncConnection[Any], seconds: float) -> bool:
    """Wait for a notification, at most so long; a burst of them is swallowed as one."""
    heard = False
    async for _ in connection.notifies(timeout=seconds, stop_after=1):
        heard = True
    if heard:
        async for _ in connection.notifies(timeout=BURST):
            pass
    return heard
