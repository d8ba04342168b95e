"""When to poll a feed next: one pure decision from what its polls have shown.

The aim is that the window of entries never rolls past unseen, and that nobody is asked more often than they say or than
is of use. Does not read a clock, draw random numbers, or slow a whole host: robots.txt and a host's pauses come on top.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FLOOR_SECONDS = 15 * 60
CEILING_SECONDS = 24 * 3_600
FIRST_INTERVAL_SECONDS = 3_600
RETIRED_SECONDS = 30 * 24 * 3_600
DEAD_WEIGHT = 30.0
"""About a month of daily hard failures. Many feeds come back from what looks like death, so none is ever given up."""

JITTER_SHARE = 0.1
MINUTE, HOUR = 60, 3_600

_MOSTLY_KNOWN, _MOSTLY_NEW = 0.67, 0.33
_SLOWER, _FASTER, _MUCH_FASTER = 1.25, 0.5, 0.25


class Outcome(StrEnum):
    """How the last poll ended; the failures in order of weight."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    DNS = "dns"
    SOFT = "soft"
    HARD = "hard"
    GONE = "gone"


FAILURE_WEIGHTS = {Outcome.DNS: 0.25, Outcome.SOFT: 0.5, Outcome.EMPTY: 0.5, Outcome.HARD: 1.0}
"""What each failure in a row adds to `PollHistory.failures`; any success sets that to 0."""


_FAILURE_WORDS = {
    Outcome.DNS: "its name was not found",
    Outcome.SOFT: "it did not answer well",
    Outcome.EMPTY: "it had no entries",
    Outcome.HARD: "it can't be read",
}


class State(StrEnum):
    """What a person is told about a feed. A dead feed is tried daily, a retired one monthly."""

    ACTIVE = "active"
    FAILING = "failing"
    DEAD = "dead"
    RETIRED = "retired"


@dataclass(frozen=True)
class PollHistory:
    """What the decision rests on.

    `interval_seconds` is the last interval, None before the first poll. `shown` and `known` count the entries of the
    last document and those of them seen before. `gap_seconds` is the median time between the feed's recent entries.
    `failures` is the summed weight of the failures in a row, the last one included. Hours and days are UTC, Monday 0.
    """

    outcome: Outcome
    interval_seconds: int | None = None
    shown: int = 0
    known: int = 0
    gap_seconds: float | None = None
    max_age_seconds: int | None = None
    expires_at: datetime | None = None
    ttl_minutes: int | None = None
    update_period_minutes: int | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    retry_at: datetime | None = None
    failures: float = 0.0


@dataclass(frozen=True)
class NextPoll:
    """The decision.

    `due_at` has waits, jitter and skipped hours in it; `interval_seconds` is the feed's own rhythm, which goes into the
    next history: failures lengthen the wait, not the rhythm.
    """

    due_at: datetime
    interval_seconds: int
    state: State
    reason: str


def failure_outcome(status: int | None) -> Outcome:
    """Weigh an HTTP status that is no success; None is a timeout or a broken connection."""
    if status == 410:
        return Outcome.GONE
    if status is None or status in (408, 421, 425, 429) or status >= 500:
        return Outcome.SOFT
    return Outcome.HARD


def next_poll(
    history: PollHistory,
    now: datetime,
    jitter: float,
    *,
    floor_seconds: int = FLOOR_SECONDS,
    ceiling_seconds: int = CEILING_SECONDS,
) -> NextPoll:
    """Decide when the feed is due again.

    `jitter` in [0, 1) moves the time by up to a tenth of the wait, only ever later. Interval and wait lie between floor
    and ceiling, except for a retired feed.
    """
    base = history.interval_seconds or FIRST_INTERVAL_SECONDS
    if history.outcome is Outcome.GONE:
        due_at = now + timedelta(seconds=RETIRED_SECONDS * (1 + JITTER_SHARE * jitter))
        return NextPoll(due_at, base, State.RETIRED, "gone for good, says the publisher (410): tried monthly")
    failed = history.outcome in FAILURE_WEIGHTS
    wanted, reasons = _after_failure(history, base) if failed else _after_success(history)
    wait = round(min(max(wanted, floor_seconds), ceiling_seconds))
    if wanted < floor_seconds:
        reasons.append(f"not more often than every {_words(floor_seconds)}")
    due_at, reason = _due(history, now, wait, ceiling_seconds, jitter)
    return NextPoll(due_at, base if failed else wait, _state(history), "; ".join(reasons + reason))


def _state(history: PollHistory) -> State:
    if history.outcome not in FAILURE_WEIGHTS:
        return State.ACTIVE
    return State.DEAD if history.failures >= DEAD_WEIGHT else State.FAILING


def _due(history: PollHistory, now: datetime, wait: int, ceiling_seconds: int, jitter: float) -> tuple[datetime, list[str]]:
    reasons = []
    due_at = now + timedelta(seconds=wait)
    earliest, why = _earliest(history, now, ceiling_seconds)
    if earliest > due_at:
        due_at = earliest
        reasons.append(why)
    due_at += timedelta(seconds=wait * JITTER_SHARE * jitter)
    allowed = _outside_skipped(due_at, history, now + timedelta(seconds=ceiling_seconds))
    if allowed != due_at:
        reasons.append("not in the hours or days that the feed leaves out")
    return allowed, reasons


def _after_failure(history: PollHistory, base: int) -> tuple[float, list[str]]:
    """Double the wait for each whole weight of failures in a row; for a dead feed that is the ceiling, a day."""
    reason = f"{_FAILURE_WORDS[history.outcome]}, and failures in a row weigh {history.failures:g}"
    if history.failures >= DEAD_WEIGHT:
        return CEILING_SECONDS, [f"{reason}: taken for dead, still tried daily"]
    return base * 2**history.failures, [reason]


def _after_success(history: PollHistory) -> tuple[float, list[str]]:
    wanted, reason = _by_overlap(history)
    reasons = [reason]
    gap = history.gap_seconds
    if gap and not gap / 4 <= wanted <= gap:
        wanted = min(max(wanted, gap / 4), gap)
        reasons.append(f"it brings an entry every {_words(gap)} or so")
    hint = max(history.ttl_minutes or 0, history.update_period_minutes or 0) * MINUTE
    if hint > wanted:
        wanted = hint
        reasons.append(f"the feed asks for {_words(hint)}")
    if gap and history.shown and wanted > (window := history.shown * gap) / 3:
        wanted = window / 3
        reasons.append(f"its window of {history.shown} entries rolls past in {_words(window)}")
    return wanted, reasons


def _by_overlap(history: PollHistory) -> tuple[float, str]:
    """Follow the share of entries seen before, and answer at once where entries were missed."""
    interval = history.interval_seconds
    if interval is None:
        return FIRST_INTERVAL_SECONDS, "first poll"
    if history.outcome is Outcome.UNCHANGED:
        return interval * _SLOWER, "nothing changed"
    counted = f"{history.known} of {history.shown} entries were known"
    share = history.known / history.shown if history.shown else 1.0
    if share == 0:
        return interval * _MUCH_FASTER, f"{counted}: some were surely missed"
    if share < _MOSTLY_NEW:
        return interval * _FASTER, counted
    return interval * (_SLOWER if share >= _MOSTLY_KNOWN else 1), counted


def _earliest(history: PollHistory, now: datetime, ceiling_seconds: int) -> tuple[datetime, str]:
    """Give the time before which the publisher wants no request; no claim binds for longer than the ceiling."""
    claims = [(now, "")]
    if history.retry_at:
        claims.append((history.retry_at, "asked to come back later (Retry-After)"))
    if history.max_age_seconds is not None:  # it overrides Expires (RFC 9111, 5.3)
        seconds = min(history.max_age_seconds, ceiling_seconds)
        claims.append((now + timedelta(seconds=seconds), "the answer stays fresh until then (Cache-Control)"))
    elif history.expires_at:
        claims.append((history.expires_at, "the answer stays fresh until then (Expires)"))
    moment, why = max(claims)
    return min(moment, now + timedelta(seconds=ceiling_seconds)), why


def _outside_skipped(due_at: datetime, history: PollHistory, latest: datetime) -> datetime:
    """Move to the next hour that the feed doesn't leave out.

    Not past `latest`: a wrong list must not hide a feed.
    """
    moment = due_at
    while moment < latest and (moment.hour in history.skip_hours or moment.weekday() in history.skip_days):
        moment = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return max(due_at, min(moment, latest))


def _words(seconds: float) -> str:
    if seconds < 2 * HOUR:
        return f"{max(1, round(seconds / MINUTE))} min"
    if seconds < 48 * HOUR:
        return f"{round(seconds / HOUR)} h"
    return f"{round(seconds / HOUR / 24)} days"
