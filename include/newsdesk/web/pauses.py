"""For how long a host is left alone after what it answered: plain decisions, by the times that are handed in.

Does not wait and does not store: that is `politeness`.
"""

from dataclasses import dataclass

SLOW_STATUSES = (429, 503)
SLOW_SECONDS = 60.0
DENIED = 403
DENIALS = 3  # Refusals in a row that are a burst.
DENIAL_SECONDS = 600.0  # A refusal counts together with one that was no longer ago than this.
DENIED_SECONDS = 900.0  # The first pause after a burst; each further refusal doubles it.
MOST_SECONDS = 86_400.0


@dataclass(frozen=True)
class Denials:
    """Refusals of a host in a row; one that comes after `until` is the first again."""

    count: int = 0
    until: float = 0.0


def after_answer(denials: Denials, status: int, retry_after_seconds: float | None, now: float) -> tuple[Denials, float | None]:
    """Count an answer that is no robots.txt, and give the pause that follows from it, or None.

    Only a success ends a row of refusals: 404 and 5xx say nothing about whether we are welcome.
    """
    if status in SLOW_STATUSES:
        return denials, retry_after_seconds or SLOW_SECONDS
    if status < 400:
        return Denials(), None
    if status != DENIED:
        return denials, None
    count = denials.count + 1 if now <= denials.until else 1
    pause = None if count < DENIALS else min(DENIED_SECONDS * 2 ** min(count - DENIALS, 10), MOST_SECONDS)
    if pause is not None:
        pause = max(pause, retry_after_seconds or 0.0)
    return Denials(count, now + (pause or 0.0) + DENIAL_SECONDS), pause
