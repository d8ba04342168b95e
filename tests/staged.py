"""Good staged articles, as the validate stage hands them over, for tests to spoil."""

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

FETCHED_AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
GOOD = json.loads((Path(__file__).parent / "data" / "quality" / "good.json").read_text(encoding="utf-8"))
_ids = count(1)


def staged(like: str = "en", /, **changes: object) -> dict[str, object]:
    """One good article in a language, with a fresh `staged_id`, and whatever the test changes."""
    good = GOOD[like]
    return {
        "staged_id": next(_ids),
        "url": good["url"],
        "canonical_url": good["url"],
        "title": good["title"],
        "body": good["body"],
        "kind": "article",
        "language": like,
        "feed_language": like,
        "publisher_name": good["site_name"],
        "site_name": good["site_name"],
        "published_at": FETCHED_AT - timedelta(hours=2),
        "modified_at": FETCHED_AT - timedelta(hours=1),
        "fetched_at": FETCHED_AT,
        "first_seen_at": FETCHED_AT - timedelta(minutes=5),
        "paywalled": False,
        "image_url": "https://img.example/2026/11/picture.jpg",
        "word_count": 130,
        "other_body_of": None,
        "same_body_others": 0,
        **changes,
    }
