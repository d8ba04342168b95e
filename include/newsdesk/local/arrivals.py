"""Compare what the sample newsroom published with what stands in the warehouse. Pure: rows in, findings out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

SETTLED = ("loaded", "unchanged", "duplicate", "quarantined")


@dataclass(frozen=True)
class Arrivals:
    """How far the warehouse is: entries by state, and one line for each entry that is not yet as planned."""

    planned: int
    states: Mapping[str, int]
    missing: tuple[str, ...]

    @property
    def arrived(self) -> int:
        """How many entries are as planned."""
        return self.planned - len(self.missing)


def compare(expected: Sequence[Mapping[str, Any]], entries: Sequence[Mapping[str, Any]]) -> Arrivals:
    """Match entries by feed and link; an original and its copies may swap roles: the first to arrive is loaded."""
    found = {(entry["feed"], entry["link"]): entry for entry in entries}
    families: dict[str, list[Mapping[str, Any]]] = {}
    for one in expected:
        families.setdefault(one["copy_of"] or one["link"], []).append(one)
    missing: list[str] = []
    for family in families.values():
        states = [_state(found, one).replace("unchanged", "loaded") for one in family]
        missing += _wrong_outcomes(family, states)
        missing += [_old_version(one, found) for one in family if _is_old_version(one, found)]
    return Arrivals(len(expected), Counter(str(entry["state"]) for entry in entries), tuple(missing))


def _state(found: Mapping[tuple[str, str], Mapping[str, Any]], one: Mapping[str, Any]) -> str:
    entry = found.get((one["feed"], one["link"]))
    return "not seen" if entry is None else str(entry["state"])


def _wrong_outcomes(family: Sequence[Mapping[str, Any]], states: Sequence[str]) -> list[str]:
    """Hold an article's entries against the plan: one loaded and its copies duplicates, or quarantined."""
    planned = Counter(one["outcome"] for one in family)
    if planned == Counter(states):
        return []
    wrong = []
    for one, state in zip(family, states, strict=True):
        if state not in SETTLED or len(family) == 1 or state != one["outcome"]:
            wrong.append(f"{one['feed']}: {one['link']} is {state}, planned {one['outcome']}")
    return wrong


def _is_old_version(one: Mapping[str, Any], found: Mapping[tuple[str, str], Mapping[str, Any]]) -> bool:
    entry = found.get((one["feed"], one["link"]))
    if entry is None or entry["state"] not in ("loaded", "unchanged"):
        return False
    return bool(entry["title"] != one["title"] or (one.get("corrected") and entry["revision"] < 2))


def _old_version(one: Mapping[str, Any], found: Mapping[tuple[str, str], Mapping[str, Any]]) -> str:
    entry = found[one["feed"], one["link"]]
    return f"{one['feed']}: {one['link']} has revision {entry['revision']} titled {entry['title']!r}"


def mark_corrected(expected: Sequence[Mapping[str, Any]], corrected_at: datetime) -> list[dict[str, Any]]:
    """Mark the entries that were published before the corrections and changed by them."""
    return [
        {
            **one,
            "corrected": datetime.fromisoformat(one["published_at"]) < corrected_at <= datetime.fromisoformat(one["modified_at"]),
        }
        for one in expected
    ]
