"""`status`, `stop` and `reset`: look after an installation from another terminal. Does not start anything."""

import argparse
import os
import signal
import sys
import time

from include.newsdesk.cli.progress import progress_to
from include.newsdesk.cli.run import describe
from include.newsdesk.cli.tables import draw_table
from include.newsdesk.local.airflow import health
from include.newsdesk.local.processes import started_at
from include.newsdesk.local.reports import ask
from include.newsdesk.local.stack import Stack, installation_home

NAMES = ("run", "demo")
STOP_SECONDS = 60.0


def status(options: argparse.Namespace) -> int:
    """Describe what runs; 3 if nothing does."""
    running = [stack for stack in _stacks() if stack.lock.owner() is not None]
    for stack in running:
        if not stack.is_ready():
            print(f"{stack.home.name}: starting or stopping (process {stack.lock.owner()})")
            continue
        address = stack.address()
        print(describe(stack))
        parts = [f"{name.replace('_', ' ')} {state}" for name, state in health(address.ui).items()]
        print("  " + (", ".join(parts) or "Airflow does not answer") + "\n")
        feeds, totals = ask(address.owner_url, "select_feed_states", "select_totals")
        print(draw_table(feeds.rows))
        print(draw_table(totals.rows))
    if not running:
        print("Newsdesk is not running; `make run` starts it.")
        return 3
    return 0


def stop(options: argparse.Namespace) -> int:
    """End the owners and wait for them; then end what earlier owners left behind."""
    for stack in _stacks():
        if not stack.home.exists():
            continue
        owner = stack.lock.owner()
        if owner is not None:
            os.kill(owner, signal.SIGTERM)
            deadline = time.monotonic() + STOP_SECONDS
            while started_at(owner) is not None:
                if time.monotonic() > deadline:
                    os.kill(owner, signal.SIGKILL)
                time.sleep(0.1)
            print(f"stopped {stack.home.name} (process {owner})")
        stack.claim()
        stack.stop()
    return 0


def reset(options: argparse.Namespace) -> int:
    """Delete all local state after asking; an external warehouse stays as it is."""
    stacks = [stack for stack in _stacks() if stack.home.exists()]
    if not stacks:
        print("There is nothing to delete.")
        return 0
    for stack in stacks:
        stack.claim()
    names = ", ".join(str(stack.home) for stack in stacks)
    if not options.yes and input(f"Delete {names} with all articles in it? [y/N] ").strip().lower() != "y":
        print("Nothing was deleted.")
        return 1
    for stack in stacks:
        stack.remove()
    return 0


def _stacks() -> list[Stack]:
    return [Stack(installation_home(name), progress_to(sys.stdout)) for name in NAMES]
