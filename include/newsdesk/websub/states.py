"""What is to be done about a subscription, by where it stands and what time it is.

    requested ─► active ─► leaving ─► ended        a renewal is a new request; the one before leaves once it is verified
        └───────────┴─────────────────► ended      denied, silent, refused, expired

Does not ask a hub for anything.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

VERIFY_WITHIN = timedelta(hours=1)
FIRST_DELAY = timedelta(hours=1)
LONGEST_DELAY = timedelta(days=7)


class Step(StrEnum):
    """What is to be done about a live subscription."""

    KEEP = "keep"
    LEAVE = "leave"
    END = "end"


@dataclass(frozen=True)
class Subscription:
    """A subscription as far as decisions rest on it; the columns of ops.subscriptions say what each field means."""

    state: str
    hub_url: str
    requested_at: datetime
    verified_at: datetime | None = None
    lease_until: datetime | None = None
    ended_at: datetime | None = None
    outcome: str | None = None
    failures: int = 0


def next_step(one: Subscription, now: datetime, *, is_wanted: bool, is_replaced: bool) -> tuple[Step, str | None]:
    """Decide about a subscription that has not ended, and say what its outcome is to be.

    `is_wanted` is false for a feed that is not polled or names no hub any more, `is_replaced` true when a later
    subscription of the feed is active.
    """
    is_late = now >= one.requested_at + VERIFY_WITHIN
    if one.state == "requested":
        return (Step.END, "silent") if is_late else (Step.KEEP, None)
    if one.lease_until is not None and now >= one.lease_until:
        return Step.END, "expired"
    if one.state == "leaving":
        return (Step.END, one.outcome) if is_late else (Step.KEEP, None)
    if is_replaced:
        return Step.LEAVE, "replaced"
    return (Step.KEEP, None) if is_wanted else (Step.LEAVE, "unsubscribed")


def is_due(newest: Subscription | None, now: datetime, hub_url: str) -> bool:
    """Decide whether a feed that names a hub needs a request, from its newest subscription.

    An active one is renewed at half of its lease. A hub that has denied is not asked again; one that has not answered
    well is, ever later.
    """
    if newest is None:
        return True
    if newest.state in ("requested", "leaving"):
        return False
    if newest.state == "active":
        assert newest.verified_at is not None and newest.lease_until is not None
        return now >= newest.verified_at + (newest.lease_until - newest.verified_at) / 2
    if newest.hub_url != hub_url or newest.outcome in ("expired", "unsubscribed", "replaced"):
        return True
    if newest.outcome == "denied":
        return False
    assert newest.ended_at is not None
    return now >= newest.ended_at + min(FIRST_DELAY * (1 << min(newest.failures, 20)), LONGEST_DELAY)
