"""A person logs in to Airflow and sees what Newsdesk did."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from include.newsdesk.local.stack import Address

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

SHOTS = os.environ.get("NEWSDESK_SCREENSHOTS")


def shoot(page: Page, name: str) -> None:
    """Keep a picture where `make screenshots` asks for it."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


def test_the_list_of_dags_names_all_three(page: Page, running: Address) -> None:
    page.goto(f"{running.ui}/dags")
    for name in ("poll_feeds", "ingest_articles", "build_marts"):
        expect(page.get_by_role("link", name=name).first).to_be_visible()
    shoot(page, "dags")


def test_the_asset_graph_leads_from_due_feeds_to_articles(page: Page, running: Address) -> None:
    page.goto(f"{running.ui}/assets")
    page.get_by_role("link", name="entries").first.click()
    graph = page.locator(".react-flow")
    for name in ("poll_feeds", "entries", "ingest_articles"):
        expect(graph.get_by_text(name).first).to_be_visible()
    shoot(page, "asset-graph")


def test_a_run_of_one_batch_is_green_from_fetch_to_load(page: Page, running: Address) -> None:
    page.goto(f"{running.ui}/dags/ingest_articles/runs")
    page.get_by_text("Success").first.wait_for()
    page.locator("a[href*='/dags/ingest_articles/runs/']").first.click()
    for task in ("fetch", "parse", "validate", "load_articles"):
        expect(page.get_by_role("link", name=task, exact=True).first).to_be_visible()
    expect(page.get_by_text("Success").first).to_be_visible()
    expect(page.get_by_text("Failed", exact=True)).to_have_count(0)
    shoot(page, "batch")


def test_a_run_can_be_triggered_with_a_form(page: Page, running: Address) -> None:
    page.goto(f"{running.ui}/dags/poll_feeds")
    page.get_by_role("button", name="Trigger").first.click()
    for field in ("Feeds", "Force", "Dry run"):
        expect(page.get_by_text(field).first).to_be_visible()
    shoot(page, "trigger-form")
