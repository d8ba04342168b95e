"""Databases for tests: one server a session, one template with the whole schema, one fresh copy a test.

Tests of several folders use these fixtures; their conftest.py imports them.
"""

import itertools
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from include.newsdesk.local.postgres import EmbeddedPostgres
from include.newsdesk.warehouse.migrations import migrate
from include.newsdesk.warehouse.roles import ensure_roles

NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class News:
    """One news database: the address of each role."""

    owner_url: str
    loader_url: str
    receiver_url: str
    analyst_url: str

    def query(self, text: str, *params: object) -> list[tuple]:
        """Ask as the owner."""
        connection = psycopg2.connect(self.owner_url)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(text, params)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    # Not below pytest's own folder: that is closed to the user that Postgres runs as when the tests run as root.
    directory = Path(tempfile.mkdtemp(prefix="newsdesk-test-"))
    server = EmbeddedPostgres(directory)
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def template(postgres: EmbeddedPostgres) -> str:
    with admin(postgres) as cursor:
        cursor.execute("create database news_template")
    url = postgres.url("news_template")
    ensure_roles(url, "loader-secret", "receiver-secret", "analyst-secret")
    migrate(url)
    return "news_template"


@pytest.fixture
def empty_database(postgres: EmbeddedPostgres) -> Iterator[str]:
    name = f"empty_{next(NUMBERS)}"
    with admin(postgres) as cursor:
        cursor.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    yield postgres.url(name)
    with admin(postgres) as cursor:
        cursor.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
def news(postgres: EmbeddedPostgres, template: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[News]:
    """A fresh copy of the migrated database; the stages find it in the environment, as the loader."""
    name = f"news_{next(NUMBERS)}"
    with admin(postgres) as cursor:
        cursor.execute(sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template)))
    urls = News(
        postgres.url(name),
        postgres.url(name, "newsdesk_loader", "loader-secret"),
        postgres.url(name, "newsdesk_receiver", "receiver-secret"),
        postgres.url(name, "newsdesk_analyst", "analyst-secret"),
    )
    monkeypatch.setenv("NEWSDESK_DATABASE_URL", urls.loader_url)
    yield urls
    with admin(postgres) as cursor:
        cursor.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


class admin:  # noqa: N801 - reads as a verb
    """A cursor outside any transaction, as the superuser."""

    def __init__(self, postgres: EmbeddedPostgres) -> None:
        self.connection: Connection = psycopg2.connect(postgres.url("postgres"))
        self.connection.autocommit = True

    def __enter__(self):
        return self.connection.cursor()

    def __exit__(self, *_: object) -> None:
        self.connection.close()
