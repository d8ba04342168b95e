"""Read the command line and turn errors into one line and an exit status. Does not do a command's work."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg2

from include.newsdesk.cli import archive, checks, control, demo, export, feeds, health, pages, replay, run, warehouse
from include.newsdesk.errors import NewsdeskError

EPILOG = """\
environment:
  NEWSDESK_DATABASE_URL  the warehouse to work with, a Postgres 15 or newer: as its owner for `run` and `migrate`,
                         as the loader for the others, which find what `run` keeps up by themselves
  NEWSDESK_HOME          where `run` and `demo` keep their state (default: .newsdesk in the repository)

`COMMAND --help` explains one command; docs/commands.md shows an example of each.
"""
Add = Callable[[str, str, str], argparse.ArgumentParser]


def build_parser() -> argparse.ArgumentParser:
    """Describe all commands; each sets `command` to the function that does it."""
    parser = argparse.ArgumentParser(
        prog="python -m include.newsdesk",
        description="Run and look after Newsdesk on this machine.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = adder(parser)
    add_installation(add)
    add_warehouse(add)
    add_feeds(adder(add("feeds", "add feeds, try them, see how they are doing, pause them", "")))
    add_looking(add)
    add_again(add)
    add_archive(add)
    return parser


def adder(parser: argparse.ArgumentParser) -> Add:
    """Give a function that adds a command with its summary and examples (the words after the program's name)."""
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(name: str, summary: str, examples: str) -> argparse.ArgumentParser:
        lines = [f"  python -m include.newsdesk {line}" for line in examples.splitlines()]
        return commands.add_parser(
            name,
            help=summary,
            description=summary[0].upper() + summary[1:] + ".",
            epilog="\n".join(["examples:", *lines]) if lines else None,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    return add


def add_installation(add: Add) -> None:
    """Describe the commands that start and stop things."""
    one = add("run", "start Postgres and Airflow on include/feeds.yaml and keep them up until Ctrl-C", "")
    one.add_argument("--feeds", type=Path, default=run.CATALOGUE, help="another catalogue of feeds")
    one.set_defaults(command=run.run)
    one = add("demo", "bring in everything that the sample newsroom publishes, then stop", "")
    one.add_argument("--json", action="store_true", help="print one JSON object; progress goes to stderr")
    one.set_defaults(command=demo.demo)
    one = add("stop", "stop what `run` or `demo` started, also after a kill", "")
    one.set_defaults(command=control.stop)
    one = add("status", "say what runs, where, and what has come in", "")
    one.set_defaults(command=control.status)
    one = add("reset", "delete the local database with everything in it", "")
    one.add_argument("--yes", action="store_true", help="do not ask")
    one.set_defaults(command=control.reset)


def add_warehouse(add: Add) -> None:
    """Describe the commands that work with the database as a whole."""
    one = add("sql", "open psql on the running warehouse as the read-only analyst; arguments go to psql", "sql --address")
    one.add_argument("--address", action="store_true", help="only print the analyst's address with its password, for other tools")
    one.set_defaults(command=warehouse.sql, arguments=[])
    one = add("migrate", "bring the database of NEWSDESK_DATABASE_URL to the schema of this code", "")
    one.set_defaults(command=warehouse.migrate)
    one = add("sync", "bring the feeds of a catalogue into the database of NEWSDESK_DATABASE_URL", "")
    one.add_argument("path", nargs="?", type=Path, default=run.CATALOGUE, help="default: include/feeds.yaml")
    one.set_defaults(command=warehouse.sync)
    one = add("check-feeds", "check a catalogue of feeds", "")
    one.add_argument("path", nargs="?", type=Path, default=run.CATALOGUE, help="default: include/feeds.yaml")
    one.set_defaults(command=warehouse.check_feeds)
    one = add("balance", "say what became of every entry that a feed has shown; 1 if one was lost", "balance")
    one.set_defaults(command=health.balance)
    one = add("check", "check the whole warehouse: freshness, volume, balance, references, copies; 1 if a check is not met",
              "check\ncheck --json")  # fmt: skip
    one.add_argument("--json", action="store_true", help="print everything that is known as JSON")
    one.set_defaults(command=checks.check)
    add_export(add)


def add_export(add: Add) -> None:
    """Describe the command that writes articles to a file."""
    one = add("export", "write articles as Parquet, JSON lines or CSV, in the order of their changes",
              "export --since 2031-03-01 --format parquet --output march.parquet\n"
              "export --since-seq 48210 --format jsonl | gzip > changes.jsonl.gz")  # fmt: skip
    one.add_argument(
        "--since", type=export.moment, metavar="TIME", help="only those first seen at or after this day or time (UTC)"
    )
    one.add_argument("--until", type=export.moment, metavar="TIME", help="only those first seen before this day or time (UTC)")
    one.add_argument("--since-seq", type=int, default=0, metavar="N", help="only those changed after this change_seq")
    one.add_argument("--publisher", help="only those of this publisher")
    one.add_argument("--format", choices=export.FORMATS, required=True)
    one.add_argument("--output", type=Path, metavar="PATH", help="default: the standard output")
    one.add_argument("--force", action="store_true", help="replace a file that is there")
    one.set_defaults(command=export.export)


def add_feeds(add: Add) -> None:
    """Describe the commands on feeds."""
    example = "feeds add https://gazette.example/rss.xml --name 'Gazette' --publisher 'The Gazette' --language en --country GB"
    one = add("add", "add a feed after trying it once, and wake the pipeline", example)
    one.add_argument("url", type=feeds.plain_url, metavar="URL", help="address of the feed")
    one.add_argument("--name", required=True, help="name of the feed, unlike any other")
    one.add_argument("--publisher", required=True, help="publisher that it belongs to; a new one is added")
    one.add_argument("--language", type=feeds.language_tag, help="language like en or pt-BR; else the one that the feed gives")
    one.add_argument("--country", type=feeds.country_code, help="country of the newsroom like DE")
    one.add_argument("--section", help="section that it covers, if it is a section feed")
    one.add_argument("--unchecked", action="store_true", help="do not try it first")
    one.set_defaults(command=feeds.add)
    one = add("list", "list feeds and how they are doing", "feeds list --state failing\nfeeds list --json")
    one.add_argument("--state", choices=health.STATES, metavar="STATE", help=f"only those that are {', '.join(health.STATES)}")
    one.add_argument("--publisher", help="only those of this publisher")
    one.add_argument("--json", action="store_true", help="print everything that is known as JSON")
    one.set_defaults(command=health.list_feeds)
    one = add("show", "show how one feed is doing, with its last polls", "feeds show 'Gazette'")
    _add_feed(one).set_defaults(command=health.show_feed)
    one = add("check", "fetch and read a feed, say what is wrong and when it would be due; nothing is stored; 1 if it is none",
              "feeds check https://gazette.example/rss.xml\nfeeds check 'Gazette'")  # fmt: skip
    _add_feed(one).set_defaults(command=feeds.check)
    one = add("import", "add the feeds of an OPML file that are not there yet; a feed's host stands in for its publisher",
              "feeds import reader.opml --dry-run")  # fmt: skip
    one.add_argument("path", type=Path, metavar="FILE", help="OPML file, as feed readers export it")
    one.add_argument("--dry-run", action="store_true", help="say what would be added and store nothing")
    one.set_defaults(command=feeds.import_list)
    one = add("export", "write all feeds but retired ones as OPML", "feeds export feeds.opml")
    one.add_argument("path", nargs="?", type=Path, metavar="FILE", help="default: the terminal")
    one.set_defaults(command=feeds.export_list)
    one = add("discover", "find the feeds of a site: those that its page names, else those in the usual places",
              "feeds discover https://gazette.example/")  # fmt: skip
    one.add_argument("url", type=feeds.plain_url, metavar="SITE_URL", help="address of the front page or a section")
    one.set_defaults(command=feeds.discover)
    add_states(add)


def add_states(add: Add) -> None:
    """Describe the commands that set the state of a feed."""
    for name, state, summary in (
        ("pause", "paused", "do not poll a feed until it is resumed"),
        ("resume", "active", "poll a paused or retired feed again, at once"),
        ("retire", "retired", "give a feed up: it is not polled until it is resumed, and left out of exports"),
    ):
        _add_feed(add(name, summary, f"feeds {name} 'Gazette'")).set_defaults(command=feeds.set_state, state=state)


def add_looking(add: Add) -> None:
    """Describe the commands that look at one feed or page."""
    one = add("poll", "poll one feed now; the pipeline fetches what is new; 1 if the poll failed", "poll 'Gazette' --dry-run")
    _add_feed(one).add_argument("--dry-run", action="store_true", help="say what would be new and store nothing")
    one.set_defaults(command=feeds.poll_feed)
    one = add("fetch", "fetch a page and show each step and its decision; nothing is stored; 1 if it is no page",
              "fetch https://gazette.example/2031/harbour.html")  # fmt: skip
    one.add_argument("url", type=feeds.plain_url, metavar="URL", help="address of the page")
    one.set_defaults(command=pages.fetch)
    one = add("extract", "print the article of a page; a file needs no database",
              "extract https://gazette.example/2031/harbour.html --explain\nextract saved.html --url https://gazette.example/2031/harbour.html")  # fmt: skip  # noqa: E501
    one.add_argument("page", metavar="URL|FILE", help="address of a page, or a file that holds one")
    one.add_argument("--explain", action="store_true", help="say where each field came from and how sure, and list the blocks")
    one.add_argument("--url", type=feeds.plain_url, default="https://page.invalid/", help="where a file came from")
    one.set_defaults(command=pages.extract)


def add_again(add: Add) -> None:
    """Describe the commands that take stored entries and pages through the stages once more."""
    one = add("retry", "try entries in quarantine once more, from the stored page where there is one",
              "retry --reason body.too_short --dry-run\nretry --publisher 'The Gazette' --since 2031-05-01")  # fmt: skip
    _add_choice(one, "set aside")
    one.add_argument("--reason", action="append", default=[], metavar="CODE", help="only those with this reason; may be repeated")
    one.add_argument("--force", action="store_true", help="take also what has failed too often to be tried again")
    one.add_argument(
        "--dry-run", action="store_true", help="say what would be tried and whether it would pass now; change nothing"
    )
    one.add_argument(
        "--sample", type=int, default=100, metavar="N", help="stored pages that the dry run reads and judges (default: 100)"
    )
    one.set_defaults(command=replay.retry)
    one = add("replay", "read stored pages of articles again with today's parser; what differs becomes a revision",
              "replay --outdated --dry-run\nreplay --publisher 'The Gazette' --since 2031-05-01 --name gazette-may")  # fmt: skip
    _add_choice(one, "captured")
    one.add_argument("--feed", action="append", default=[], metavar="NAME", help="only what this feed showed; may be repeated")
    one.add_argument(
        "--url", action="append", default=[], type=feeds.plain_url, metavar="URL", help="only the article at this address"
    )
    one.add_argument("--outdated", action="store_true", help="only what another version of the parser has read")
    one.add_argument("--name", help="name to resume it by after a kill (default: the time)")
    one.add_argument("--dry-run", action="store_true", help="read the first articles, show what would change, store nothing")
    one.add_argument("--sample", type=int, default=20, metavar="N", help="articles that the dry run reads (default: 20)")
    one.set_defaults(command=replay.replay)


def add_archive(add: Add) -> None:
    """Describe the commands on WARC files and on upkeep."""
    one = add(
        "archive",
        "write closed days of captures to WARC files, verify them, and drop the days from Postgres",
        "archive --dry-run",
    )
    one.add_argument("--dry-run", action="store_true", help="name the days and write nothing")
    one.set_defaults(command=archive.archive)
    one = add("import-warc", "take the HTML pages of WARC files in as articles of a publisher",
              "import-warc crawl.warc.gz --publisher 'The Gazette' --dry-run")  # fmt: skip
    one.add_argument("paths", nargs="+", metavar="FILE", help="WARC or ARC file, also gzipped; a path or an fsspec URL")
    one.add_argument("--publisher", required=True, metavar="NAME", help="publisher of the pages; a new one is added")
    one.add_argument("--language", type=feeds.language_tag, help="language of the pages like en or pt-BR")
    one.add_argument("--dry-run", action="store_true", help="count what would be taken and store nothing")
    one.set_defaults(command=archive.import_pages)
    one = add("maintain", "make partitions ahead, delete what is past its retention, vacuum what needs it", "maintain --dry-run")
    one.add_argument("--dry-run", action="store_true", help="say what would be done and do nothing")
    one.set_defaults(command=archive.maintain)


def _add_choice(one: argparse.ArgumentParser, what: str) -> None:
    one.add_argument("--publisher", action="append", default=[], metavar="NAME", help="only of this publisher; may be repeated")
    one.add_argument("--parser-version", action="append", default=[], metavar="VERSION", help="only what this version has read")
    one.add_argument("--since", type=replay.moment, metavar="TIME", help=f"only what was {what} at this time or later (ISO 8601)")
    one.add_argument("--until", type=replay.moment, metavar="TIME", help=f"only what was {what} before this time")


def _add_feed(one: argparse.ArgumentParser) -> argparse.ArgumentParser:
    one.add_argument("feed", metavar="FEED", help="name or address of the feed")
    return one


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
    except psycopg2.ProgrammingError as error:
        line = str(error).strip().splitlines()[0]
        sys.stderr.write(
            f"newsdesk: NEWSDESK_DATABASE_URL does not fit ({line}); `migrate` it as its owner, work as the loader\n"
        )
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("newsdesk: interrupted\n")
        return 130
    return status
