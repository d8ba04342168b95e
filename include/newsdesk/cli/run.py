"""`run`: keep the local installation up until a signal comes. Does not go into the background."""

import argparse
import os
import sys
import time

from include.newsdesk.cli.progress import interruptible, progress_to
from include.newsdesk.local.stack import ROOT, Stack, installation_home

CATALOGUE = ROOT / "include" / "feeds.yaml"


def run(options: argparse.Namespace) -> int:
    """Start, say where everything is, and wait for Ctrl-C."""
    stack = Stack(installation_home("run"), progress_to(sys.stdout))
    with interruptible():
        stack.claim()
        try:
            stack.start(options.feeds, {}, os.environ.get("NEWSDESK_DATABASE_URL"))
            print(describe(stack), flush=True)
            print("  Ctrl-C stops it; the next `make run` goes on from there.\n", flush=True)
            while True:
                stack.watch()
                time.sleep(1)
        except KeyboardInterrupt:
            return 0
        finally:
            stack.stop()


def describe(stack: Stack) -> str:
    """Say where a running installation is found."""
    address = stack.address()
    return f"""
  Newsdesk is running ({stack.home.name}, process {stack.lock.owner()}).

  Airflow    {address.ui}
  login      admin / {address.admin_password}
  pushes     {address.receiver}/docs
  tokens     {address.push_tokens}
  psql       make sql
  logs       {stack.logs}
"""
