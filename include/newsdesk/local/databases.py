"""Make the two databases of a local installation: Airflow's own and the warehouse. Does not start or stop a server."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

from include.newsdesk.local.credentials import Credentials
from include.newsdesk.local.postgres import EmbeddedPostgres
from include.newsdesk.warehouse.connection import connect
from include.newsdesk.warehouse.migrations import migrate
from include.newsdesk.warehouse.roles import ANALYST, LOADER, RECEIVER, ensure_roles

AIRFLOW = "airflow"
WAREHOUSE = "news"


@dataclass(frozen=True)
class Databases:
    """Where each kind of user connects; every address holds a password."""

    airflow: str
    owner: str
    loader: str
    receiver: str
    analyst: str


def prepare_databases(postgres: EmbeddedPostgres, external_url: str | None, credentials: Credentials) -> Databases:
    """Create what is missing, migrate the warehouse and set the roles' passwords. Repeats safely.

    `external_url` puts the warehouse on another server and names its owner there.
    Raises DatabaseUnavailable or DatabaseTooOld.
    """
    if external_url:
        connect(external_url).close()
    _create(postgres, AIRFLOW, AIRFLOW, credentials.airflow_database)
    if not external_url:
        _create(postgres, WAREHOUSE)
    owner = external_url or postgres.url(WAREHOUSE)
    migrate(owner)
    ensure_roles(owner, credentials.loader, credentials.receiver, credentials.analyst)
    return Databases(
        airflow=postgres.url(AIRFLOW, AIRFLOW, credentials.airflow_database),
        owner=owner,
        loader=as_user(owner, LOADER, credentials.loader),
        receiver=as_user(owner, RECEIVER, credentials.receiver),
        analyst=as_user(owner, ANALYST, credentials.analyst),
    )


def as_user(url: str, user: str, password: str) -> str:
    """Return the address of the same database for another user."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(user)}:{quote(password, safe='')}@{host}"))


def _create(postgres: EmbeddedPostgres, database: str, owner: str | None = None, password: str | None = None) -> None:
    connection = psycopg2.connect(postgres.url("postgres"))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            if owner is not None:
                cursor.execute("select 1 from pg_roles where rolname = %s", (owner,))
                if cursor.fetchone() is None:
                    role, secret = sql.Identifier(owner), sql.Literal(password)
                    cursor.execute(sql.SQL("create role {} login password {}").format(role, secret))
            cursor.execute("select 1 from pg_database where datname = %s", (database,))
            if cursor.fetchone() is None:
                name, holder = sql.Identifier(database), sql.Identifier(owner or "postgres")
                cursor.execute(sql.SQL("create database {} owner {}").format(name, holder))
    finally:
        connection.close()
