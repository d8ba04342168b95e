"""The marts stage: recompute the daily figures that changed articles have made wrong.

Does not read the whole past: only the days and publishers that changed since the cursor.
"""

import logging

from include.newsdesk.settings import read_settings
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import execute
from include.newsdesk.warehouse.values import to_json

logger = logging.getLogger(__name__)


def build_marts() -> dict[str, int]:
    """Bring the marts up to the newest change; a second call finds nothing to do."""
    with connected(read_settings().database_url) as connection, connection:
        cursor = execute(connection, "lock_mart_cursor")[0]
        days = execute(connection, "delete_daily_publisher", cursor)
        execute(connection, "insert_daily_publisher", {"rows": to_json(days)})
        totals = {"days": sorted({row["day"] for row in days})}
        execute(connection, "delete_daily_totals", totals)
        execute(connection, "insert_daily_totals", totals)
        execute(connection, "move_mart_cursor", cursor)
    logger.info("built marts days=%d changes=%d", len(days), cursor["newest"] - cursor["change_seq"])
    return {"days": len(days), "changes": cursor["newest"] - cursor["change_seq"]}
