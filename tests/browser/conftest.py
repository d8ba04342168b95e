"""A running installation on the sample newsroom, and a browser that is logged in to it."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from include.newsdesk.local.demo import SETTINGS, Newsroom
from include.newsdesk.local.reports import ask
from include.newsdesk.local.stack import Address, Stack

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="session")
def running() -> Iterator[Address]:
    """Start everything and wait until the first wave is in and the marts hold it."""
    if CHROMIUM is None:
        pytest.skip("NO BROWSER: the browser tests need Chromium; install it with `apt-get install chromium`")
    home = Path(tempfile.mkdtemp(prefix="newsdesk-browser-"))
    home.chmod(0o755)
    stack = Stack(home / "state", progress=lambda line: None)
    newsroom = Newsroom(stack)
    stack.claim()
    try:
        newsroom.open()
        catalogue = home / "feeds.yaml"
        newsroom.write_catalogue(catalogue)
        stack.start(catalogue, SETTINGS)
        wait_until_loaded(stack)
        yield stack.address()
    finally:
        newsroom.close()
        stack.stop()
        stack.claim()
        stack.remove()
        shutil.rmtree(home)


def wait_until_loaded(stack: Stack) -> None:
    give_up_at = time.monotonic() + 180
    while time.monotonic() < give_up_at:
        stack.watch()
        entries, marts = ask(stack.address().owner_url, "select_arrivals", "select_pending_marts")
        states = [row["state"] for row in entries.rows]
        if states.count("loaded") >= 60 and "waiting" not in states and marts.rows[0]["pending"] == 0:
            return
        time.sleep(0.5)
    pytest.fail(f"the first wave did not arrive: {states}")


@pytest.fixture
def page(running: Address) -> Iterator[Page]:
    """Open a page of the Airflow UI, logged in as admin."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(running.ui)
        page.fill("input[name=username]", "admin")
        page.fill("input[name=password]", running.admin_password)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_text("Dags").first.wait_for()
        yield page
        browser.close()
