"""Keep what a publisher sent, byte for byte, and read it again.

Does not look into the bytes.
"""

import hashlib

from backports import zstd
from psycopg2.extensions import connection as Connection

from include.newsdesk.warehouse.statements import execute
from include.newsdesk.warehouse.values import storable, to_json
from include.newsdesk.web.answers import Answer

LEVEL = 3  # Zstandard's default: about a fifth of a page's size for about a millisecond.


def keep_capture(connection: Connection, kind: str, answer: Answer) -> int:
    """Store an answer in the caller's transaction and return the capture's id."""
    row = {
        "captured_at": answer.fetched_at, "kind": kind, "requested_url": storable(answer.requested_url),
        "final_url": storable(answer.final_url), "status": answer.status, "headers": to_json(answer.headers),
        "content_type": storable(answer.content_type), "body": zstd.compress(answer.body, LEVEL), "body_bytes": len(answer.body),
        "body_sha256": hashlib.sha256(answer.body).digest(),
    }  # fmt: skip
    capture_id: int = execute(connection, "insert_capture", row)[0]["capture_id"]
    return capture_id


def read_body(compressed: bytes | memoryview) -> bytes:
    """Return the body of a capture as it was received."""
    return zstd.decompress(bytes(compressed))
