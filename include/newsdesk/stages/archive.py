"""Write closed days of captures to WARC files, read these back whole, and only then drop the days from Postgres.

    raw.captures ─► DAY.warc.gz + DAY.cdxj, verified ─► ops.archives, ops.archived_captures; the day's partition dropped

The rows and the drop commit together, so that a killed run leaves every capture where it was, and a repeated one writes the file
anew. Does not delete or change a file that is noted in `ops.archives`.
"""

import logging
from collections.abc import Iterator
from datetime import date

from psycopg2.extensions import connection as Connection

from include.newsdesk.settings import read_settings
from include.newsdesk.stages.captures import read_body
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import Row, execute, execute_chunks, execute_rows
from include.newsdesk.warehouse.warc import Response, Written, verify_archive, write_archive, write_index

logger = logging.getLogger(__name__)

CHUNK = 50  # Captures read at a time.


def archive_captures(dry_run: bool = False) -> dict[str, int]:
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
                size = archive_day(connection, settings.archive_url.rstrip("/"), row["day"])
            done = {"days": done["days"] + 1, "captures": done["captures"] + row["captures"], "bytes": done["bytes"] + size}
    return done


def archive_day(connection: Connection, base: str, day: date) -> int:
    """Write, verify and drop one day; returns the size of the file. Raises `ArchiveDamaged` before anything is dropped."""
    with connection:
        earlier = execute(connection, "count_archives_of_day", {"day": day})[0]["archives"]
        url = f"{base}/{day:%Y}/{day}{f'-{earlier + 1}' if earlier else ''}.warc.gz"
        written = write_archive(url, captures_of(connection, day))
    logger.info("wrote archive url=%s captures=%d", url, len(written))
    size, digest = verify_archive(url, written)
    write_index(url, written)
    with connection:
        note = {"day": day, "url": url, "records": len(written), "bytes": size, "sha256": digest}
        archive_id = execute(connection, "insert_archive", note)[0]["archive_id"]
        execute_rows(connection, "insert_archived_captures", [place(archive_id, one) for one in written])
        dropped = execute(connection, "drop_archived_day", {"day": day})[0]["dropped"]
    logger.info("archived day=%s url=%s captures=%d bytes=%d dropped=%d", day, url, len(written), size, dropped)
    return size


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
