"""The receiver's connections to the warehouse.

Does not pool: each part of the receiver has one connection of its own.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg.rows import DictRow, dict_row

from include.newsdesk.errors import TransientError
from include.newsdesk.warehouse.statements import TEXTS

Connection = psycopg.AsyncConnection[DictRow]
STATEMENT_SECONDS = 5


class InboxUnavailable(TransientError):
    """The database can't be reached or does not keep up."""


async def connect(url: str, *, autocommit: bool) -> Connection:
    """Open a connection in UTC on which no statement takes long."""
    options = f"-c timezone=UTC -c statement_timeout={STATEMENT_SECONDS}s"
    return await psycopg.AsyncConnection.connect(
        url, autocommit=autocommit, row_factory=dict_row, application_name="newsdesk receiver", options=options, connect_timeout=5
    )


class Database:
    """One connection for single statements, one after the other; opened when first needed and again after a loss."""

    def __init__(self, url: str) -> None:
        """Keep the address; it holds a password and is never shown."""
        self._url = url
        self._lock = asyncio.Lock()
        self._connection: Connection | None = None

    async def execute(self, name: str, params: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        """Run `sql/NAME.sql` in a transaction of its own; raises `InboxUnavailable`."""
        async with self._lock:
            try:
                if self._connection is None or self._connection.closed:
                    self._connection = await connect(self._url, autocommit=True)
                cursor = await self._connection.execute(TEXTS[name], params)
                return await cursor.fetchall() if cursor.description else []
            except psycopg.OperationalError as error:
                if self._connection is not None:
                    await self._connection.close()
                raise InboxUnavailable(name, str(error).strip()) from error

    async def close(self) -> None:
        """Close the connection, if there is one."""
        if self._connection is not None:
            await self._connection.close()
