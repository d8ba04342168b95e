"""`retry` and `replay`: entries and pages that are stored go through the stages once more. Does not fetch or parse by itself."""

import argparse
import logging
from datetime import UTC, datetime

from include.newsdesk.cli.tables import draw_table
from include.newsdesk.cli.warehouse import find_warehouse
from include.newsdesk.stages.rehearsal import rehearse_replay
from include.newsdesk.stages.replay import Choice, replay_articles
from include.newsdesk.stages.retry import retry_rejected


def retry(options: argparse.Namespace) -> int:
    """Make batches of what is set aside and wake the pipeline."""
    show_log()
    find_warehouse()
    counts = retry_rejected(
        options.reason, options.publisher, options.parser_version, since=options.since, until=options.until, force=options.force,
        dry_run=options.dry_run, sample=options.sample,
    )  # fmt: skip
    print(draw_table([counts]))
    if options.dry_run:
        print("  nothing was changed")
    elif counts["batches"]:
        print("  the pipeline was woken; marts.rejected shows what is still set aside")
    return 0


def replay(options: argparse.Namespace) -> int:
    """Read stored pages again, with a line of progress for each batch."""
    show_log()
    find_warehouse()
    choice = Choice(options.feed, options.publisher, options.url, options.parser_version, options.outdated, options.since,
                    options.until)  # fmt: skip
    if options.dry_run:
        print(draw_table([rehearse_replay(choice, options.sample)]))
        print("  nothing was stored")
        return 0
    name = options.name or datetime.now(UTC).isoformat(timespec="seconds")
    print(f"this replay can be resumed with --name {name}")
    print(draw_table([replay_articles(name, choice)]))
    return 0


def show_log() -> None:
    """Print what the stages log."""
    logging.basicConfig(format="%(message)s")
    logging.getLogger("include.newsdesk").setLevel(logging.INFO)


def moment(text: str) -> str:
    """Accept a date or a time in ISO 8601; without a zone it is UTC."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time; write one like 2031-05-01 or 2031-05-01T12:00Z") from None
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).isoformat()
