"""Keep what a publisher sent, byte for byte, and read it again.

Does not look into the bytes.
"""

import hashlib
from collections.abc import Sequence

from backports import zstd
from psycopg2.extensions import connection as Connection

from include.newsdesk.warehouse.statements import execute_rows
from include.newsdesk.warehouse.values import storable, to_json
from include.newsdesk.web.answers import Answer

LEVEL = 3  # Zstandard's default: about a fifth of a page's size for about a millisecond.


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
