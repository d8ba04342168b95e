"""From the wire to the whole body: counted, bounded, decoded, and known to be complete.

One content coding at most (gzip, deflate, br, zstd), decoded here because the end of the coded stream must be seen: a
body that was cut short must never pass for a short body. Does not look at what the bytes mean.
"""

import http.client
import logging
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import brotli  # type: ignore[import-untyped]
from backports import zstd

from include.newsdesk.errors import NewsdeskError
from include.newsdesk.web.connections import Response
from include.newsdesk.web.limits import BodyLimits, Limits
from include.newsdesk.web.refusals import refusal

logger = logging.getLogger(__name__)

_WIRE_ERRORS = (http.client.HTTPException, OSError, ValueError)
_DECODE_ERRORS = (zlib.error, brotli.error, zstd.ZstdError)

ACCEPTED_CODINGS = "gzip, br, zstd, deflate"
MOST_MEMBERS = 256
READ_BYTES = 65_536
ZSTD_WINDOW_LOG = 23  # RFC 9659: 8 MiB is the most that a sender may ask for


@dataclass(frozen=True)
class Body:
    """A decoded body. `is_end_certain` is False where only the closed connection ended it (RFC 9112, 6.3)."""

    content: bytes
    wire_bytes: int
    is_end_certain: bool


def declared_length(response: Response, url: str) -> int | None:
    """Read Content-Length strictly; two different, negative or broken lengths raise `body.length_invalid`."""
    values = {part.strip() for value in response.headers.get_all("content-length", []) for part in value.split(",")}
    if not values:
        return None
    if len(values) > 1 or not all(value.isascii() and value.isdigit() for value in values):
        raise refusal("body.length_invalid", url, f"content-length={', '.join(sorted(values))[:80]}")
    return int(values.pop())


def read_body(response: Response, url: str, most: BodyLimits, limits: Limits) -> Body:
    """Read and decode a whole body.

    Raises `body.*`, `coding.*`, `read.timeout` or `deadline.exceeded`; nothing of a faulty body is given back.
    """
    coding = content_coding(response, url)
    length = None if response.chunked else declared_length(response, url)
    if length is not None and length > most.wire:
        raise refusal("body.too_large", url, f"content-length={length}")
    response.wire.most = response.head.bytes + most.wire
    wire = _read_wire(response, url)
    sent = response.wire.received - response.head.bytes
    if sent > most.wire:
        raise refusal("body.too_large", url, f"wire bytes={sent}")
    if length is not None and response.status not in (204, 304) and sent > length:
        raise refusal("body.length_invalid", url, f"content-length={length} sent={sent}")
    content = decode(wire, coding, url, most.decoded, limits)
    return Body(content, sent, response.chunked or length is not None or coding != "identity")


def read_beginning(response: Response, url: str, most_bytes: int) -> Body:
    """Read what can be had of a body that only explains: its beginning, whatever its state."""
    content = b""
    try:
        coding = content_coding(response, url)
        response.wire.most = response.head.bytes + most_bytes + READ_BYTES
        content = response.read(most_bytes)
        content = _DECODERS[coding](content, most_bytes)[0][:most_bytes]
    except (NewsdeskError, *_WIRE_ERRORS, *_DECODE_ERRORS):
        logger.debug("read only a part of a body: url=%s bytes=%s", url, len(content))
    return Body(content, response.wire.received - response.head.bytes, is_end_certain=False)


def content_coding(response: Response, url: str) -> str:
    """Name the one content coding of an answer; raises `coding.refused` for more or for others."""
    transfer = response.headers.get("transfer-encoding")
    if transfer is not None and not response.chunked:
        raise refusal("coding.refused", url, f"transfer-encoding={transfer[:80]}")
    values = ",".join(response.headers.get_all("content-encoding", [])).lower().split(",")
    codings = [coding for value in values if (coding := value.strip()) not in ("", "identity")]
    if len(codings) > 1 or (codings and codings[0] not in _DECODERS):
        raise refusal("coding.refused", url, f"content-encoding={', '.join(codings)[:80]}")
    return codings[0] if codings else "identity"


def decode(wire: bytes, coding: str, url: str, most_bytes: int, limits: Limits) -> bytes:
    """Decode a body that was read to its end.

    Raises `coding.broken`, `body.truncated`, `body.too_large`, or `body.bomb` for more than `limits.ratio` times the
    bytes on the wire.
    """
    if not wire or coding == "identity":
        if len(wire) > most_bytes:
            raise refusal("body.too_large", url, f"bytes > {most_bytes}")
        return wire
    most_by_ratio = max(limits.ratio_free_bytes, limits.ratio * len(wire))
    try:
        content, is_whole = _DECODERS[coding](wire, min(most_bytes, most_by_ratio) + 1)
    except _DECODE_ERRORS as error:
        raise refusal("coding.broken", url, f"coding={coding} {error}") from error
    if len(content) > most_bytes:
        raise refusal("body.too_large", url, f"decoded bytes > {most_bytes}")
    if len(content) > most_by_ratio:
        raise refusal("body.bomb", url, f"decoded bytes > {most_by_ratio} from {len(wire)}")
    if not is_whole:
        raise refusal("body.truncated", url, f"coding={coding} wire bytes={len(wire)}")
    return content


def _read_wire(response: Response, url: str) -> bytes:
    parts: list[bytes] = []
    try:
        while part := response.read(READ_BYTES):
            parts.append(part)
    except _WIRE_ERRORS as error:
        raise refusal("body.truncated", url, str(error)) from error
    if response.length:
        raise refusal("body.truncated", url, f"missing bytes={response.length}")
    return b"".join(parts)


# Each decoder gives about `most_bytes` at most, and whether the coded stream's own end was seen.


def _decode_gzip(wire: bytes, most_bytes: int) -> tuple[bytes, bool]:
    return _decode_members(wire, most_bytes, lambda: zlib.decompressobj(31), zlib.error)


def _decode_zstd(wire: bytes, most_bytes: int) -> tuple[bytes, bool]:
    options = {int(zstd.DecompressionParameter.window_log_max): ZSTD_WINDOW_LOG}
    return _decode_members(wire, most_bytes, lambda: zstd.ZstdDecompressor(options=options), zstd.ZstdError)


def _decode_members(wire: bytes, most_bytes: int, start: Callable[[], Any], garbage: type[Exception]) -> tuple[bytes, bool]:
    """Decode members until the wire's end; zero bytes after the last one are padding."""
    content = b""
    for _ in range(MOST_MEMBERS):
        member = start()
        content += member.decompress(wire, most_bytes - len(content))
        if not member.eof:
            return content, False
        wire = member.unused_data
        if len(content) >= most_bytes or not wire.strip(b"\0"):
            return content, True
    raise garbage(f"more than {MOST_MEMBERS} members")


def _decode_deflate(wire: bytes, most_bytes: int) -> tuple[bytes, bool]:
    has_zlib_head = len(wire) > 1 and wire[0] & 15 == 8 and int.from_bytes(wire[:2], "big") % 31 == 0
    stream = zlib.decompressobj(15 if has_zlib_head else -15)
    content = stream.decompress(wire, most_bytes)
    if stream.unused_data:
        raise zlib.error("bytes after the end")
    return content, stream.eof


def _decode_brotli(wire: bytes, most_bytes: int) -> tuple[bytes, bool]:
    stream = brotli.Decompressor()
    content = stream.process(wire, output_buffer_limit=most_bytes)
    return content, stream.is_finished()


def _keep(wire: bytes, most_bytes: int) -> tuple[bytes, bool]:
    return wire, True


_DECODERS: dict[str, Callable[[bytes, int], tuple[bytes, bool]]] = {
    "identity": _keep,
    "gzip": _decode_gzip,
    "x-gzip": _decode_gzip,
    "deflate": _decode_deflate,
    "br": _decode_brotli,
    "zstd": _decode_zstd,
}
