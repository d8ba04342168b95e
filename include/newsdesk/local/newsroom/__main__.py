"""Run the sample newsroom as a process: `python -m include.newsdesk.local.newsroom --directory DIR`.

Ends with 0 on SIGTERM or SIGINT and with 3 where a remembered port is taken. Does not go into the background.
"""

import argparse
import signal
import sys
from pathlib import Path

from include.newsdesk.local.newsroom.newsroom import Newsroom, PortTaken


def main() -> int:
    """Listen, say so in one line, and wait for a signal."""
    parser = argparse.ArgumentParser(prog="newsroom", description="Serve the invented sample publishers.")
    parser.add_argument("--directory", type=Path, required=True, help="keeps newsroom.json and requests.jsonl")
    parser.add_argument("--grow", type=int, default=72, metavar="N", help="articles, 60 or more (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="other seed, other articles")
    parser.add_argument("--host", default="127.0.0.1", help="name or address to listen on and to stand in links")
    options = parser.parse_args()
    if options.grow < 60:
        parser.error("--grow takes 60 or more: fewer articles leave no room for the planned troubles")
    signals = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)  # before any thread starts, so that only sigwait sees them
    newsroom = Newsroom(options.directory, size=options.grow, seed=options.seed, host=options.host)
    try:
        newsroom.start()
    except PortTaken as error:
        sys.stderr.write(f"newsroom: {error}\n")
        return 3
    sys.stdout.write(f"newsroom ready: {len(newsroom.publishers)} publishers, control {newsroom.control_url}\n")
    sys.stdout.flush()
    signal.sigwait(signals)
    newsroom.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
