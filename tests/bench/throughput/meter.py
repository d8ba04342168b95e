"""CPU time and memory of a whole process tree. Does not count a process whose parent ends before it."""

import contextlib
import threading
import time
from types import TracebackType
from typing import Self

import psutil

EVERY_SECONDS = 1.0


class Meter:
    """Measures all descendants of this process but some, during a block.

    CPU counts what ended children have used, as their parents know it. Memory is the peak of the sum of PSS, so that pages which
    forked processes share count once.
    """

    def __init__(self, but: int) -> None:
        """Leave out the process with this id."""
        self._but, self._stop = but, threading.Event()
        self.peak_mb, self.cpu_seconds, self.seconds = 0.0, 0.0, 0.0

    def __enter__(self) -> Self:
        self._before, self._began = self._cpu(), time.monotonic()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.seconds = time.monotonic() - self._began
        after = self._cpu()
        self._stop.set()
        self._thread.join()
        # A child of ours that ended in the block is counted in our own children's time.
        self.cpu_seconds = after - self._before

    def _processes(self) -> list[psutil.Process]:
        return [one for one in psutil.Process().children(recursive=True) if one.pid != self._but]

    def _cpu(self) -> float:
        own = psutil.Process().cpu_times()
        total = own.children_user + own.children_system
        for process in self._processes():
            with contextlib.suppress(psutil.Error):
                times = process.cpu_times()
                total += times.user + times.system + times.children_user + times.children_system
        return float(total)

    def _watch(self) -> None:
        while not self._stop.wait(EVERY_SECONDS):
            pss = 0
            for process in self._processes():
                with contextlib.suppress(psutil.Error):
                    pss += process.memory_full_info().pss
            self.peak_mb = max(self.peak_mb, pss / 1e6)
