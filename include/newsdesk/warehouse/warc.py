"""Captures as WARC 1.1 files (ISO 28500:2017), gzip per record, with a CDXJ index beside them, in any place that fsspec knows.

    warcinfo, then for each capture: response (HTTP headers as received, body decoded) + metadata (what WARC has no field for)

The body is stored decoded, so headers that describe its coding on the wire stand as `X-Archive-Orig-NAME`, as other archives
write them. Does not know Postgres.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import IO, Any
from urllib.parse import urlsplit

import fsspec
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from include.newsdesk.errors import PermanentError

ON_THE_WIRE = ("content-encoding", "content-length", "transfer-encoding")
ORIGINAL = "x-archive-orig-"
SOFTWARE = "newsdesk"
PHRASES = {status.value: status.phrase for status in HTTPStatus}


class ArchiveDamaged(PermanentError):
    """An archive does not hold what was written to it; nothing was dropped."""


class ArchiveUnreadable(PermanentError):
    """The file is missing, no WARC, or breaks off."""


@dataclass(frozen=True)
class Response:
    """One answer in an archive; `headers` have lower-case names, `body` is decoded."""

    captured_at: datetime
    final_url: str
    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)
    capture_id: int = 0
    kind: str = "page"
    requested_url: str = ""


@dataclass(frozen=True)
class Written:
    """Where a response stands in a file, and what is needed to verify and index it."""

    capture_id: int
    captured_at: datetime
    kind: str
    offset: int
    length: int
    sha256: bytes
    final_url: str
    status: int
    mime: str
    payload_digest: str


def write_archive(url: str, captures: Iterable[Response], most_bytes: int) -> list[Written]:
    """Write captures to a file, in their order, up to the one that reaches `most_bytes`; replaces what stands there.

    Holds one capture at a time.
    """
    with fsspec.open(url, "wb") as out:
        writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
        about = {
            "software": SOFTWARE,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/",
        }
        writer.write_record(writer.create_warcinfo_record(url.rsplit("/", 1)[-1], about))
        written = []
        for capture in captures:
            written.append(write_capture(writer, out, capture))
            if out.tell() >= most_bytes:
                break
        return written


def write_capture(writer: WARCWriter, out: IO[bytes], capture: Response) -> Written:
    """Write one capture as a response and a metadata record."""
    offset = out.tell()
    lines = [(ORIGINAL + name if name in ON_THE_WIRE else name, value) for name, value in capture.headers.items()]
    lines.append(("Content-Length", str(len(capture.body))))
    status = f"{capture.status} {PHRASES.get(capture.status, 'Unknown')}"
    date = {"WARC-Date": capture.captured_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    record = writer.create_warc_record(
        capture.final_url, "response", payload=BytesIO(capture.body), length=len(capture.body), warc_headers_dict=date,
        http_headers=StatusAndHeaders(status, lines, protocol="HTTP/1.1"),
    )  # fmt: skip
    writer.write_record(record)
    length = out.tell() - offset
    sha256 = hashlib.sha256(capture.body)
    facts = {"capture-id": capture.capture_id, "kind": capture.kind, "requested-url": capture.requested_url,
             "sha256": sha256.hexdigest()}  # fmt: skip
    text = "".join(f"{name}: {value}\r\n" for name, value in facts.items()).encode()
    about = {**date, "WARC-Concurrent-To": record.rec_headers.get_header("WARC-Record-ID")}
    writer.write_record(
        writer.create_warc_record(
            capture.final_url, "metadata", payload=BytesIO(text), length=len(text), warc_content_type="application/warc-fields",
            warc_headers_dict=about,
        )
    )  # fmt: skip
    return Written(
        capture.capture_id, capture.captured_at, capture.kind, offset, length, sha256.digest(), capture.final_url, capture.status,
        capture.headers.get("content-type", "").partition(";")[0].strip() or "unk",
        record.rec_headers.get_header("WARC-Payload-Digest").partition(":")[2],
    )  # fmt: skip


def verify_archive(url: str, written: Iterable[Written]) -> tuple[int, bytes]:
    """Read a whole file back and compare each response with what was to be written; returns the file's size and SHA-256.

    Raises `ArchiveDamaged`.
    """
    expected = iter(written)
    with fsspec.open(url, "rb") as stream:
        records = ArchiveIterator(stream, check_digests=True)
        try:
            for record in records:
                if record.rec_type != "response":
                    continue
                want = next(expected, None)
                body = record.content_stream().read()
                sound = record.digest_checker.passed is not False and hashlib.sha256(body).digest() == (want and want.sha256)
                if want is None or not sound or records.get_record_offset() != want.offset:
                    raise ArchiveDamaged(url, f"the response at byte {records.get_record_offset()}")
        except (ArchiveLoadFailed, zlib.error, EOFError) as error:
            raise ArchiveDamaged(url, str(error)) from error
    if (missing := next(expected, None)) is not None:
        raise ArchiveDamaged(url, f"it ends before capture {missing.capture_id}")
    digest, size = hashlib.sha256(), 0
    with fsspec.open(url, "rb") as stream:
        while part := stream.read(2**20):
            digest.update(part)
            size += len(part)
    return size, digest.digest()


def write_index(url: str, written: Iterable[Written]) -> None:
    """Write the CDXJ index of an archive beside it: one sorted line a response."""
    name = url.rsplit("/", 1)[-1]
    lines = []
    for one in written:
        facts = {
            "url": one.final_url, "mime": one.mime, "status": str(one.status), "digest": one.payload_digest,
            "length": str(one.length), "offset": str(one.offset), "filename": name,
        }  # fmt: skip
        lines.append(f"{sort_key(one.final_url)} {one.captured_at.astimezone(UTC):%Y%m%d%H%M%S} {json.dumps(facts)}\n")
    with fsspec.open(index_url(url), "wb") as out:
        out.write("".join(sorted(lines)).encode())


def index_url(url: str) -> str:
    """Name the index of an archive."""
    return url.removesuffix(".warc.gz") + ".cdxj"


def sort_key(url: str) -> str:
    """Write a URL as an index sorts it: host labels from the right, then the path, in lower case and without `www`."""
    parts = urlsplit(url.lower())
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    query = "?" + "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{','.join(reversed(host.split('.')))}{port}){parts.path or '/'}{query}".replace(" ", "%20")


def read_response(url: str, offset: int) -> Response:
    """Read the response that begins at a byte of a file. Raises `ArchiveUnreadable`."""
    try:
        with fsspec.open(url, "rb") as stream:
            stream.seek(offset)
            record = next(ArchiveIterator(stream), None)
            if record is None or record.rec_type != "response":
                raise ArchiveUnreadable(url, f"no response begins at byte {offset}")
            return response_of(record, record.content_stream().read())
    except (OSError, ArchiveLoadFailed) as error:
        raise ArchiveUnreadable(url, str(error)) from error


def response_of(record: Any, body: bytes) -> Response:
    """Turn a response record into an answer."""
    headers: dict[str, str] = {}
    for name, value in record.http_headers.headers:
        key = name.lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    if any(name.startswith(ORIGINAL) for name in headers):
        headers.pop("content-length", None)
    headers = {name.removeprefix(ORIGINAL): value for name, value in headers.items()}
    return Response(
        captured_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")).astimezone(UTC),
        final_url=record.rec_headers.get_header("WARC-Target-URI"),
        status=int(record.http_headers.get_statuscode()),
        headers=headers,
        body=body,
    )


def read_responses(url: str, most_bytes: int) -> Iterator[Response | str]:
    """Yield the HTTP responses of any WARC or ARC file, or a word for a record that is left out.

    Left out are `revisit` (a copy whose body stands elsewhere), what the crawler cut (`truncated`), `too_large` bodies and
    `broken` ones; and everything that is no HTTP response, without a word. Raises `ArchiveUnreadable`.
    """
    try:
        with fsspec.open(url, "rb") as stream:
            for record in ArchiveIterator(stream, arc2warc=True):
                if record.rec_type == "revisit":
                    yield "revisit"
                elif record.rec_type == "response" and record.http_headers is not None:
                    is_cut = record.rec_headers.get_header("WARC-Truncated")
                    yield "truncated" if is_cut else read_whole(record, most_bytes)
    except (OSError, ArchiveLoadFailed) as error:
        raise ArchiveUnreadable(url, str(error)) from error


def read_whole(record: Any, most_bytes: int) -> Response | str:
    """Read a response record up to a size."""
    try:
        body = record.content_stream().read(most_bytes + 1)
        return "too_large" if len(body) > most_bytes else response_of(record, body)
    except (ValueError, TypeError, EOFError, zlib.error):
        return "broken"
