"""Read the command line and turn errors into one line and an exit status. Does not do a command's work."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from include.newsdesk.cli import control, demo, run, warehouse
from include.newsdesk.errors import NewsdeskError

EPILOG = """\
environment:
  NEWSDESK_DATABASE_URL  for `run` and `migrate`: a Postgres 15 or newer for the warehouse, as its owner
  NEWSDESK_HOME          where `run` and `demo` keep their state (default: .newsdesk in the repository)
"""


def build_parser() -> argparse.ArgumentParser:
    """Describe all commands; each sets `command` to the function that does it."""
    parser = argparse.ArgumentParser(
        prog="python -m include.newsdesk",
        description="Run and look after Newsdesk on this machine.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(name: str, summary: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")

    one = add("run", "start Postgres and Airflow on include/feeds.yaml and keep them up until Ctrl-C")
    one.add_argument("--feeds", type=Path, default=run.CATALOGUE, help="another catalogue of feeds")
    one.set_defaults(command=run.run)
    one = add("demo", "bring in everything that the sample newsroom publishes, then stop")
    one.add_argument("--json", action="store_true", help="print one JSON object; progress goes to stderr")
    one.set_defaults(command=demo.demo)
    one = add("stop", "stop what `run` or `demo` started, also after a kill")
    one.set_defaults(command=control.stop)
    one = add("status", "say what runs, where, and what has come in")
    one.set_defaults(command=control.status)
    one = add("reset", "delete the local database with everything in it")
    one.add_argument("--yes", action="store_true", help="do not ask")
    one.set_defaults(command=control.reset)
    one = add("sql", "open psql on the running warehouse as the read-only analyst; arguments go to psql")
    one.set_defaults(command=warehouse.sql, arguments=[])
    one = add("migrate", "bring the database of NEWSDESK_DATABASE_URL to the schema of this code")
    one.set_defaults(command=warehouse.migrate)
    one = add("sync", "bring the feeds of a catalogue into the database of NEWSDESK_DATABASE_URL")
    one.add_argument("path", nargs="?", type=Path, default=run.CATALOGUE, help="default: include/feeds.yaml")
    one.set_defaults(command=warehouse.sync)
    one = add("check-feeds", "check a catalogue of feeds")
    one.add_argument("path", nargs="?", type=Path, default=run.CATALOGUE, help="default: include/feeds.yaml")
    one.set_defaults(command=warehouse.check_feeds)
    return parser


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status: 1 for an error that is explained, 130 after Ctrl-C."""
    parser = build_parser()
    options, others = parser.parse_known_args(arguments)
    if others and "arguments" not in options:
        parser.error(f"unrecognized arguments: {' '.join(others)}")
    options.arguments = others
    try:
        status: int = options.command(options)
    except NewsdeskError as error:
        sys.stderr.write(f"newsdesk: {error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("newsdesk: interrupted\n")
        return 130
    return status
