"""Write closed days of captures to WARC files, read these back whole, and only then drop the days from Postgres.

    raw.captures ─► DAY.warc.gz + DAY.cdxj (DAY-2 ...), verified ─► ops.archives, ops.archived_captures; the partition dropped

The rows and the drop commit together, so that a killed run leaves every capture where it was, and a repeated one writes the file
anew. Does not delete or change a file that is noted in `ops.archives`.
"""

import logging
from collections.abc import Iterator
from datetime import date
from itertools import chain

from psycopg2.extensions import connection as Connection

from include.newsdesk.settings import read_settings
from include.newsdesk.stages.captures import read_body
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import Row, execute, execute_chunks, execute_rows
from include.newsdesk.warehouse.warc import Response, Written, verify_archive, write_archive, write_index

logger = logging.getLogger(__name__)

CHUNK = 50  # Captures read at a time.
FILE_BYTES = 1_000_000_000  # A file ends with the capture that reaches this: the size that the WARC standard recommends.


def archive_captures(dry_run: bool = False, file_bytes: int = FILE_BYTES) -> dict[str, int]:
    """Archive all days that ended `archive_after_days` ago or earlier; returns how many days, captures and bytes.

    Does nothing, and says so, where no `archive_url` is set. With `dry_run` the days are only named in the log.
    """
    settings = read_settings()
    done = {"days": 0, "captures": 0, "bytes": 0}
    if not settings.archive_url and not dry_run:
        logger.info("the archive is off: NEWSDESK_ARCHIVE_URL is not set")
        return done
    with connected(settings.database_url) as connection:
        with connection:
            days = execute(connection, "select_days_to_archive", {"keep_days": settings.archive_after_days})
        for row in days:
            size = int(row["bytes"])
            if dry_run:
                logger.info("would archive day=%s captures=%d stored_bytes=%d", row["day"], row["captures"], size)
            else:
                size = archive_day(connection, settings.archive_url.rstrip("/"), row["day"], file_bytes)
            done = {"days": done["days"] + 1, "captures": done["captures"] + row["captures"], "bytes": done["bytes"] + size}
    return done


def archive_day(connection: Connection, base: str, day: date, file_bytes: int) -> int:
    """Write, verify and drop one day; returns the size of its files. Raises `ArchiveDamaged` before anything is dropped."""
    files: dict[str, list[Written]] = {}
    with connection:
        earlier = execute(connection, "count_archives_of_day", {"day": day})[0]["archives"]
        captures = captures_of(connection, day)
        for first in captures:  # Each file takes as many more from the same iterator as it holds.
            url = archive_url(base, day, earlier + len(files) + 1)
            files[url] = write_archive(url, chain([first], captures), file_bytes)
            logger.info("wrote archive url=%s captures=%d", url, len(files[url]))
    checked = {url: verify_archive(url, written) for url, written in files.items()}
    for url, written in files.items():
        write_index(url, written)
    with connection:
        for url, written in files.items():
            size, digest = checked[url]
            note = {"day": day, "url": url, "records": len(written), "bytes": size, "sha256": digest}
            archive_id = execute(connection, "insert_archive", note)[0]["archive_id"]
            execute_rows(connection, "insert_archived_captures", [place(archive_id, one) for one in written])
        dropped = execute(connection, "drop_archived_day", {"day": day})[0]["dropped"]
    total = sum(size for size, _ in checked.values())
    logger.info("archived day=%s files=%d bytes=%d dropped=%d", day, len(files), total, dropped)
    return total


def archive_url(base: str, day: date, number: int) -> str:
    """Name a file of a day; the first has no number."""
    return f"{base}/{day:%Y}/{day}{f'-{number}' if number > 1 else ''}.warc.gz"


def captures_of(connection: Connection, day: date) -> Iterator[Response]:
    """Read the captures of a day, some at a time, within the caller's transaction."""
    for rows in execute_chunks(connection, "select_captures_of_day", {"day": day}, CHUNK):
        for row in rows:
            yield response(row)


def response(row: Row) -> Response:
    """Turn a row of raw.captures into what stands in an archive."""
    return Response(
        captured_at=row["captured_at"], final_url=row["final_url"], status=row["status"], headers=row["headers"],
        body=read_body(row["body"]), capture_id=row["capture_id"], kind=row["kind"], requested_url=row["requested_url"],
    )  # fmt: skip


def place(archive_id: int, one: Written) -> tuple[object, ...]:
    """Build the row of a capture in an archive."""
    return one.capture_id, one.captured_at, one.kind, archive_id, one.offset
