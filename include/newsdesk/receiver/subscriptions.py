"""The subscriptions that hubs may talk about, held in memory: a flood of posts with made-up tokens costs no query.

Does not ask for subscriptions or renew them: `stages/websub.py` does, and says so with `notify newsdesk_subscriptions`.
"""

import asyncio
import hashlib
import logging
from dataclasses import dataclass

import psycopg

from include.newsdesk.receiver.database import Database, InboxUnavailable, connect

logger = logging.getLogger(__name__)

REFRESH_SECONDS = 60.0
LEAST_SECONDS_BETWEEN = 0.1
RETRY_SECONDS = 1.0


@dataclass(frozen=True)
class Subscription:
    """One subscription as the receiver needs it."""

    subscription_id: int
    feed_id: int
    topic_url: str
    secret: bytes
    state: str


class Subscriptions:
    """All subscriptions that have not ended, by the digest of their token; `run` has to be running."""

    def __init__(self, database_url: str) -> None:
        """Keep the address of the database."""
        self._url = database_url
        self._database = Database(database_url)
        self._by_digest: dict[bytes, Subscription] = {}
        self._lock = asyncio.Lock()
        self._loaded_at = -LEAST_SECONDS_BETWEEN
        self.is_listening = False

    def find(self, token: str) -> Subscription | None:
        """Look a token up in memory; what a digest is compared with says nothing about the token."""
        return self._by_digest.get(digest(token))

    async def find_fresh(self, token: str) -> Subscription | None:
        """Look a token up in what the database says now.

        Callers at the same time share one query, and queries keep a distance. Raises `InboxUnavailable`.
        """
        asked_at = asyncio.get_running_loop().time()
        async with self._lock:
            if self._loaded_at <= asked_at:
                await asyncio.sleep(max(0.0, self._loaded_at + LEAST_SECONDS_BETWEEN - asked_at))
                await self._load()
        return self.find(token)

    async def confirm(self, one: Subscription, lease_seconds: int) -> bool:
        """Note that a pending request was confirmed; False when it is pending no more."""
        changed = {"subscription_id": one.subscription_id, "lease_seconds": lease_seconds}
        return bool(await self._database.execute("confirm_subscription", changed))

    async def end(self, one: Subscription, outcome: str, detail: str | None = None) -> bool:
        """Note that a subscription has ended; False when it has changed meanwhile."""
        ended = {"subscription_id": one.subscription_id, "outcome": outcome, "detail": detail, "states": [one.state]}
        return bool(await self._database.execute("end_subscription", ended))

    async def run(self) -> None:
        """Load the subscriptions, and again whenever they change, for ever."""
        while True:
            try:
                async with await connect(self._url, autocommit=True) as connection:
                    await connection.execute("listen newsdesk_subscriptions")
                    while True:
                        async with self._lock:
                            await self._load()
                        self.is_listening = True
                        async for _ in connection.notifies(timeout=REFRESH_SECONDS, stop_after=1):
                            pass
            except (psycopg.OperationalError, InboxUnavailable) as error:
                self.is_listening = False
                logger.warning("lost the database error=%s", str(error).strip())
                await asyncio.sleep(RETRY_SECONDS)

    async def _load(self) -> None:
        began_at = asyncio.get_running_loop().time()
        rows = await self._database.execute("select_callbacks")
        self._by_digest = {
            digest(row["token"]): Subscription(
                row["subscription_id"], row["feed_id"], row["topic_url"], row["secret"].encode(), row["state"]
            )
            for row in rows
        }
        self._loaded_at = began_at


def digest(token: str) -> bytes:
    """Hash a token for looking it up."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
