"""Find articles that carry the text of an earlier one, and point them to it. Nothing is dropped.

Does not compare texts itself: `matching/minhash.py` does.
"""

from psycopg2.extensions import connection as Connection

from include.newsdesk.matching.minhash import NEAR_COPY_SIMILARITY, bands, similarity
from include.newsdesk.warehouse.statements import Row, execute
from include.newsdesk.warehouse.values import to_json


def mark_copies(connection: Connection, pages: list[Row]) -> set[int]:
    """Keep the signatures of new and changed articles and mark those new ones that are near copies; return their ids.

    `pages` are rows of `load.write`. Of several originals the most similar counts.
    """
    rows = [
        {
            "article_id": page["article_id"], "first_seen_at": page["first_seen_at"],
            "bands": bands(bytes(page["signature"])), "signature": bytes(page["signature"]),
        }
        for page in pages
    ]  # fmt: skip
    execute(connection, "upsert_signatures", {"rows": to_json(rows)})
    new = {page["article_id"] for page in pages if page["outcome"] == "new"}
    copies = set()
    for row in sorted(rows, key=lambda row: (row["first_seen_at"], row["article_id"])):
        if row["article_id"] in new and mark_copy(connection, row):
            copies.add(row["article_id"])
    return copies


def mark_copy(connection: Connection, row: Row) -> bool:
    """Point one article to its original, if it has one."""
    alike = [
        (similarity(row["signature"], bytes(other["signature"])), -other["original_id"])
        for other in execute(connection, "select_alike", row)
    ]
    best, original_id = max(alike, default=(0.0, 0))
    if best < NEAR_COPY_SIMILARITY:
        return False
    copy = {"article_id": row["article_id"], "original_id": -original_id, "similarity": best}
    execute(connection, "mark_copy", copy)
    return True
