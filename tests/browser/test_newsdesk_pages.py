"""A person opens Newsdesk in the Airflow UI: every page, in light and dark, on a desktop and on a phone, for everybody."""

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from include.newsdesk.local.stack import Address
from tests.browser.test_airflow_ui import shoot

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

PAGES = ("", "feeds", "articles?words=the&days=", "articles/1", "quarantine", "quarantine/1")
SHOWN = {
    ("feeds", "light", "desktop"): "newsdesk-feeds",
    ("articles?words=the&days=", "dark", "desktop"): "newsdesk-articles",
    ("", "dark", "phone"): "newsdesk-phone",
}
WIDTHS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


def test_newsdesk_is_in_the_navigation_and_opens_beside_it(page: Page, running: Address) -> None:
    page.get_by_role("link", name="Newsdesk").click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Overview")).to_be_visible()
    frame.get_by_role("link", name="Articles", exact=True).click()
    expect(frame.get_by_role("heading", name="Articles")).to_be_visible()
    shoot(page, "newsdesk")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_every_screen_in_every_light_and_is_open_to_everybody(page: Page, running: Address, path: str) -> None:
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    for scheme, (width, size) in itertools.product(("light", "dark"), WIDTHS.items()):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        page.goto(f"{running.ui}/newsdesk/{path}")
        expect(page.locator("h1")).to_be_visible()
        assert said == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], f"{scheme} {width}"
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        serious = [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")]
        assert serious == [], f"{scheme} {width}"
        if (path, scheme, width) in SHOWN:
            shoot(page, SHOWN[path, scheme, width])


def test_a_feed_is_paused_and_resumed_by_keyboard(page: Page, running: Address) -> None:
    page.goto(f"{running.ui}/newsdesk/feeds")
    page.get_by_role("button", name="Pause").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("is paused")
    page.get_by_role("button", name="Resume").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("is polled again")


def test_words_lead_to_articles_and_articles_to_their_versions(page: Page, running: Address) -> None:
    page.goto(f"{running.ui}/newsdesk/articles?days=")
    page.locator(".articles a").first.click()
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()
