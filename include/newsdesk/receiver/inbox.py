"""The way into ops.inbox: a push is committed before its sender is told that it was received.

Pushes that arrive while a commit is under way share the next one, so that a burst costs few of them. Does not look into
what is pushed.
"""

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import psycopg
from backports import zstd

from include.newsdesk.receiver.database import Connection, InboxUnavailable, connect
from include.newsdesk.warehouse.statements import TEXTS

logger = logging.getLogger(__name__)

MOST_WAITING = 500  # Pushes on their way into the database; what is over is turned away.
MOST_TOGETHER = 100
KEEP_SECONDS = 8.0  # How long a sender waits for the commit.
RETRY_SECONDS = 0.5


@dataclass(frozen=True)
class Push:
    """One row of ops.inbox to be; `headers` is a JSON object, `body` is compressed."""

    kind: str
    idempotency_key: str
    content_type: str
    headers: str
    body: bytes
    body_bytes: int
    body_sha256: bytes
    subscription_id: int | None = None
    sender: str | None = None


@dataclass(frozen=True)
class Kept:
    """What the inbox holds under a push's key: `body_sha256` is another one when the key was used for another body."""

    push_id: int
    deliveries: int
    body_sha256: bytes


Waiting = tuple[Push, asyncio.Future[Kept]]


def packed(body: bytes) -> dict[str, object]:
    """Give the columns that hold a body."""
    return {"body": zstd.compress(body, 3), "body_bytes": len(body), "body_sha256": hashlib.sha256(body).digest()}


class Inbox:
    """Keeps pushes; `run` has to be running."""

    def __init__(self, database_url: str) -> None:
        """Keep the address of the database."""
        self._url = database_url
        self._queue: asyncio.Queue[Waiting] = asyncio.Queue(MOST_WAITING)
        self._group: list[Waiting] = []

    async def keep(self, push: Push) -> Kept:
        """Commit a push. Raises `InboxUnavailable` when it may not have been kept; sending it again is safe."""
        future: asyncio.Future[Kept] = asyncio.get_running_loop().create_future()
        try:
            self._queue.put_nowait((push, future))
            return await asyncio.wait_for(future, KEEP_SECONDS)
        except (asyncio.QueueFull, TimeoutError, psycopg.DatabaseError) as error:
            raise InboxUnavailable("ops.inbox", type(error).__name__) from error

    async def run(self) -> None:
        """Commit what waits, for ever. Over a new connection, what was under way when the old one broke is sent again."""
        while True:
            try:
                async with await connect(self._url, autocommit=False) as connection:
                    while True:
                        self._group = self._group or await self._next_group()
                        await self._keep_group(connection, self._group)
                        self._group = []
            except psycopg.OperationalError as error:
                logger.warning("lost the database error=%s", str(error).strip())
            await asyncio.sleep(RETRY_SECONDS)

    async def _next_group(self) -> list[Waiting]:
        group = [await self._queue.get()]
        with contextlib.suppress(asyncio.QueueEmpty):
            while len(group) < MOST_TOGETHER:
                group.append(self._queue.get_nowait())
        return group

    async def _keep_group(self, connection: Connection, group: Sequence[Waiting]) -> None:
        """Commit a group; if one push can't be stored, each is committed by itself."""
        group = [one for one in group if not one[1].done()]  # Nobody waits for the others any more.
        try:
            kept = await insert(connection, [push for push, _ in group])
        except psycopg.OperationalError:
            raise
        except psycopg.DatabaseError as error:
            if len(group) == 1:
                group[0][1].set_exception(error)
                return
            for one in group:
                await self._keep_group(connection, [one])
        else:
            for (_, future), answer in zip(group, kept, strict=True):
                if not future.done():
                    future.set_result(answer)


async def insert(connection: Connection, pushes: Sequence[Push]) -> list[Kept]:
    """Store pushes and wake the pipeline, in one transaction and one exchange with the server."""
    async with connection.transaction(), connection.pipeline():
        cursors = [await connection.execute(TEXTS["insert_push"], asdict(push)) for push in pushes]
        await connection.execute(TEXTS["notify_feeds_due"])
        rows = [await cursor.fetchone() for cursor in cursors]
    return [Kept(row["push_id"], row["deliveries"], bytes(row["body_sha256"])) for row in rows if row]
