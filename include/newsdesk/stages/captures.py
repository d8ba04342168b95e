"""Keep what a publisher sent, byte for byte, and read it again, from Postgres or from an archive.

Does not look into the bytes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from backports import zstd
from psycopg2.extensions import connection as Connection

from include.newsdesk.errors import RejectedError
from include.newsdesk.warehouse.statements import execute, execute_rows
from include.newsdesk.warehouse.values import storable, to_json
from include.newsdesk.warehouse.warc import read_response
from include.newsdesk.web.answers import Answer

LEVEL = 3  # Zstandard's default: about a fifth of a page's size for about a millisecond.


class CaptureGone(RejectedError):
    """The capture is neither in Postgres nor in an archive; the page has to be fetched again."""

    reason = "capture.gone"


@dataclass(frozen=True)
class Capture:
    """One capture as it was received; `content_type` is the header as sent."""

    captured_at: datetime
    final_url: str
    status: int
    content_type: str | None
    body: bytes = field(repr=False)


def keep_captures(connection: Connection, kind: str, answers: Sequence[Answer]) -> list[int]:
    """Store answers to different URLs in the caller's transaction and return the captures' ids, in the same order."""
    rows = [
        (
            a.fetched_at, kind, storable(a.requested_url), storable(a.final_url), a.status, to_json(a.headers),
            storable(a.content_type), zstd.compress(a.body, LEVEL), len(a.body), hashlib.sha256(a.body).digest(),
        )
        for a in answers
    ]  # fmt: skip
    kept = {row["requested_url"]: row["capture_id"] for row in execute_rows(connection, "insert_captures", rows)}
    return [kept[storable(answer.requested_url)] for answer in answers]


def read_body(compressed: bytes | memoryview) -> bytes:
    """Return the body of a capture as it was received."""
    return zstd.decompress(bytes(compressed))


def read_capture(connection: Connection, capture_id: int) -> Capture:
    """Read a capture, from Postgres or else from the archive that holds it. Raises `CaptureGone`, `ArchiveUnreadable`."""
    for row in execute(connection, "select_capture", {"capture_id": capture_id}):
        return Capture(row["captured_at"], row["final_url"], row["status"], row["content_type"], read_body(row["body"]))
    for row in execute(connection, "select_archived_capture", {"capture_id": capture_id}):
        found = read_response(row["url"], row["record_offset"])
        return Capture(found.captured_at, found.final_url, found.status, found.headers.get("content-type"), found.body)
    raise CaptureGone(f"capture {capture_id}")
