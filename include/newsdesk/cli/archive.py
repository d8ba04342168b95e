"""`archive`, `import-warc` and `maintain`: captures to WARC files and back, and upkeep. Does not decide what is old."""

import argparse

from include.newsdesk.cli.replay import show_log
from include.newsdesk.cli.tables import draw_table
from include.newsdesk.cli.warehouse import find_warehouse
from include.newsdesk.errors import PermanentError
from include.newsdesk.stages.archive import archive_captures
from include.newsdesk.stages.imports import import_warc
from include.newsdesk.stages.maintain import maintain_warehouse


class ArchiveOff(PermanentError):
    """There is no archive to write to; set NEWSDESK_ARCHIVE_URL to a folder or an fsspec URL."""


def archive(options: argparse.Namespace) -> int:
    """Archive the days that are due, with a line for each."""
    show_log()
    settings = find_warehouse()
    if not settings.archive_url and not options.dry_run:
        raise ArchiveOff("archive")
    print(draw_table([archive_captures(options.dry_run)]))
    if options.dry_run:
        print("  nothing was written or dropped")
    return 0


def import_pages(options: argparse.Namespace) -> int:
    """Import WARC files one after the other and wake the pipeline."""
    show_log()
    find_warehouse()
    for path in options.paths:
        counts = import_warc(path, options.publisher, options.language, options.dry_run)
        print(path)
        print(draw_table([counts]))
    if options.dry_run:
        print("  nothing was stored")
    return 0


def maintain(options: argparse.Namespace) -> int:
    """Do once what the DAG does every night."""
    show_log()
    find_warehouse()
    print(draw_table([maintain_warehouse(options.dry_run)]))
    if options.dry_run:
        print("  nothing was changed")
    return 0
