"""Find articles that carry the text of another, and point the later to the earlier one. Nothing is dropped.

Does not compare texts itself: `matching/minhash.py` does.
"""

import hashlib
from datetime import datetime

from psycopg2.extensions import connection as Connection

from include.newsdesk.matching.minhash import NEAR_COPY_SIMILARITY, bands, similarity
from include.newsdesk.matching.texts import title_key
from include.newsdesk.warehouse.statements import Row, execute
from include.newsdesk.warehouse.values import to_json

STUB_WORDS = 50
"""A text with fewer words is a stub: within a publisher its title says which article it is."""


REASONS = ("same_title", "near_copy", "same_text")
"""Why an article is a copy, the weakest reason first."""


def mark_copies(connection: Connection, pages: list[Row]) -> dict[int, bool]:
    """Sign new and changed texts and link copies; say of each of these articles whether its text was known.

    `pages` are rows of `load.write`. A text that was edited is judged anew: it may become a copy, or an original again.
    What was copied from it keeps pointing to it.
    """
    rows = {
        page["article_id"]: signed(page) for page in pages if page["outcome"] == "new" or {"title", "body"} & {*page["changed"]}
    }
    if not rows:
        return {}
    execute(connection, "upsert_signatures", {"rows": to_json([*rows.values()])})
    alike: dict[int, list[Row]] = {article_id: [] for article_id in rows}
    for other in execute(connection, "select_alike", {"rows": to_json([*rows.values()]), "stub_words": STUB_WORDS}):
        alike[other["article_id"]].append(other)
    links = Links(rows)
    for row in sorted(rows.values(), key=age):
        links.judge(row, alike[row["article_id"]])
    execute(connection, "mark_copies", {"rows": to_json(links.resolved())})
    return {article_id: article_id in links.known for article_id in rows}


def signed(page: Row) -> Row:
    """Build the row of an article in `news.signatures`."""
    key = title_key(page["title"])
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[:8]
    signature = bytes(page["signature"])
    return {
        "article_id": page["article_id"], "first_seen_at": page["first_seen_at"], "is_new": page["outcome"] == "new",
        "bands": bands(signature), "signature": signature, "title_key": int.from_bytes(digest, signed=True) if key else None,
    }  # fmt: skip


def age(row: Row) -> tuple[datetime, int]:
    """The article first seen first is the original."""
    return row["first_seen_at"], row["article_id"]


class Links:
    """Which article of a batch points to which, or to none."""

    def __init__(self, rows: dict[int, Row]) -> None:
        """Begin with the texts that are to be judged, by article id."""
        self._rows = rows
        self._links: dict[int, Row] = {}
        self._judged: set[int] = set()
        self.known: set[int] = set()

    def judge(self, row: Row, alike: list[Row]) -> None:
        """Choose the article's original: one with the same text before a similar one, that before the same title.

        Of articles of the batch only those judged before count. A new article that was seen before its original takes its
        place; an edited one doesn't.
        """
        found = [one for other in alike if (one := self._original(row, other))]
        self._judged.add(row["article_id"])
        if found:
            self.known.add(row["article_id"])
            rank, alike_most, original = max(found, key=lambda one: (one[0], one[1], -one[2]["article_id"]))
            copy, original = sorted((row, original), key=age, reverse=True)
            self._point(copy, original, alike_most, REASONS[rank])
        elif not row["is_new"]:
            self._point(row, None, None, None)

    def resolved(self) -> list[Row]:
        """Return the links, each to an article that is an original itself."""
        for link in self._links.values():
            while (further := self._links.get(link["original_id"])) and further["original_id"]:
                link["original_id"] = further["original_id"]
        return list(self._links.values())

    def _point(self, copy: Row, original: Row | None, alike: float | None, reason: str | None) -> None:
        self._links[copy["article_id"]] = {
            "article_id": copy["article_id"], "original_id": original and original["article_id"],
            "original_first_seen_at": original and original["first_seen_at"], "similarity": alike, "reason": reason,
        }  # fmt: skip

    def _original(self, row: Row, other: Row) -> tuple[int, float, Row] | None:
        """Return how strong the likeness is, and the original that the other leads to; None if it doesn't count."""
        if other["other_id"] in self._rows and other["other_id"] not in self._judged:
            return None
        alike = similarity(row["signature"], bytes(other["signature"]))
        reason = "same_text" if other["same_text"] else "near_copy" if alike >= NEAR_COPY_SIMILARITY else "same_title"
        if reason == "same_title" and not other["by_title"]:
            return None
        original = {"article_id": other["original_id"], "first_seen_at": other["original_first_seen_at"]}
        if other["other_id"] in self._judged:
            original = self._rows[other["other_id"]]
        if (link := self._links.get(original["article_id"])) and link["original_id"]:
            original = {"article_id": link["original_id"], "first_seen_at": link["original_first_seen_at"]}
        if original["article_id"] == row["article_id"] or not row["is_new"] and age(original) > age(row):
            return None
        return REASONS.index(reason), alike, original
