"""Documents with one quirk each and what is read from them.

`python -m tests.unit.test_feeds_golden` records the expected halves again; read the difference before keeping it.
"""

import dataclasses
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from include.newsdesk.feeds import NotAFeed, parse_feed

FOLDER = Path(__file__).parents[1] / "data" / "feeds"
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")
URL = "https://origin.example/feeds/main"


def read(document: Path) -> dict[str, Any]:
    try:
        feed = parse_feed(document.read_bytes(), url=URL)
    except NotAFeed as error:
        return {"reason": error.reason}
    fields = told(feed)
    fields["entries"] = [told(entry) | {"key": entry.key} for entry in feed.entries]
    return fields


def told(record: Any) -> dict[str, Any]:
    """Give the fields of a record that differ from their defaults, fit for JSON."""
    fields = {field.name: (getattr(record, field.name), field.default) for field in dataclasses.fields(record)}
    return {name: plain(value) for name, (value, default) in fields.items() if value != default}


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [told(item) if dataclasses.is_dataclass(item) else item for item in value]
    return value


def record() -> None:
    for document in DOCUMENTS:
        text = json.dumps(read(document), ensure_ascii=False, indent=2)
        document.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_document_is_read_as_recorded(document: Path) -> None:
    assert read(document) == json.loads(document.with_suffix(".json").read_text(encoding="utf-8"))


def test_every_recording_has_its_document() -> None:
    recorded = {path.stem for path in FOLDER.glob("*.json")}
    assert recorded == {path.stem for path in DOCUMENTS}


if __name__ == "__main__":
    record()
