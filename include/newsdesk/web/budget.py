"""The time that one exchange may take, from the first lookup to the last byte.

Does not interrupt anything: every blocking call asks for its slice first, and gets a timeout that ends with the
deadline.
"""

import time
from collections.abc import Callable

from include.newsdesk.errors import NewsdeskError
from include.newsdesk.web.refusals import refusal


class Budget:
    """One exchange's deadline; `url` names the exchange in errors."""

    def __init__(self, url: str, total_seconds: float, idle_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Start the clock."""
        self._clock = clock
        self.url = url
        self._total_seconds = total_seconds
        self._idle_seconds = idle_seconds
        self._deadline = clock() + total_seconds

    def slice(self, most_seconds: float) -> float:
        """Give the seconds that the next blocking call may take.

        Raises `deadline.exceeded` when nothing is left.
        """
        left = self._deadline - self._clock()
        if left <= 0:
            raise self._exceeded()
        return min(left, most_seconds)

    def idle_slice(self) -> float:
        """Give the seconds that the server may stay silent."""
        return self.slice(self._idle_seconds)

    def extend(self, seconds: float) -> None:
        """Move the deadline: waiting for a polite moment is not the server's fault."""
        self._deadline += seconds

    def timed_out(self, reason: str) -> NewsdeskError:
        """Build the error for a blocking call that ran into its slice: the deadline's, else `reason`'s."""
        if self._clock() >= self._deadline:
            return self._exceeded()
        return refusal(reason, self.url)

    def _exceeded(self) -> NewsdeskError:
        return refusal("deadline.exceeded", self.url, f"seconds={self._total_seconds:g}")
