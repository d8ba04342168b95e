"""For how long a host is left alone after what it answered."""

import pytest

from include.newsdesk.web.pauses import DENIAL_SECONDS, DENIALS, DENIED_SECONDS, MOST_SECONDS, SLOW_SECONDS, Denials, after_answer


def pauses(*answers: tuple[int, float]) -> list[float | None]:
    """Give the pause after each of several answers: status, seconds after the one before."""
    denials, now, given = Denials(), 0.0, []
    for status, later in answers:
        now += later
        denials, pause = after_answer(denials, status, None, now)
        given.append(pause)
    return given


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([(403, 0), (403, 1)], [None, None]),
        ([(403, 0), (403, 1), (403, 1)], [None, None, DENIED_SECONDS]),
        ([(403, 0), (403, 1), (200, 1), (403, 1), (403, 1)], [None] * 5),
        ([(403, 0), (403, 1), (304, 1), (403, 1)], [None] * 4),
        ([(403, 0), (403, 1), (404, 1), (500, 1), (403, 1)], [None, None, None, None, DENIED_SECONDS]),
        ([(403, 0), (403, DENIAL_SECONDS), (403, DENIAL_SECONDS)], [None, None, DENIED_SECONDS]),
        ([(403, 0), (403, 1), (403, DENIAL_SECONDS + 1), (403, 1)], [None] * 4),
        ([(403, 0), (403, 1), (403, 1), (403, DENIED_SECONDS)], [None, None, DENIED_SECONDS, 2 * DENIED_SECONDS]),
        ([(403, 0), (403, 1), (403, 1), (403, DENIED_SECONDS + DENIAL_SECONDS + 1)], [None, None, DENIED_SECONDS, None]),
        ([(429, 0)], [SLOW_SECONDS]),
        ([(503, 0)], [SLOW_SECONDS]),
        ([(401, 0), (404, 0), (410, 0), (500, 0), (451, 0)], [None] * 5),
    ],
    ids=[
        "two are no burst", "three are", "a success ends the row", "not modified is a success", "404 and 500 say nothing",
        "the window slides", "an old refusal does not count", "after the pause the next one doubles it", "long after it, none",
        "too many requests", "unavailable", "other refusals",
    ],
)  # fmt: skip
def test_pause(answers: list[tuple[int, float]], expected: list[float | None]) -> None:
    assert pauses(*answers) == expected


def test_the_pause_never_exceeds_a_day_nor_falls_below_what_the_host_asks_for() -> None:
    assert after_answer(Denials(100, 1.0), 403, None, 0.0)[1] == MOST_SECONDS
    assert after_answer(Denials(DENIALS - 1, 1.0), 403, 5_000.0, 0.0)[1] == 5_000
    assert after_answer(Denials(), 429, 3_600.0, 0.0)[1] == 3_600
