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

WAKE = "newsdesk"
"""The channel on which somebody wants a run."""
DUE_TIMES = "newsdesk_due_times"
"""The channel on which the warehouse says that due times were written: read them again."""
LONGEST_WAIT = 300.0
"""Seconds after which the due times are read again although nothing was heard."""
GRACE = 10.0
"""Seconds that the woken run gets to claim what is due before the same work wakes it again."""
BURST = 0.05
"""Seconds in which several notifications count as one."""
LEAD = 0.5
"""Seconds that a due time counts ahead, for the triggerer passes events on once a second. `plan_shards` waits for the rest."""
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
    for channel in (WAKE, DUE_TIMES):
        await connection.execute(f"listen {channel}")
    clock = asyncio.get_running_loop().time
    woken_at, grace, again_at, next_event_at = datetime.min.replace(tzinfo=UTC), GRACE, clock() + GRACE, 0.0
    while True:
        read_at, due_in, is_overdue = await next_due(connection, woken_at)
        began_at = clock()
        again_in = again_at - began_at if is_overdue else LONGEST_WAIT
        wait = max(0.0, min(due_in, again_in, LONGEST_WAIT))
        heard = await heard_within(connection, wait, 1)
        if heard:
            heard |= await heard_within(connection, BURST)
        if WAKE in heard:
            await heard_within(connection, next_event_at - clock())
        waited = clock() - began_at if heard else wait
        if WAKE not in heard and not waited >= wait < LONGEST_WAIT:
            continue
        woken_at = max(read_at + timedelta(seconds=waited + LEAD), woken_at)
        grace = GRACE if WAKE in heard or due_in <= waited else 2 * grace
        again_at, next_event_at = clock() + grace, clock() + SPACING
        yield "notified" if WAKE in heard else "due"


async def next_due(connection: psycopg.AsyncConnection[Any], after: datetime) -> tuple[datetime, float, bool]:
    """Read the clock, the seconds until something due after `after` counts, and whether something has been due before."""
    row = await (await connection.execute(TEXTS["select_next_due"], {"after": after})).fetchone()
    assert row is not None
    read_at, due_at, is_overdue = row
    return read_at, (due_at - read_at).total_seconds() - LEAD if due_at else float("inf"), is_overdue


async def heard_within(connection: psycopg.AsyncConnection[Any], seconds: float, most: int | None = None) -> set[str]:
    """Wait for notifications, for so long or until there are so many, and name the channels they came on."""
    return {notice.channel async for notice in connection.notifies(timeout=max(0.0, seconds), stop_after=most)}
