"""What every request has to keep to before anything is done for it: size, time, coding, rate.

Does not know who sends or what.
"""

import asyncio
import json
import time
from collections.abc import Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

MOST_BODY_BYTES = 5 * 1024 * 1024
BODY_SECONDS = 10.0
MOST_UNREAD_BYTES = 64 * 1024
KEPT_HEADERS = ("content-type", "link", "user-agent", "x-hub-signature", "idempotency-key", "date")
MOST_HEADER_CHARACTERS = 1_000
MOST_BUCKETS = 10_000

NOSNIFF = {"x-content-type-options": "nosniff", "cache-control": "no-store"}


class Refused(Exception):  # noqa: N818 - it is raised to answer, not to report a fault
    """A request that gets this answer and nothing else."""

    def __init__(self, response: Response, count_as: str) -> None:
        """Keep the answer, and the name that refusals of this kind are counted under."""
        super().__init__(count_as)
        self.response = response
        self.count_as = count_as


def refused(request: Request, status: int, words: str, count_as: str, headers: dict[str, str] | None = None) -> Refused:
    """Build an answer in plain text; a connection that still carries much of a body is closed with it."""
    length = request.headers.get("content-length", "")
    is_short = length.isdigit() and len(length) < 8 and int(length) <= MOST_UNREAD_BYTES
    closing = {} if is_short or request.method == "GET" else {"connection": "close"}
    return Refused(PlainTextResponse(words, status, {**NOSNIFF, **closing, **(headers or {})}), count_as)


async def read_body(request: Request) -> bytes:
    """Read a body within the limits of size and time, as it was sent. Raises `Refused`."""
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise refused(request, 415, "Content codings are not taken: send the body as it is.", "coded")
    too_large = refused(request, 413, f"The body may have {MOST_BODY_BYTES} bytes at most.", "too_large")
    length = request.headers.get("content-length", "0")
    if length.isdigit() and (len(length) > 12 or int(length) > MOST_BODY_BYTES):
        raise too_large
    parts = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                parts += part
                if len(parts) > MOST_BODY_BYTES:
                    raise too_large
    except TimeoutError:
        raise refused(request, 408, f"The body has to arrive within {BODY_SECONDS:g} s.", "too_slow") from None
    except ClientDisconnect:
        raise refused(request, 400, "The connection broke.", "broken_off") from None
    return bytes(parts)


def kept_headers(request: Request) -> str:
    """Give the headers worth keeping as JSON; no secret is among them."""
    found = {name: request.headers.get(name) for name in KEPT_HEADERS}
    kept = {name: value.replace("\0", " ")[:MOST_HEADER_CHARACTERS] for name, value in found.items() if value is not None}
    return json.dumps(kept)


class Rate:
    """So many a second and a burst of so many for each name (a token bucket)."""

    def __init__(self, per_second: float, burst: int, now: Callable[[], float] = time.monotonic) -> None:
        """Start with full buckets."""
        self._per_second = per_second
        self._burst = burst
        self._now = now
        self._buckets: dict[str, tuple[float, float]] = {}

    def allows(self, name: str) -> bool:
        """Count one for a name; False when it has to wait."""
        now = self._now()
        left, since = self._buckets.pop(name, (float(self._burst), now))
        left = min(self._burst, left + (now - since) * self._per_second)
        if len(self._buckets) >= MOST_BUCKETS:
            self._buckets.pop(next(iter(self._buckets)))  # The one that was used longest ago.
        self._buckets[name] = (left - 1 if left >= 1 else left, now)
        return left >= 1
