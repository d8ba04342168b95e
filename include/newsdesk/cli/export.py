"""`export`: write articles to a file or the standard output, with progress. Does not need more than the analyst's rights."""

import argparse
import os
import sys
import time
from datetime import UTC, datetime

from include.newsdesk.cli.progress import progress_to
from include.newsdesk.cli.warehouse import NoWarehouse
from include.newsdesk.errors import PermanentError
from include.newsdesk.local.stack import NotRunning, running_address
from include.newsdesk.stages.export import WRITERS, Exported, Report, Selection, export_file, export_stream

FORMATS = tuple(WRITERS)
REPORT_SECONDS = 2.0


class BinaryTerminal(PermanentError):
    """Parquet is nothing for a terminal; name a file with --output."""


def moment(text: str) -> datetime:
    """Read a day or a time as ISO 8601; UTC where it names no zone."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def export(options: argparse.Namespace) -> int:
    """Export from NEWSDESK_DATABASE_URL, or else as the analyst from what `run` keeps up."""
    selection = Selection(options.since, options.until, options.since_seq, options.publisher)
    try:
        url = os.environ.get("NEWSDESK_DATABASE_URL") or running_address().analyst_url
    except NotRunning as error:
        raise NoWarehouse(error.subject) from error
    if options.output:
        exported = export_file(url, selection, options.format, options.output, options.force, reporter())
    else:
        if options.format == "parquet" and sys.stdout.isatty():
            raise BinaryTerminal("--format parquet")
        try:
            exported = to_stdout(url, selection, options.format)
        except BrokenPipeError:  # The reader had enough.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 1
    place = options.output or "standard output"
    sys.stderr.write(f"{place}: {exported.articles:,} articles; what changes from now on: --since-seq {exported.last_seq}\n")
    return 0


def to_stdout(url: str, selection: Selection, form: str) -> Exported:
    """Export to the standard output."""
    exported = export_stream(url, selection, form, sys.stdout.buffer, reporter())
    sys.stdout.flush()
    return exported


def reporter() -> Report:
    """Give a function that writes progress to stderr every two seconds."""
    write = progress_to(sys.stderr)
    began = spoke = time.monotonic()

    def report(written: int, total: int) -> None:
        nonlocal spoke
        now = time.monotonic()
        if now - spoke >= REPORT_SECONDS:
            write(f"{written:,} of {total:,} articles, {written / (now - began):,.0f} a second")
            spoke = now

    return report
