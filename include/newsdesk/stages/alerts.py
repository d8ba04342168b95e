"""Tell somebody what is wrong, once when it begins and once when it is over.

    findings, drifting publishers, failed tasks ─► ops.alerts ─► webhook of NEWSDESK_ALERT_WEBHOOK

The table remembers what was told: in normal work a message is sent once; after a crash between sending and remembering, again.
Does not find anything out itself.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from psycopg2.extensions import connection as Connection

from include.newsdesk.settings import read_settings
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import Row, execute
from include.newsdesk.warehouse.values import to_json
from include.newsdesk.web.webhook import post_json

logger = logging.getLogger(__name__)

MOST_MESSAGES = 100
"""Of one call; what is over is told by the next."""


def update_alerts(connection: Connection, findings: Sequence[Mapping[str, Any]]) -> None:
    """Open and close alerts by what a check of the whole warehouse has just found, within the caller's transaction."""
    present = [*findings, *execute(connection, "select_drifting")]
    opened = execute(connection, "open_alerts", {"rows": to_json(present)})
    closed = execute(connection, "close_alerts")
    logger.info("updated alerts present=%d closed=%d", len(opened), len(closed))


def report_failure(subject: str, detail: str) -> None:
    """Open an alert about a task that has failed for good, and tell it."""
    row = {"check_name": "task.failed", "subject": subject, "severity": "critical", "detail": detail, "look_at": "Airflow"}
    with connected(read_settings().database_url) as connection, connection:
        execute(connection, "open_alerts", {"rows": to_json([row])})
    send_alerts()


def send_alerts() -> dict[str, int]:
    """Tell the webhook what it has not been told; returns how many messages were sent. Without a webhook, nothing is."""
    settings = read_settings()
    sent = 0
    if settings.alert_webhook:
        with connected(settings.database_url) as connection:
            while sent < MOST_MESSAGES and send_next(connection, settings.alert_webhook):
                sent += 1
    return {"sent": sent}


def send_next(connection: Connection, webhook: str) -> bool:
    """Send one message and remember it; False when there is none to send."""
    with connection:
        rows = execute(connection, "lock_unsent_alert")
        if not rows:
            return False
        post_json(webhook, message(rows[0]))
        execute(connection, "mark_alert_sent", rows[0])
    logger.info("told alert=%d check=%s subject=%s", rows[0]["alert_id"], rows[0]["check_name"], rows[0]["subject"])
    return True


def message(alert: Row) -> dict[str, object]:
    """Write an alert for a webhook; `text` is what chat systems show, the rest is for machines."""
    event = "closed" if alert["closed_at"] else "opened"
    what = f"{alert['check_name']} ({alert['subject']})"
    text = f"Over: {what}" if alert["closed_at"] else f"{alert['severity'].capitalize()}: {what}: {alert['detail']}"
    return {
        "text": f"{text}. Look at {alert['look_at']}.", "event": event,
        **{name: alert[name] for name in ("alert_id", "check_name", "subject", "severity", "detail", "look_at")},
        **{name: alert[name].isoformat() if alert[name] else None for name in ("opened_at", "closed_at")},
    }  # fmt: skip
