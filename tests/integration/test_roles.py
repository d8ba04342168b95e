"""What the loader and the analyst may not do, tried; and what a server without a superuser leaves open, said."""

import logging
from collections.abc import Iterator
from importlib.resources import files

import psycopg2
import pytest

from include.newsdesk.local.postgres import EmbeddedPostgres
from include.newsdesk.warehouse.migrations import migrate
from include.newsdesk.warehouse.roles import ensure_roles
from tests.postgres import News, admin

PASSWORDS = ("loader-secret", "receiver-secret", "analyst-secret")
ROWS = """
insert into news.publishers (name) values ('The Gazette');
insert into ops.feeds (publisher_id, name, configured_url, url, host)
select publisher_id, 'Gazette', 'https://gazette.example/rss', 'https://gazette.example/rss', 'gazette.example'
from news.publishers;
insert into ops.batches (cause) values ('poll');
insert into ops.entries (feed_id, entry_key, title, fingerprint, capture_id, first_seen_at, last_seen_at, changed_at)
select feed_id, k, case k when 'open' then '7' else 'Settled' end, sha256('x'), 1, now(), now(), now()
from ops.feeds, unnest('{open,resolved}'::text[]) as k;
insert into ops.quarantine (entry_id, batch_id, stage, reason, reasons, status)
select entry_id, b.batch_id, 'fetch', 'http.status', '{http.status}', entry_key
from ops.entries, ops.batches as b
"""
DENIED = (psycopg2.errors.InsufficientPrivilege, psycopg2.errors.ReadOnlySqlTransaction)


@pytest.fixture(scope="module")
def closed(postgres: EmbeddedPostgres) -> Iterator[News]:
    """A database migrated and closed as `run` does it; privileges on a database don't pass to its copies."""
    with admin(postgres) as cursor:
        cursor.execute("create database closed")
    logins = [postgres.url("closed", f"newsdesk_{role}", f"{role}-secret") for role in ("loader", "receiver", "analyst")]
    news = News(postgres.url("closed"), *logins)
    migrate(news.owner_url)
    assert ensure_roles(news.owner_url, *PASSWORDS) == []
    news.query(ROWS)
    yield news
    with admin(postgres) as cursor:
        cursor.execute("drop database closed with (force)")


def ask(url: str, *statements: str) -> list[tuple]:
    """Run statements in one session, each on its own, and return the rows of the last."""
    session = psycopg2.connect(url)
    session.autocommit = True
    try:
        with session.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        session.close()


@pytest.mark.parametrize(
    "statement",
    [
        "insert into news.publishers (name) values ('x')",
        "update news.articles set title = 'x'",
        "delete from news.articles",
        "truncate news.media",
        "select * from ops.feeds",
        "select * from ops.balance",
        "select * from raw.captures",
        "select * from staging.pages",
        "select * from news.signatures",
        "select raw.make_capture_partitions(1)",
        "select nextval('news.change_seq')",
        "create table news.mine (x int)",
        "create table public.mine (x int)",
        "create view marts.mine as select 1",
        "create temporary table mine (x int)",
        "create schema mine",
        "create function marts.mine() returns int language sql as 'select 1'",
        "create role mine",
        "copy news.articles to program 'cat'",
        "copy news.articles to '/tmp/articles'",
        "select pg_read_file('/etc/passwd')",
        "select lo_create(0)",
        "select lo_creat(-1)",
        "select lo_from_bytea(0, 'x')",
        "select lo_import('/etc/passwd')",
        "select pg_advisory_lock(1)",
        "select pg_try_advisory_lock(1)",
        "select pg_advisory_xact_lock(7305771004)",
        "select pg_advisory_unlock_all()",
        "select * from pg_stat_activity",
        "select pg_stat_get_backend_activity(1)",
        "select * from pg_locks",
        "select * from pg_authid",
        "set temp_file_limit = -1",
        "set role newsdesk_loader",
    ],
)
@pytest.mark.parametrize("read_only", ["on", "off"])
def test_the_analyst_may_not(closed: News, statement: str, read_only: str) -> None:
    with pytest.raises(DENIED):
        ask(closed.analyst_url, f"set default_transaction_read_only = {read_only}", statement)


@pytest.mark.parametrize(
    "statement",
    [
        "update raw.captures set status = 200",
        "delete from raw.captures",
        "truncate raw.captures",
        "update news.article_revisions set title = 'x'",
        "update news.article_revisions set valid_from = now()",
        "delete from news.article_revisions",
        "update news.articles set first_seen_at = now()",
        "update news.articles set article_id = default",
        "update news.articles set url = 'https://gazette.example/x'",
        "update news.articles set publisher_id = 2",
        "update news.articles set loaded_at = now()",
        "update ops.entries set first_seen_at = now()",
        "update ops.entries set entry_key = 'x'",
        "update ops.quarantine set first_at = now()",
        "update ops.polls set outcome = 'unchanged'",
        "update news.publishers set name = 'x'",
        "update news.signatures set first_seen_at = now()",
        "delete from news.articles",
        "truncate news.articles",
        "delete from ops.entries",
        "delete from ops.polls",
        "drop table news.media",
        "alter table news.media add column x int",
        "create table news.mine (x int)",
        "create table public.mine (x int)",
        "copy news.articles to program 'cat'",
        "select pg_read_file('/etc/passwd')",
        "select lo_create(0)",
        "select * from pg_stat_activity",
        "create role mine",
        "update public.schema_migrations set checksum = ''",
    ],
)
def test_the_loader_may_not(closed: News, statement: str) -> None:
    with pytest.raises(DENIED):
        ask(closed.loader_url, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "select pg_advisory_lock(1)",
        "select raw.make_capture_partitions(2)",
        "update news.articles set title = 'x', duplicate_of = null",
        "update ops.entries set state = 'waiting' where false",
        "select * from ops.feeds for update",
        "create temporary table mine (x int)",
    ],
)
def test_the_loader_may(closed: News, statement: str) -> None:
    ask(closed.loader_url, statement)


def test_the_analyst_reads_every_table_of_news_but_the_signatures_and_every_mart(closed: News) -> None:
    names = closed.query(
        "select oid::regclass::text from pg_class where relkind in ('r', 'v', 'm', 'p') and not relispartition"
        " and relnamespace in ('news'::regnamespace, 'marts'::regnamespace) and oid <> 'news.signatures'::regclass"
    )
    assert len(names) > 10
    for (name,) in names:
        ask(closed.analyst_url, f"select * from {name} limit 1")


def test_an_analysts_statement_ends_after_30_seconds_and_a_transaction_that_waits_after_60(closed: News) -> None:
    shown = [
        ask(closed.analyst_url, f"show {name}")[0][0]
        for name in (
            "statement_timeout",
            "idle_in_transaction_session_timeout",
            "default_transaction_read_only",
            "temp_file_limit",
        )
    ]
    assert shown == ["30s", "1min", "on", "4GB"]


def test_the_eleventh_connection_of_the_analyst_is_refused(closed: News) -> None:
    sessions = [psycopg2.connect(closed.analyst_url) for _ in range(10)]
    try:
        with pytest.raises(psycopg2.OperationalError, match="too many connections for role"):
            psycopg2.connect(closed.analyst_url)
    finally:
        for session in sessions:
            session.close()


def test_a_mart_over_ops_shows_its_rows_and_no_other_even_by_an_error(closed: News) -> None:
    # Without a barrier the cast is tried on entries that are not set aside too, and its error message shows their titles.
    hash_join = "set enable_nestloop = off"  # Reads all entries, and filters them before it joins.
    assert ask(closed.analyst_url, hash_join, "select title from marts.rejected where title::integer > 0") == [("7",)]


def test_every_mart_over_ops_is_a_barrier(closed: News) -> None:
    barriers = closed.query(
        "select relname from pg_class where relnamespace = 'marts'::regnamespace and reloptions && '{security_barrier=true}'"
    )
    assert {("rejected",), ("balance",), ("feed_health",)} <= set(barriers)


def test_privileges_that_were_widened_are_narrow_again_after_migrating(closed: News) -> None:
    closed.query("grant update on news.articles to newsdesk_loader")
    assert migrate(closed.owner_url) == []
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(closed.loader_url, "update news.articles set first_seen_at = now()")


@pytest.fixture
def hosted(postgres: EmbeddedPostgres, template: str) -> Iterator[str]:
    """A database whose owner is no superuser, as at a hosting company."""
    with admin(postgres) as cursor:
        cursor.execute("create role hosted_owner login createrole password 'owner-secret'")
        cursor.execute("grant newsdesk_loader, newsdesk_receiver, newsdesk_analyst to hosted_owner with admin option")
        cursor.execute("create database hosted owner hosted_owner")
        cursor.execute("alter role newsdesk_analyst reset temp_file_limit")
    yield postgres.url("hosted", "hosted_owner", "owner-secret")
    with admin(postgres) as cursor:
        cursor.execute("drop database hosted with (force)")
        cursor.execute("revoke all on parameter temp_file_limit from hosted_owner")
        cursor.execute("drop role hosted_owner")


def test_an_owner_without_superuser_is_told_what_stays_open_and_how_to_close_it(
    hosted: str, postgres: EmbeddedPostgres, caplog: pytest.LogCaptureFixture
) -> None:
    migrate(hosted)
    with caplog.at_level(logging.WARNING):
        assert len(ensure_roles(hosted, *PASSWORDS)) == 4
    assert caplog.text.count("close_server.sql") == 4
    analyst, loader = (postgres.url("hosted", f"newsdesk_{role}", f"{role}-secret") for role in ("analyst", "loader"))
    ask(analyst, "select pg_advisory_lock(1)")

    ask(postgres.url("hosted"), files("include.newsdesk.warehouse").joinpath("close_server.sql").read_text())
    migrate(hosted)
    assert ensure_roles(hosted, *PASSWORDS) == []
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(analyst, "select pg_advisory_lock(1)")
    ask(loader, "select pg_advisory_lock(1)", "select raw.make_capture_partitions(1)")
