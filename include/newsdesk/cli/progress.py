"""Progress lines with the seconds since the start, and signals that end a command cleanly. Does not buffer."""

import contextlib
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO


def progress_to(stream: TextIO) -> Callable[[str], None]:
    """Return a function that writes one line at once, with the seconds since now in front.

    A reader that has gone, such as a closed terminal or pipe, is no error: cleaning up must go on.
    """
    began = time.monotonic()

    def write(line: str) -> None:
        with contextlib.suppress(OSError):
            stream.write(f"{time.monotonic() - began:6.1f} s  {line}\n")
            stream.flush()

    return write


@contextmanager
def interruptible() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into KeyboardInterrupt; only the first signal counts, so that cleaning up is whole."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    earlier = {each: signal.signal(each, interrupt) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for each, handler in earlier.items():
            signal.signal(each, handler)
