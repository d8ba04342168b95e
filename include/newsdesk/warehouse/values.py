"""Values in the form that Postgres takes.

Does not clean for meaning: only what text and jsonb columns can't hold is replaced.
"""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

# NUL and lone surrogates: valid in Python strings and JSON escapes, refused by Postgres.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
UNSTORABLE_IN_JSON = re.compile("\\\\u0000|[\ud800-\udfff]")


def storable(value: Any) -> Any:
    """Replace what Postgres can't store by U+FFFD, in strings at any depth."""
    if isinstance(value, str):
        return UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {storable(key): storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    return value


def to_json(value: Any) -> str:
    """Write a value as JSON for a `jsonb` parameter: times as ISO 8601, bytes as hexadecimal digits."""
    text = json.dumps(value, default=plain, ensure_ascii=False, allow_nan=False)
    if UNSTORABLE_IN_JSON.search(text):  # Seldom: walking through every value costs more than writing them all.
        return json.dumps(storable(value), default=plain, ensure_ascii=False, allow_nan=False)
    return text


def plain(value: object) -> object:
    """Turn what JSON has no form for into text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    raise TypeError(f"{type(value).__name__} has no JSON form")
