"""The sample newsroom keeps its promises: what it says in `expected()` is what it serves."""

import dataclasses
import itertools
import json
import re
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
import urllib3
import yaml
from bs4 import BeautifulSoup

from include.newsdesk.local.newsroom import Expected, Newsroom, PortTaken
from include.newsdesk.local.newsroom.editions import expected, first_wave
from include.newsdesk.local.newsroom.publishers import load_publishers

Headers = dict[str, str]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("newsroom")


@pytest.fixture(scope="module")
def newsroom(directory: Path) -> Iterator[Newsroom]:
    running = Newsroom(directory)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Newsroom]:
    running = Newsroom(tmp_path)
    running.start()
    yield running
    running.stop()


def fetch(url: str, headers: Headers | None = None, method: str = "GET", redirect: bool = True) -> urllib3.HTTPResponse:
    with urllib3.PoolManager(retries=urllib3.Retry(3, redirect=3), headers=headers or {}) as pool:
        return pool.request(method, url, redirect=redirect)  # type: ignore[return-value]


def feed_url(newsroom: Newsroom, name: str) -> str:
    return next(str(feed["url"]) for feed in yaml.safe_load(newsroom.feeds_yaml()) if feed["name"] == name)


def feed_entries(newsroom: Newsroom, name: str) -> list[dict[str, str]]:
    """Return link and title of the feed's entries, the second time it is asked for."""
    url = feed_url(newsroom, name)
    fetch(url)
    body = fetch(url).data
    if body.startswith(b"{"):
        return [{"link": item["url"], "title": item["title"]} for item in json.loads(body)["items"]]
    parsed = feedparser.parse(body)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return [{"link": entry.link, "title": entry.title} for entry in parsed.entries]


def planned(newsroom: Newsroom, reason: str) -> Expected:
    return next(one for one in newsroom.expected() if one.reason == reason)


def words(one: Expected) -> list[str]:
    """Return the words of the text; each Japanese character counts as a word."""
    return re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]|\w+", "\n".join((one.title, one.standfirst, *one.body)).lower())


def largest_likeness(entries: list[Expected]) -> tuple[float, str]:
    """Return the largest Jaccard index of word 3-shingles among entries that aren't planned copies."""
    shingles = []
    for one in entries:
        if not one.copy_of:
            text = words(one)
            shingles.append((one, {tuple(text[i : i + 3]) for i in range(len(text) - 2)}))
    return max(
        (len(p & q) / len(p | q), f"{a.title} / {b.title}")
        for (a, p), (b, q) in itertools.combinations(shingles, 2)
        if a.language == b.language
    )


def test_the_truth_about_every_loaded_article_is_on_its_page(newsroom: Newsroom) -> None:
    for one in newsroom.expected():
        if one.reason == "not_an_article":
            continue
        response = fetch(one.link)
        assert response.status == 200
        charset = re.search(r"charset=([\w-]+)", response.headers["content-type"])
        page = BeautifulSoup(response.data, "lxml", from_encoding=charset.group(1) if charset else None)
        text = " ".join(page.get_text(" ").split())
        squeezed = re.sub(r"\s", "", text).lower()
        head = (one.title, one.standfirst, one.section, one.image_caption, one.image_credit, *one.authors)
        for piece in (*head, *one.body):
            assert re.sub(r"\s", "", piece).lower() in squeezed, (one.link, piece)
        assert page.select_one("link[rel=canonical]")["href"] == one.canonical_url  # type: ignore[index]
        assert one.image_url in response.data.decode("utf-8", "replace")


def test_machine_readable_dates_agree_with_the_truth(newsroom: Newsroom) -> None:
    kinds = Counter[str]()
    for one in newsroom.expected():
        if one.reason == "not_an_article":
            continue
        page = BeautifulSoup(fetch(one.link).data, "lxml")
        scripts = [json.loads(script.text) for script in page.select('script[type="application/ld+json"]')]
        kinds["json-ld" if scripts else "meta"] += 1
        if scripts:
            found = re.search(r'"datePublished": "([^"]+)"', json.dumps(scripts))
            assert found and datetime.fromisoformat(found.group(1)) == one.published_at
        else:
            meta = page.select_one('meta[property="article:published_time"]')
            assert meta and datetime.fromisoformat(str(meta["content"])) == one.published_at
            assert page.select_one("time")
    assert min(kinds["json-ld"], kinds["meta"]) >= 20


def test_every_feed_lists_the_entries_that_are_expected_of_it(newsroom: Newsroom) -> None:
    for feed in yaml.safe_load(newsroom.feeds_yaml()):
        listed = {(one.link, one.title) for one in newsroom.expected() if one.feed == feed["name"]}
        if listed:
            found = {(entry["link"], entry["title"]) for entry in feed_entries(newsroom, feed["name"])}
            assert found == listed, feed["name"]


def test_the_newsroom_is_large_and_in_several_languages(newsroom: Newsroom) -> None:
    entries = newsroom.expected()
    assert len(newsroom.publishers) == 6 and len({urlsplit(p.base_url).netloc for p in newsroom.publishers}) == 6
    assert sum(one.outcome == "loaded" for one in entries) >= 60
    assert {one.language for one in entries} == {"en", "de", "fr", "es", "ja"}
    assert Counter(one.outcome for one in entries) == {"loaded": 70, "duplicate": 2, "quarantined": 2}
    for one in entries:
        assert 150 <= len(words(one)) <= 500, one.link


def test_no_two_articles_resemble_each_other(newsroom: Newsroom) -> None:
    likeness, pair = largest_likeness(newsroom.expected())
    assert 0 < likeness <= 0.3, pair


def edition(seed: int, size: int) -> list[Expected]:
    """Return an edition without listening anywhere."""
    return [expected(one) for one in first_wave(load_publishers(), seed, size, datetime(2026, 5, 4, 12, tzinfo=UTC))]


def test_a_grown_newsroom_stays_distinct() -> None:
    grown = edition(seed=3, size=200)
    assert len(grown) == 202
    likeness, pair = largest_likeness(grown)
    assert likeness <= 0.3, pair


def test_a_seed_decides_what_is_written() -> None:
    assert edition(1, 60) == edition(1, 60)
    assert not {one.body for one in edition(1, 60)} & {one.body for one in edition(2, 60)}


def test_articles_are_spread_over_the_two_days_before_the_opening() -> None:
    ages = [datetime(2026, 5, 4, 12, tzinfo=UTC) - one.published_at for one in edition(1, 72)]
    assert timedelta() < min(ages) < timedelta(hours=1) and timedelta(hours=46) < max(ages) < timedelta(hours=48)
    for one in edition(1, 72):
        assert one.published_at <= one.modified_at < datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_every_feed_answers_304_to_its_own_validators(newsroom: Newsroom) -> None:
    seen = 0
    for feed in yaml.safe_load(newsroom.feeds_yaml()):
        fetch(feed["url"])
        whole = fetch(feed["url"])
        if whole.status == 410:
            continue
        for headers in (
            {"If-None-Match": whole.headers["etag"]},
            {"If-Modified-Since": whole.headers["last-modified"]},
            {"If-None-Match": f'"other", {whole.headers["etag"]}'},
        ):
            again = fetch(feed["url"], headers)
            assert (again.status, again.data) == (304, b"")
            assert again.headers["etag"] == whole.headers["etag"]
        for headers in (
            {"If-None-Match": '"other"', "If-Modified-Since": whole.headers["last-modified"]},
            {"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"},
            {"If-Modified-Since": "not a date"},
        ):
            assert fetch(feed["url"], headers).status == 200
        seen += 1
    assert seen == 7


def test_gzip_is_used_only_where_it_is_accepted(newsroom: Newsroom) -> None:
    url = newsroom.expected()[0].link
    plain = fetch(url, {"Accept-Encoding": "identity"})
    zipped = fetch(url, {"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert plain.data == zipped.data
    assert int(zipped.headers["content-length"]) < len(plain.data)


def test_a_moved_feed_redirects_and_a_closed_one_is_gone(newsroom: Newsroom) -> None:
    moved = fetch(feed_url(newsroom, "The Harbour Ledger Sport"), redirect=False)
    assert moved.status == 301
    assert fetch(moved.headers["location"]).status == 200
    assert fetch(feed_url(newsroom, "Le Courrier des Collines – Sorties")).status == 410


def test_the_wire_feed_is_cut_short_once_and_whole_afterwards(fresh: Newsroom) -> None:
    url = feed_url(fresh, "Meridian Wire")
    listed = {one.link for one in fresh.expected() if one.feed == "Meridian Wire"}
    broken = fetch(url)
    parsed = feedparser.parse(broken.data)
    assert parsed.bozo
    complete = {entry.link for entry in parsed.entries if entry.get("published")}
    assert complete < listed and len(complete) >= len(listed) - 3
    assert fetch(url, {"If-None-Match": broken.headers["etag"]}).status == 200
    assert {entry.link for entry in feedparser.parse(fetch(url).data).entries} == listed


def test_robots_forbids_the_page_that_must_be_quarantined_for_it(newsroom: Newsroom) -> None:
    one = planned(newsroom, "robots")
    address = urlsplit(one.link)
    rules = fetch(f"http://{address.netloc}/robots.txt").data.decode()
    [forbidden] = re.findall(r"Disallow: (/\S+)", rules)
    hit = {other.link for other in newsroom.expected() if urlsplit(other.link).path.startswith(forbidden)}
    assert hit == {one.link}


def test_the_challenge_page_answers_200_without_the_article(newsroom: Newsroom) -> None:
    one = planned(newsroom, "not_an_article")
    response = fetch(one.link)
    assert response.status == 200
    assert one.body[0] not in response.data.decode()
    feed = fetch(feed_url(newsroom, one.feed)).data.decode()
    assert one.link in feed and one.body[0] not in feed


def test_tracking_addresses_lead_to_one_article(newsroom: Newsroom) -> None:
    copy = planned(newsroom, "tracking_address")
    original = next(one for one in newsroom.expected() if one.link == copy.copy_of)
    assert copy.link != original.link and "utm_source" in copy.link and "utm_source" in original.link
    assert copy.canonical_url == original.canonical_url
    assert fetch(copy.link).data == fetch(original.link).data


def test_the_agency_story_stands_word_for_word_at_two_publishers(newsroom: Newsroom) -> None:
    copy = planned(newsroom, "agency_copy")
    original = next(one for one in newsroom.expected() if one.link == copy.copy_of)
    assert copy.publisher != original.publisher
    assert copy.body == original.body and copy.authors == original.authors == ("Meridian Wire",)
    assert copy.published_at > original.published_at


def test_some_pages_are_served_in_a_legacy_charset(newsroom: Newsroom) -> None:
    declared = Counter[str]()
    for one in newsroom.expected():
        response = fetch(one.link)
        for charset in ("Shift_JIS", "iso-8859-1"):
            named = f"{response.headers['content-type']} {response.data[:200].decode('ascii', 'replace')}"
            if charset in named:
                assert one.body[-1] in BeautifulSoup(response.data.decode(charset), "lxml").get_text()
                with pytest.raises(UnicodeDecodeError):
                    response.data.decode("utf-8")
                declared[charset] += 1
    assert declared == {"Shift_JIS": 1, "iso-8859-1": 1}


def test_lead_images_are_served(newsroom: Newsroom) -> None:
    response = fetch(newsroom.expected()[0].image_url)
    assert response.headers["content-type"] == "image/png"
    assert response.data.startswith(b"\x89PNG")


def test_corrections_change_a_title_a_text_and_add_new_entries(fresh: Newsroom) -> None:
    before = {one.link: one for one in fresh.expected()}
    feeds = {name: fetch(feed_url(fresh, name)) for name in ("Talblick Zeitung", "Le Courrier des Collines")}
    fresh.publish_corrections()
    after = {one.link: one for one in fresh.expected()}
    assert len(after.keys() - before.keys()) == 3 and not before.keys() - after.keys()
    changed = {link: one for link, one in after.items() if link in before and before[link] != one}
    assert len(changed) == 2
    for link, one in changed.items():
        old = before[link]
        assert one.modified_at > old.modified_at and one.published_at == old.published_at
        assert (one.title != old.title) != (one.body != old.body)
        zone = next(publisher.zone for publisher in fresh.publishers if publisher.name == one.publisher)
        assert one.modified_at.astimezone(zone).isoformat() in fetch(feed_url(fresh, one.feed)).data.decode()
        page = BeautifulSoup(fetch(link).data, "lxml").get_text()
        assert one.body[-1] in page and one.title in page
    for name, response in feeds.items():
        assert fetch(feed_url(fresh, name), {"If-None-Match": response.headers["etag"]}).status == 200
    assert largest_likeness(fresh.expected())[0] <= 0.3
    fresh.publish_corrections()
    assert {one.link: one for one in fresh.expected()} == after


def test_a_restart_serves_the_same_addresses_dates_and_corrections(tmp_path: Path) -> None:
    first = Newsroom(tmp_path)
    first.start()
    first.publish_corrections()
    before, control = first.expected(), first.control_url
    first.stop()
    second = Newsroom(tmp_path)
    second.start()
    assert second.expected() == before and second.control_url == control
    second.stop()


def test_corrections_keep_the_time_of_the_first_call(tmp_path: Path) -> None:
    memory = {"opened_at": "2026-05-04T12:00:00+00:00", "corrected_at": "2026-05-04T13:00:00+00:00"}
    (tmp_path / "newsroom.json").write_text(json.dumps(memory))
    remembered = Newsroom(tmp_path)
    remembered.start()
    remembered.publish_corrections()
    assert max(one.published_at for one in remembered.expected()) == datetime(2026, 5, 4, 13, tzinfo=UTC)
    remembered.stop()


def test_a_taken_port_is_refused_with_its_number(newsroom: Newsroom, directory: Path) -> None:
    port = str(urlsplit(newsroom.publishers[0].base_url).port)
    with pytest.raises(PortTaken, match=port):
        Newsroom(directory).start()


def test_a_stopped_newsroom_closes_the_connections_of_its_clients(tmp_path: Path) -> None:
    running = Newsroom(tmp_path)
    running.start()
    address = urlsplit(running.publishers[0].base_url)
    with socket.create_connection((address.hostname, address.port), timeout=5) as client:
        client.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert client.recv(4096).startswith(b"HTTP/1.1 200")
        running.stop()
        assert client.recv(4096) == b""


def test_requests_are_logged_with_their_conditional_headers(fresh: Newsroom, tmp_path: Path) -> None:
    url = feed_url(fresh, "El Diario del Faro")
    fetch(url, {"User-Agent": "reader/1", "If-None-Match": '"x"'})
    last = fresh.requests[-1]
    assert (last.method, last.status, last.user_agent, last.if_none_match) == ("GET", 200, "reader/1", '"x"')
    assert last.host in url and last.path == "/rss/portada.xml"
    assert json.loads((tmp_path / "requests.jsonl").read_text().splitlines()[-1]) == dataclasses.asdict(last)


@pytest.fixture
def process(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(command(tmp_path), stdout=subprocess.PIPE, text=True, cwd=ROOT) as running:
        assert running.stdout and running.stdout.readline().startswith("newsroom ready")
        yield running
        running.kill()  # without it a failed test would wait for ever


def command(directory: Path) -> list[str]:
    return [sys.executable, "-m", "include.newsdesk.local.newsroom", "--directory", str(directory), "--grow", "60"]


def test_as_a_process_it_obeys_its_control_port_and_ends_cleanly(process: subprocess.Popen[str], tmp_path: Path) -> None:
    memory = json.loads((tmp_path / "newsroom.json").read_text())
    control = memory["control_url"]
    assert memory["pid"] == process.pid and len(memory["addresses"]) == 6
    assert json.loads(fetch(f"{control}/health").data) == {"status": "open", "articles": 62}
    assert len(yaml.safe_load(fetch(f"{control}/feeds.yaml").data)) == 8
    assert fetch(f"{control}/corrections", method="POST").status == 200
    assert len(json.loads(fetch(f"{control}/expected").data)) == 65
    assert json.loads(fetch(f"{control}/requests").data) == []
    assert fetch(f"{control}/corrections").status == 404
    second = subprocess.run(command(tmp_path), capture_output=True, text=True, cwd=ROOT, check=False, timeout=20)
    assert second.returncode == 3 and "127.0.0.1" in second.stderr and "newsroom.json" in second.stderr
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert json.loads((tmp_path / "newsroom.json").read_text())["pid"] is None
