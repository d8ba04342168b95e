"""Decide whether two readings of one article are two versions, and in which fields they differ.

An article here is a mapping with the names of `news.articles` and `lead_image_url`; times are aware or ISO 8601 text.
Does not know which reading is the newer, nor who caused a difference.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from include.newsdesk.matching.texts import normalise_line
from include.newsdesk.matching.volatile import without_image_variant

Article = Mapping[str, Any]

METADATA = (
    "subtitle", "authors", "agencies", "dateline", "section", "tags", "language", "kind", "paywalled", "published_at",
    "lead_image_url",
)  # fmt: skip
"""What makes a version beside title and body. A modified_at that moves alone makes none: some pages move it at every visit."""


def version_hash(article: Article, text_hash: bytes) -> bytes:
    """Return the SHA-256 (32 bytes) of normalised text and metadata; equal hashes are surely one version.

    Different ones need not be two: ask `changed_fields`, which knows what a missing value means.
    """
    known = json.dumps([comparable(article, name) for name in METADATA], ensure_ascii=True)
    return hashlib.sha256(text_hash + known.encode("ascii")).digest()


def changed_fields(before: Article, after: Article) -> list[str]:
    """Name the fields in which a reader could notice a difference; empty if these are one version.

    A date that is no longer given is no change: the one known before stays. modified_at is named beside others only.
    """
    names = [name for name in ("title", "body", *METADATA) if comparable(before, name) != comparable(after, name)]
    if "published_at" in names and after["published_at"] is None:
        names.remove("published_at")
    if names and moment(before["modified_at"]) != moment(after["modified_at"]):
        names.append("modified_at")
    return names


def comparable(article: Article, name: str) -> object:
    """Return one field in the form in which what doesn't matter is gone; fit for JSON."""
    value = article[name]
    if name == "lead_image_url":
        return value and without_image_variant(value)
    if name == "published_at":
        at = moment(value)
        return at and at.strftime("%Y-%m-%dT%H:%M")
    if name == "tags":
        return sorted({normalise_line(tag).casefold() for tag in value})
    if isinstance(value, list | tuple):
        return [normalise_line(one) for one in value]
    return normalise_line(value) if isinstance(value, str) else value


def moment(value: datetime | str | None) -> datetime | None:
    """Read a time in UTC."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at and at.astimezone(UTC)
