"""Child processes that parse one document at a time, with limits on time and memory.

    parent: ParserPool.map ─ batch of arguments ─► child: target(**arguments) ─ one answer each ─► Done | SetAside

A child is a plain `subprocess`, because the task process of some executors is daemonic and may not use multiprocessing.
It limits itself, the parent kills it when one document takes too long, and the next document gets a fresh one. Does not
know what is parsed: the target is named as `module:function`.
"""

import importlib
import math
import os
import pickle
import queue
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from include.newsdesk.errors import PermanentError, RejectedError

BATCH = 16
"""Calls that a child takes at a time. To start another child for fewer costs more than these calls."""
START_SECONDS = 120.0
PATIENCE = 6
"""A call gets so many times its CPU seconds by the clock: on a busy machine it has to wait for its turns."""
SECRETS = ("NEWSDESK_", "AIRFLOW")


class ParserUnusable(PermanentError):
    """The parser can't be started in a child process."""


@dataclass(frozen=True)
class Done:
    """What the target gave back."""

    value: Any


@dataclass(frozen=True)
class SetAside:
    """Why one document has no result: the target's own reason, or `parse.timeout`, `parse.memory`, `parse.crashed`."""

    reason: str
    detail: str


Outcome = Done | SetAside
Arguments = Mapping[str, Any]


class ParserPool:
    """Keeps up to `workers` warm children; each is started when it is first needed. Safe for threads.

    One call of the target may take `seconds` of CPU and make its child grow by `memory_mib`.
    """

    def __init__(self, target: str, *, workers: int = 2, seconds: float = 10, memory_mib: int = 512) -> None:
        """Name the target as `module:function`."""
        self._workers = workers
        self._start = partial(_Child, target, seconds, memory_mib)
        self._threads = ThreadPoolExecutor(workers)
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(workers):
            self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._threads.shutdown(cancel_futures=True)
        for _ in range(self._workers):
            child = self._idle.get()
            if child is not None:
                child.end()

    def map(self, calls: Sequence[Arguments]) -> Iterator[Outcome]:
        """Call the target once for each set of arguments; outcomes come in the same order.

        The calls begin at once, whenever the outcomes are asked for; these raise `ParserUnusable` when a child can't be started.
        """
        batches = [calls[index : index + BATCH] for index in range(0, len(calls), BATCH)]
        return chain.from_iterable(self._threads.map(self._run, batches))

    def _run(self, batch: Sequence[Arguments]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        child = self._idle.get()
        try:
            while len(outcomes) < len(batch):
                if child is None or not child.is_usable:
                    child = self._start()
                outcomes += child.run(batch[len(outcomes) :])
        finally:
            self._idle.put(child)
        return outcomes


class _Child:
    """The parent's end of one child process."""

    def __init__(self, target: str, seconds: float, memory_mib: int) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(SECRETS)}
        environment["PYTHONPATH"] = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "include.newsdesk.stages.child", target, str(seconds), str(memory_mib)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to_child, self._from_child = self._process.stdin, self._process.stdout
        self._readable = select.poll()
        self._readable.register(self._from_child, select.POLLIN)
        self._seconds = seconds
        self._served = 0
        self.is_usable = True
        try:
            self._receive(START_SECONDS)
        except (TimeoutError, EOFError) as error:
            self.end()
            raise ParserUnusable(target, f"exit status {self._process.returncode}, see its stderr") from error

    def run(self, batch: Sequence[Arguments]) -> list[Outcome]:
        """Run a batch until it is done or one call costs the child its life; that call's outcome is the last one.

        A fault in a child that has served other calls is not held against a call: it gets no outcome here, and so is
        the first one of a fresh child.
        """
        outcomes: list[Outcome] = []
        try:
            _write_frame(self._to_child, pickle.dumps(list(batch), pickle.HIGHEST_PROTOCOL))
            while len(outcomes) < len(batch):
                outcome = self._outcome(self._receive(PATIENCE * self._seconds))
                if outcome is None:
                    self.end()
                    return outcomes if self._served else [SetAside("parse.memory", "out of memory")]
                outcomes.append(outcome)
                self._served += 1
        except TimeoutError:
            self.end()
            outcomes.append(SetAside("parse.timeout", f"more than {PATIENCE * self._seconds:g} s"))
        except (EOFError, BrokenPipeError):
            self.end()
            if self._process.returncode == -signal.SIGXCPU:
                outcomes.append(SetAside("parse.timeout", f"more than {self._seconds:g} s of CPU"))
            elif not self._served:
                outcomes.append(SetAside("parse.crashed", f"exit status {self._process.returncode}"))
        return outcomes

    def end(self) -> None:
        """Kill the process and collect it."""
        self.is_usable = False
        self._process.kill()
        self._process.wait()
        self._from_child.close()
        try:
            self._to_child.close()
        except BrokenPipeError:
            return

    def _outcome(self, frame: bytes) -> Outcome | None:
        # Made by our own code in a process that we started; JSON can't carry the target's dataclasses.
        kind, *rest = pickle.loads(frame)  # noqa: S301
        return Done(rest[0]) if kind == "done" else SetAside(*rest) if kind == "set aside" else None

    def _receive(self, seconds: float) -> bytes:
        deadline = time.monotonic() + seconds
        size = int.from_bytes(self._read_exactly(8, deadline), "big")
        return self._read_exactly(size, deadline)

    def _read_exactly(self, size: int, deadline: float) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            if not self._readable.poll(max(0.0, deadline - time.monotonic()) * 1000):
                raise TimeoutError
            part = os.read(self._from_child.fileno(), size - len(parts))
            if not part:
                raise EOFError
            parts += part
        return bytes(parts)


def _write_frame(stream: IO[bytes], frame: bytes) -> None:
    stream.write(len(frame).to_bytes(8, "big"))
    stream.write(frame)
    stream.flush()


def main(target: str, seconds: float, memory_mib: int) -> None:
    """Serve calls from standard input until it ends; the process ends itself after running out of memory."""
    inbox = os.fdopen(os.dup(0), "rb")
    outbox = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the target prints must not look like an answer
    module, _, name = target.partition(":")
    function = getattr(importlib.import_module(module), name)
    _limit_memory(memory_mib)
    _write_frame(outbox, b"ready")
    while head := inbox.read(8):
        for arguments in pickle.loads(inbox.read(int.from_bytes(head, "big"))):  # noqa: S301 - from our own parent
            _limit_cpu(seconds)
            answer = _call(function, arguments)
            _write_frame(outbox, pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
            if answer == ("out of memory",):
                return


def _call(function: Callable[..., Any], arguments: Arguments) -> tuple[Any, ...]:
    try:
        return "done", function(**arguments)
    except RejectedError as error:
        return "set aside", error.reason, str(error)
    except MemoryError:
        return ("out of memory",)
    except Exception as error:  # the per-item boundary: a document that breaks the parser is set aside
        return "set aside", "parse.crashed", repr(error)[:1000]


def _limit_memory(memory_mib: int) -> None:
    """Allow the address space to grow by so much; what the imports took is not counted."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if sys.platform == "linux" else 0
    resource.setrlimit(resource.RLIMIT_AS, (used + memory_mib * 2**20,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_cpu(seconds: float) -> None:
    """End the process some CPU seconds from now, even when the parent is gone."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + seconds) + 1, hard))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
