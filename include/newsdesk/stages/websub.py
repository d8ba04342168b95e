"""Subscriptions at WebSub hubs: asked for, renewed at half of their lease, given up.

    feeds that name a hub ─► fetch the topic ─► hub and self ─► row (requested) ─► POST to the hub ─► the hub asks the receiver

A feed whose hub denies, is silent or can't be had is polled as before. Does not take pushes: the receiver does.
"""

import logging
import secrets
from functools import partial
from urllib.parse import urlencode, urljoin

from psycopg2.extensions import connection as Connection

from include.newsdesk.errors import NewsdeskError
from include.newsdesk.settings import Settings, read_settings
from include.newsdesk.stages.child import Done, ParserPool
from include.newsdesk.stages.open_web import OpenWeb, web_limits
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import Row, execute
from include.newsdesk.web.answers import Answer
from include.newsdesk.web.client import GuardedClient
from include.newsdesk.web.rounds import Wanted
from include.newsdesk.websub.discovery import Advertised
from include.newsdesk.websub.states import Step, Subscription, is_due, next_step

logger = logging.getLogger(__name__)

LEASE_SECONDS = 10 * 86_400  # What hubs are asked for; they decide.
MOST_HOPS = 3
BUSY_SECONDS = 10.0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def renew_subscriptions() -> dict[str, int]:
    """Do what is due about all subscriptions; returns counts of requests, of those refused, and of subscriptions left and ended.

    Without NEWSDESK_PUBLIC_URL nothing is asked for, and what there is is given up.
    """
    settings = read_settings()
    counts = {"requested": 0, "refused": 0, "left": 0, "ended": 0}
    with connected(settings.database_url) as connection, GuardedClient(web_limits(settings)) as client:
        connection.autocommit = True  # Each statement stands by itself; a hub may answer before the next.
        execute(connection, "prune_inbox")
        for row in execute(connection, "select_live_subscriptions"):
            is_wanted = row["is_wanted"] and bool(settings.public_url)
            step, outcome = next_step(facts(row), row["read_at"], is_wanted=is_wanted, is_replaced=row["is_replaced"])
            if step is Step.LEAVE:
                leave(connection, client, row, str(outcome))
                counts["left"] += 1
            elif step is Step.END:
                end(connection, row["subscription_id"], str(outcome), None)
                counts["ended"] += 1
        execute(connection, "rely_on_polls")
        feeds = execute(connection, "select_hub_feeds") if settings.public_url else []
        due = [feed for feed in feeds if is_due(facts(feed) if feed["state"] else None, feed["read_at"], feed["named_hub_url"])]
        for feed, found in find_hubs(settings, due):
            if found is None:
                execute(connection, "update_feed_hub", {"feed_id": feed["feed_id"], "hub_url": None})
            else:
                counts["requested" if subscribe(connection, client, settings, feed, found) else "refused"] += 1
    logger.info("subscriptions %s", " ".join(f"{name}={count}" for name, count in counts.items()))
    return counts


def facts(row: Row) -> Subscription:
    """Pick what decisions rest on."""
    names = ("state", "hub_url", "requested_at", "verified_at", "lease_until", "ended_at", "outcome", "failures")
    return Subscription(**{name: row[name] for name in names})


def find_hubs(settings: Settings, feeds: list[Row]) -> list[tuple[Row, Advertised | None]]:
    """Fetch topics and read which hub they name now; a topic that can't be had or read is left for the next time."""
    if not feeds:
        return []
    by_name = {str(feed["name"]): feed for feed in feeds}
    with OpenWeb(settings, BUSY_SECONDS) as web, ParserPool("include.newsdesk.websub.discovery:discover", workers=1) as pool:
        found = web.fetch_all([Wanted(name, feed["feed_url"], "feed") for name, feed in by_name.items()])
        good = [(by_name[str(one.key)], answer) for one, answer in found if isinstance(answer, Answer) and answer.status == 200]
        calls = [
            {"body": a.body, "url": a.final_url, "content_type": a.content_type, "link_header": a.headers.get("link")}
            for _, a in good
        ]
        outcomes = list(pool.map(calls))
    return [(feed, one.value) for (feed, _), one in zip(good, outcomes, strict=True) if isinstance(one, Done)]


def subscribe(connection: Connection, client: GuardedClient, settings: Settings, feed: Row, found: Advertised) -> bool:
    """Ask a hub to push a feed; False when it does not take the request. Of several hubs, each has its turn.

    The row is there before the hub is asked: it may ask back before it answers.
    """
    failures = feed["failures"] + 1 if feed["outcome"] in ("silent", "refused") else 0
    token = secrets.token_urlsafe(32)
    row = {
        "feed_id": feed["feed_id"], "topic_url": found.topic_url, "hub_url": found.hub_urls[failures % len(found.hub_urls)],
        "token": token, "callback_url": f"{settings.public_url.rstrip('/')}/websub/{token}",
        "secret": secrets.token_urlsafe(48), "failures": failures,
    }  # fmt: skip
    row["subscription_id"] = execute(connection, "insert_subscription", row)[0]["subscription_id"]
    if found.hub_urls[0] != feed["named_hub_url"]:
        execute(connection, "update_feed_hub", {"feed_id": feed["feed_id"], "hub_url": found.hub_urls[0]})
    extra = {"hub.lease_seconds": str(LEASE_SECONDS), "hub.secret": row["secret"]}
    refusal = ask(connection, client, row, "subscribe", extra)
    if refusal:
        end(connection, row["subscription_id"], "refused", refusal, ["requested"])
    logger.info("asked hub=%s feed=%s refusal=%s", row["hub_url"], feed["name"], refusal)
    return refusal is None


def leave(connection: Connection, client: GuardedClient, row: Row, outcome: str) -> None:
    """Ask a hub to stop. One that can't be asked stops at the end of the lease; what it pushes is not taken any more."""
    if not execute(connection, "leave_subscription", {"subscription_id": row["subscription_id"], "outcome": outcome}):
        return
    refusal = ask(connection, client, row, "unsubscribe", {})
    if refusal:
        end(connection, row["subscription_id"], outcome, refusal, ["leaving"])
    logger.info("left hub=%s topic=%s because=%s refusal=%s", row["hub_url"], row["topic_url"], outcome, refusal)


def ask(connection: Connection, client: GuardedClient, row: Row, mode: str, extra: dict[str, str]) -> str | None:
    """Send a request to a hub (WebSub 5.1); returns why it was not taken, or None."""
    form = {"hub.mode": mode, "hub.topic": row["topic_url"], "hub.callback": row["callback_url"], **extra}
    body = urlencode(form).encode()
    try:
        answer = post(client, row.get("final_hub_url") or row["hub_url"], body)
    except NewsdeskError as error:
        return f"{getattr(error, 'reason', 'web.failed')}: {error.detail}"[:300]
    if not 200 <= answer.status < 300:
        return f"status {answer.status}: {answer.body[:200].decode('utf-8', 'replace')}".replace("\0", " ")
    execute(connection, "note_hub", {"subscription_id": row["subscription_id"], "final_hub_url": answer.final_url})
    return None


def post(client: GuardedClient, url: str, body: bytes) -> Answer:
    """Post to a hub, and follow 301 and 302 with the body too: hubs send them where the Recommendation has 308 and 307."""
    send = partial(client.post, body=body, headers=FORM)
    answer = send(url)
    for _ in range(MOST_HOPS):
        if answer.status not in (301, 302) or "location" not in answer.headers:
            break
        answer = send(urljoin(answer.final_url, answer.headers["location"]))
    return answer


def end(connection: Connection, subscription_id: int, outcome: str, detail: str | None, states: list[str] | None = None) -> None:
    """Note that a subscription has ended, unless it has left these states meanwhile."""
    live = states or ["requested", "active", "leaving"]
    execute(
        connection,
        "end_subscription",
        {"subscription_id": subscription_id, "outcome": outcome, "detail": detail, "states": live},
    )
