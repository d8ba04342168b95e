"""What a hub says to a callback by GET: is this request yours, or, the subscription is denied (WebSub 5.2, 5.3).

Does not change a subscription.
"""

from dataclasses import dataclass
from enum import StrEnum

SHORTEST_LEASE = 3_600
LONGEST_LEASE = 30 * 86_400
UNSAID_LEASE = 86_400
LONGEST_CHALLENGE = 1_024


class Reply(StrEnum):
    """What is answered: yes (the challenge goes back), noted, or 404."""

    CONFIRM = "confirm"
    END = "end"
    DENIED = "denied"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Intent:
    """The parameters of a hub's GET, as far as they count."""

    mode: str
    topic_url: str
    challenge: str = ""


def reply_to(intent: Intent, state: str, topic_url: str) -> Reply:
    """Decide by the state and topic of the subscription whose callback was called.

    Only what is pending is confirmed: a second question about an active subscription, or one to leave that we never asked
    for, is refused, so that a stranger can neither lengthen a lease nor end a subscription with it.
    """
    if intent.topic_url != topic_url:
        return Reply.REFUSE
    if intent.mode == "denied":
        return Reply.DENIED if state in ("requested", "active") else Reply.REFUSE
    if not 0 < len(intent.challenge) <= LONGEST_CHALLENGE:
        return Reply.REFUSE
    if intent.mode == "subscribe" and state == "requested":
        return Reply.CONFIRM
    if intent.mode == "unsubscribe" and state == "leaving":
        return Reply.END
    return Reply.REFUSE


def read_lease(text: str | None) -> int:
    """Read `hub.lease_seconds`, clamped to between an hour and 30 days; a day where it says nothing usable."""
    if text is None or not (text.isascii() and text.isdigit()):
        return UNSAID_LEASE
    return min(max(int(text[:12]), SHORTEST_LEASE), LONGEST_LEASE)
