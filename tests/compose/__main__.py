"""Run docker-compose.yaml for real: `python -m tests.compose`, or `make test-compose`.

The sample newsroom is ingested twice, on empty volumes with two workers. The first run is left alone. In the second, the
process of one worker is killed on the host in the middle of a batch, and later Postgres in the middle of another. Both must
end with the same rows: nothing lost, nothing doubled, nothing stuck.

An engine that answers is used as it is, with the images that docker-compose.yaml or the environment names. Else one is started
on a Debian machine where we are root, with stand-ins for the images; where that can't be done, it says so and ends with 0.
With stand-ins it does not prove that the official images work.
"""

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.compose.engine import NoEngine, OwnEngine, is_reachable
from tests.compose.images import STAND_INS, build_stand_ins
from tests.compose.scenario import Failed, run
from tests.compose.stack import Stack

BEGAN = time.monotonic()


def say(text: str) -> None:
    print(f"{time.monotonic() - BEGAN:6.0f} s  {text}", flush=True)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Make a folder for everything that the test leaves on disk, and delete it."""
    path = Path(tempfile.mkdtemp(prefix="nd-"))  # Short: sockets live below it.
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def prepare(scratch: Path, exits: ExitStack) -> Stack:
    """Find or start an engine and build all images."""
    if is_reachable():
        say("using the engine that is there")
        images = {name: os.environ[name] for name in STAND_INS if name in os.environ}
        stack = Stack(scratch, os.environ, images, say)
    else:
        engine = OwnEngine(scratch, say)
        engine.install()
        exits.callback(engine.stop)
        engine.start()
        stack = Stack(scratch, engine.environment, build_stand_ins(engine, scratch, say), say)
    exits.callback(stack.down)
    stack.build()
    return stack


def main() -> int:
    """Run the test and return the exit status; what was started is gone afterwards, also after Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ExitStack() as exits:
        scratch = exits.enter_context(scratch_folder())
        exits.callback(say, "cleaned up")
        try:
            stack = prepare(scratch, exits)
        except NoEngine as reason:
            print(f"\nSKIPPED: docker-compose.yaml was NOT run: {reason}\n", flush=True)
            return 0
        try:
            run(stack, say)
        except BaseException as error:
            kept = shutil.copy(stack.save_logs(), tempfile.mkstemp(prefix="newsdesk-compose-", suffix=".log")[1])
            say(f"{type(error).__name__}: the logs of all containers are in {kept}")
            if not isinstance(error, Failed):
                raise
            print(error, flush=True)
            return 1
    print("1 passed, 0 failed", flush=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
