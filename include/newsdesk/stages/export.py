"""Write articles to a file or a stream as Parquet, JSON lines or CSV, in the order of their changes.

    news.articles ── cursor, 500 rows at a time ──► FILE.part ──► FILE

Reads one snapshot, as the analyst if need be. Does not hold more than a few thousand rows, nor leave a half-written file.
"""

import csv
import io
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from include.newsdesk.errors import PermanentError
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import Row, execute, execute_chunks
from include.newsdesk.warehouse.values import to_json

CHUNK_ROWS = 500
ROW_GROUP_ROWS = 2_000  # Of Parquet; it holds one group in memory.
FORMULA_SIGNS = tuple("=+-@\t\r\n")  # OWASP, CSV injection: a spreadsheet runs a cell that begins so.
COLUMNS = {
    "article_id": "int64", "url": "string", "publisher": "string", "country": "string", "title": "string", "subtitle": "string",
    "body": "string", "authors": "strings", "agencies": "strings", "dateline": "string", "section": "string", "tags": "strings",
    "language": "string", "kind": "string", "paywalled": "bool", "word_count": "int32", "published_at": "time",
    "published_precision": "string", "published_source": "string", "modified_at": "time", "first_seen_at": "time",
    "loaded_at": "time", "updated_at": "time", "revision": "int32", "duplicate_of": "int64", "duplicate_similarity": "float32",
    "change_seq": "int64",
}  # fmt: skip
Report = Callable[[int, int], None]


class PublisherUnknown(PermanentError):
    """There is no such publisher; `select name from news.publishers` lists them."""


class OutputExists(PermanentError):
    """The file is there already; name another one, or replace it with --force."""


class OutputUnwritable(PermanentError):
    """The file can't be written."""


@dataclass(frozen=True)
class Selection:
    """Which articles: first seen from `since` to before `until`, changed after `since_seq`, of one publisher."""

    since: datetime | None = None
    until: datetime | None = None
    since_seq: int = 0
    publisher: str | None = None


@dataclass(frozen=True)
class Exported:
    """How many articles were written, and the change to go on from."""

    articles: int
    last_seq: int


def export_file(url: str, selection: Selection, form: str, path: Path, force: bool, report: Report) -> Exported:
    """Export to a file, which appears under its name only when it is whole.

    Raises `OutputExists`, `OutputUnwritable` and `PublisherUnknown`.
    """
    if path.exists() and not force:
        raise OutputExists(str(path))
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as stream:
            exported = export_stream(url, selection, form, stream, report)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError as error:
        raise OutputUnwritable(str(path), error.strerror or str(error)) from error
    finally:
        draft.unlink(missing_ok=True)
    return exported


def export_stream(url: str, selection: Selection, form: str, stream: BinaryIO, report: Report) -> Exported:
    """Export to an open binary stream; `report` gets the rows written and the rows there are, after each chunk."""
    with connected(url, "newsdesk export") as connection:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        params = asdict(selection)
        found = execute(connection, "count_export", params)[0]
        if not found["publisher_known"]:
            raise PublisherUnknown(str(selection.publisher))
        written, last_seq = 0, selection.since_seq

        def watched() -> Iterator[list[Row]]:
            nonlocal written, last_seq
            for rows in execute_chunks(connection, "select_export", params, CHUNK_ROWS):
                yield rows
                written, last_seq = written + len(rows), rows[-1]["change_seq"]
                report(written, found["articles"])

        WRITERS[form](stream, watched())
        return Exported(written, last_seq)


def write_jsonl(stream: BinaryIO, chunks: Iterator[list[Row]]) -> None:
    """Write one JSON object a line."""
    for rows in chunks:
        stream.write("".join(to_json(row) + "\n" for row in rows).encode())


def write_csv(stream: BinaryIO, chunks: Iterator[list[Row]]) -> None:
    """Write CSV (RFC 4180) with a header; lists as JSON, times as ISO 8601, null as nothing.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for rows in chunks:
        writer.writerows([_cell(row[name]) for name in COLUMNS] for row in rows)
        stream.write(buffer.getvalue().encode())
        buffer.seek(0)
        buffer.truncate()
    stream.write(buffer.getvalue().encode())  # The header, when there was no row.


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return f"'{value}"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def write_parquet(stream: BinaryIO, chunks: Iterator[list[Row]]) -> None:
    """Write Parquet, compressed with Zstandard, times in microseconds UTC."""
    import pyarrow  # Takes a third of a second, which other commands need not wait for.
    from pyarrow import parquet

    types = {
        "int64": pyarrow.int64(), "int32": pyarrow.int32(), "float32": pyarrow.float32(), "bool": pyarrow.bool_(),
        "string": pyarrow.string(), "strings": pyarrow.list_(pyarrow.string()), "time": pyarrow.timestamp("us", "UTC"),
    }  # fmt: skip
    schema = pyarrow.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        group: list[Row] = []
        for rows in chunks:
            group += rows
            if len(group) >= ROW_GROUP_ROWS:
                writer.write_table(pyarrow.Table.from_pylist(group, schema))
                group = []
        if group:
            writer.write_table(pyarrow.Table.from_pylist(group, schema))


WRITERS = {"parquet": write_parquet, "jsonl": write_jsonl, "csv": write_csv}
