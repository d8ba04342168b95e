from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from include.newsdesk.feeds.schedule import (
    CEILING_SECONDS,
    DEAD_WEIGHT,
    FAILURE_WEIGHTS,
    FIRST_INTERVAL_SECONDS,
    FLOOR_SECONDS,
    RETIRED_SECONDS,
    Outcome,
    PollHistory,
    State,
    failure_outcome,
    next_poll,
)

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)  # a Friday
MINUTE, HOUR, DAY = 60, 3_600, 86_400


def changed(known: int, **more: Any) -> PollHistory:
    """A poll that showed 20 entries, the last interval being an hour."""
    return PollHistory(Outcome.CHANGED, **{"interval_seconds": HOUR, "shown": 20, "known": known} | more)


def failed(outcome: Outcome, failures: float, **more: Any) -> PollHistory:
    return PollHistory(outcome, **{"interval_seconds": HOUR, "failures": failures} | more)


# what is known about the feed | seconds until it is due, without jitter | a word of the reason
CASES = {
    "first poll": (PollHistory(Outcome.CHANGED, shown=20), FIRST_INTERVAL_SECONDS, "first poll"),
    "two thirds known": (changed(14), 75 * MINUTE, "14 of 20"),
    "just under two thirds": (changed(13), HOUR, "13 of 20"),
    "a third known": (changed(7), HOUR, "7 of 20"),
    "under a third": (changed(6), 30 * MINUTE, "6 of 20"),
    "nothing known": (changed(0), 15 * MINUTE, "surely missed"),
    "nothing changed": (PollHistory(Outcome.UNCHANGED, interval_seconds=HOUR), 75 * MINUTE, "nothing changed"),
    "floor": (changed(0, interval_seconds=20 * MINUTE), FLOOR_SECONDS, "not more often"),
    "ceiling": (changed(20, interval_seconds=23 * HOUR), CEILING_SECONDS, "20 of 20"),
    "rhythm keeps the interval short": (changed(20, gap_seconds=30 * MINUTE), 30 * MINUTE, "every 30 min"),
    "rhythm keeps it from being too short": (changed(6, gap_seconds=8 * HOUR), 2 * HOUR, "every 8 h"),
    "a small window empties fast": (changed(4, shown=5, gap_seconds=2 * HOUR), 75 * MINUTE, "4 of 5"),
    "window shorter than the rhythm": (changed(2, shown=2, gap_seconds=90 * MINUTE), HOUR, "window of 2"),
    "ttl": (changed(10, ttl_minutes=120), 2 * HOUR, "asks for 2 h"),
    "sy:updatePeriod": (changed(10, update_period_minutes=180), 3 * HOUR, "asks for 3 h"),
    "ttl shorter than the interval": (changed(10, ttl_minutes=5), HOUR, "10 of 20"),
    "ttl does not let the window roll past": (
        changed(10, ttl_minutes=1_440, gap_seconds=12 * MINUTE),
        80 * MINUTE,
        "window of 20",
    ),
    "Cache-Control": (changed(10, max_age_seconds=2 * HOUR), 2 * HOUR, "Cache-Control"),
    "Cache-Control of no use": (changed(10, max_age_seconds=60), HOUR, "10 of 20"),
    "Cache-Control for ever": (changed(10, max_age_seconds=10**18), DAY, "Cache-Control"),
    "Cache-Control before Expires": (changed(10, max_age_seconds=0, expires_at=NOON + timedelta(hours=9)), HOUR, "10 of"),
    "Expires": (changed(10, expires_at=NOON + timedelta(hours=3)), 3 * HOUR, "Expires"),
    "Expires in the past": (changed(10, expires_at=NOON - timedelta(days=9)), HOUR, "10 of 20"),
    "Expires in the year 9999": (changed(10, expires_at=datetime(9999, 12, 31, tzinfo=UTC)), DAY, "Expires"),
    "Retry-After": (failed(Outcome.SOFT, 0.5, retry_at=NOON + timedelta(hours=5)), 5 * HOUR, "Retry-After"),
    "Retry-After after a good answer": (changed(10, retry_at=NOON + timedelta(hours=2)), 2 * HOUR, "Retry-After"),
    "Retry-After in the past": (failed(Outcome.SOFT, 1, retry_at=NOON - timedelta(days=1)), 2 * HOUR, "weigh 1"),
    "Retry-After in years": (failed(Outcome.SOFT, 1, retry_at=NOON + timedelta(days=999)), DAY, "Retry-After"),
    "skipped hours": (changed(10, skip_hours=frozenset({13, 14})), 3 * HOUR, "leaves out"),
    "skipped days": (changed(10, interval_seconds=12 * HOUR, skip_days=frozenset({5})), DAY, "leaves out"),
    "every hour skipped": (changed(10, skip_hours=frozenset(range(24))), DAY, "leaves out"),
    "other hours skipped": (changed(10, skip_hours=frozenset({14, 15})), HOUR, "10 of 20"),
    "name not found": (failed(Outcome.DNS, 0.25), round(HOUR * 2**0.25), "name was not found"),
    "soft failure": (failed(Outcome.SOFT, 0.5), round(HOUR * 2**0.5), "did not answer well"),
    "no entries": (failed(Outcome.EMPTY, 0.5), round(HOUR * 2**0.5), "no entries"),
    "hard failure": (failed(Outcome.HARD, 1), 2 * HOUR, "can't be read"),
    "three hard failures": (failed(Outcome.HARD, 3), 8 * HOUR, "weigh 3"),
    "many failures": (failed(Outcome.HARD, DEAD_WEIGHT - 1), DAY, "weigh 29"),
    "dead": (failed(Outcome.HARD, DEAD_WEIGHT, interval_seconds=900), DAY, "still tried daily"),
    "failure at the first poll": (PollHistory(Outcome.HARD, failures=1), 2 * HOUR, "can't be read"),
    "gone": (failed(Outcome.GONE, 0), RETIRED_SECONDS, "410"),
}


@pytest.mark.parametrize(("history", "seconds", "word"), CASES.values(), ids=CASES.keys())
def test_case(history: PollHistory, seconds: int, word: str) -> None:
    decision = next_poll(history, NOON, 0.0)
    assert (decision.due_at - NOON).total_seconds() == seconds
    assert word in decision.reason


@pytest.mark.parametrize(("history", "seconds", "word"), CASES.values(), ids=CASES.keys())
def test_jitter_only_delays_and_by_a_tenth_at_most(history: PollHistory, seconds: int, word: str) -> None:
    early, late = next_poll(history, NOON, 0.0), next_poll(history, NOON, 0.999)
    assert early.due_at <= late.due_at
    assert late.due_at - early.due_at <= 0.1 * (early.due_at - NOON)
    assert late.interval_seconds == early.interval_seconds


@pytest.mark.parametrize(("history", "seconds", "word"), CASES.values(), ids=CASES.keys())
def test_interval_stays_between_floor_and_ceiling(history: PollHistory, seconds: int, word: str) -> None:
    decision = next_poll(history, NOON, 0.5, floor_seconds=1_800, ceiling_seconds=7_200)
    assert 900 <= decision.interval_seconds <= 82_800
    if history.outcome in (Outcome.CHANGED, Outcome.UNCHANGED):
        assert 1_800 <= decision.interval_seconds <= 7_200
    if history.outcome is not Outcome.GONE:
        assert timedelta(seconds=1_800) <= decision.due_at - NOON <= timedelta(seconds=7_200 * 1.1)


@pytest.mark.parametrize("outcome", FAILURE_WEIGHTS)
def test_failures_lengthen_the_wait_and_not_the_rhythm(outcome: Outcome) -> None:
    decision = next_poll(failed(outcome, 4), NOON, 0.0)
    assert decision.interval_seconds == HOUR
    assert decision.due_at - NOON == timedelta(hours=16)


def test_states() -> None:
    def state(history: PollHistory) -> State:
        return next_poll(history, NOON, 0.0).state

    assert state(changed(10)) is State.ACTIVE
    assert state(failed(Outcome.SOFT, 0.5)) is State.FAILING
    assert state(failed(Outcome.SOFT, DEAD_WEIGHT - 0.5)) is State.FAILING
    assert state(failed(Outcome.SOFT, DEAD_WEIGHT)) is State.DEAD
    assert state(failed(Outcome.GONE, 1)) is State.RETIRED
    assert state(changed(0, failures=0.0)) is State.ACTIVE


def test_skipped_hours_do_not_stretch_past_the_ceiling_at_half_past_either() -> None:
    now = NOON + timedelta(minutes=30)
    decision = next_poll(changed(10, skip_hours=frozenset(range(24))), now, 0.0)
    assert decision.due_at - now == timedelta(seconds=CEILING_SECONDS)


def test_no_feed_is_ever_given_up() -> None:
    for outcome in Outcome:
        decision = next_poll(failed(outcome, 10_000), NOON, 0.999)
        assert decision.due_at - NOON <= timedelta(days=33)


def test_a_lasting_rhythm_is_found_and_kept() -> None:
    """An outlet with an entry every 20 minutes and a window of 10 settles where polls overlap."""
    interval: int | None = None
    for _ in range(40):
        new = min(10, round((interval or 12 * HOUR) / (20 * MINUTE)))
        history = PollHistory(Outcome.CHANGED, interval, shown=10, known=10 - new, gap_seconds=20 * MINUTE)
        interval = next_poll(history, NOON, 0.0).interval_seconds
    assert interval == 20 * MINUTE


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (None, Outcome.SOFT),
        (408, Outcome.SOFT),
        (429, Outcome.SOFT),
        (500, Outcome.SOFT),
        (503, Outcome.SOFT),
        (401, Outcome.HARD),
        (403, Outcome.HARD),
        (404, Outcome.HARD),
        (410, Outcome.GONE),
        (451, Outcome.HARD),
    ],
)
def test_status_is_weighed(status: int | None, outcome: Outcome) -> None:
    assert failure_outcome(status) is outcome
