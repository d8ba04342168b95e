"""The commands for feeds and pages, as a person types them, against the sample newsroom and a real warehouse."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import psycopg2
import pytest

from include.newsdesk.cli.parser import main
from include.newsdesk.feeds.opml import parse_opml
from include.newsdesk.local.newsroom.newsroom import Newsroom
from include.newsdesk.local.newsroom.server import Ask, Listener, Reply
from include.newsdesk.local.records import OwnerLock
from include.newsdesk.local.stack import Address, installation_home, settings_in
from include.newsdesk.stages import batches, fetch, load, parse, poll, validate
from tests.postgres import News

Run = Callable[..., tuple[int, str]]
PAGE = """<!doctype html><html lang="en"><head><title>Harbour wall to be raised</title>
<meta property="article:published_time" content="2026-03-02T09:00:00Z"></head><body><article>
<h1>Harbour wall to be raised</h1><p class="byline">By Ada Quill</p>{}</article></body></html>"""
TEXT = "<p>The council of Port Ellery voted on Monday to raise the harbour wall by two metres after a winter of storms.</p>" * 8
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
INDEX = f"""<?xml version="1.0"?><sitemapindex {NAMESPACE}><sitemap><loc>/a.xml</loc></sitemap>
<sitemap><loc>/b.xml</loc></sitemap><sitemap><loc>http://elsewhere.example/c.xml</loc></sitemap></sitemapindex>""".encode()
SITEMAP = f"""<?xml version="1.0"?><urlset {NAMESPACE}><url><loc>/1.html</loc><news:news><news:publication><news:name>Port Paper
</news:name></news:publication><news:title>Quay closed</news:title></news:news></url></urlset>""".encode()


@pytest.fixture
def open_loopback(news: News, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_ALLOW_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("NEWSDESK_ALLOW_ANY_PORT", "true")
    monkeypatch.setenv("NEWSDESK_HOST_DELAY_SECONDS", "0")


@pytest.fixture
def newsroom(tmp_path: Path, open_loopback: None) -> Iterator[Newsroom]:
    room = Newsroom(tmp_path / "newsroom", size=24)
    room.start()
    yield room
    room.stop()


@pytest.fixture
def origin(open_loopback: None) -> Iterator[Callable[[dict[str, Reply]], str]]:
    """Serve the given replies by path and return the address."""
    listeners: list[Listener] = []

    def serve(replies: dict[str, Reply]) -> str:
        def answer(ask: Ask) -> Reply:
            return replies.get(ask.path, Reply(404, b"Not found\n"))

        listeners.append(Listener(0, answer))
        listeners[-1].start()
        return listeners[-1].url

    yield serve
    for listener in listeners:
        listener.stop()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command and return its status and everything that it printed."""

    def command(*words: str) -> tuple[int, str]:
        capsys.readouterr()
        status = main(words)
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return command


def feed_url(newsroom: Newsroom, name: str) -> str:
    return next(one.base_url + feed.path for one in newsroom.publishers for feed in one.feeds if feed.name == name)


def add(run: Run, newsroom: Newsroom, name: str = "Talblick Zeitung", *more: str) -> tuple[int, str]:
    return run("feeds", "add", feed_url(newsroom, name), "--name", name, "--publisher", "Invented House", *more)


def ingest() -> None:
    for batch_id in batches.batch_entries():
        load.load(validate.validate(parse.parse(fetch.fetch(batch_id))))


def test_a_feed_is_added_after_it_was_tried(run: Run, newsroom: Newsroom, news: News) -> None:
    listener = psycopg2.connect(news.loader_url)
    listener.autocommit = True
    listener.cursor().execute("listen newsdesk")
    status, text = add(run, newsroom, "Talblick Zeitung", "--country", "DE", "--section", "all")
    assert status == 0, text
    assert "atom10, " in text
    assert "added Talblick Zeitung; it is due now" in text
    row = news.query(
        """
        select p.name, p.country, f.language, f.section, f.state, f.next_poll_at <= now(), f.last_polled_at
        from ops.feeds f join news.publishers p using (publisher_id)
        """
    )
    assert row == [("Invented House", "DE", "de", "all", "active", True, None)]
    assert news.query("select (select count(*) from ops.entries), (select count(*) from raw.captures)") == [(0, 0)]
    listener.poll()
    assert [note.payload for note in listener.notifies] == ["feeds_due"]
    listener.close()


def test_an_address_without_a_feed_is_added_only_unchecked(run: Run, newsroom: Newsroom, news: News) -> None:
    url = newsroom.publishers[0].base_url + "/"
    words = ("feeds", "add", url, "--name", "Front", "--publisher", "House")
    status, text = run(*words)
    assert status == 1
    assert url in text
    assert text.endswith(f"({url}): feed.html: an HTML page\n")
    assert "--unchecked" in text
    assert news.query("select count(*) from ops.feeds") == [(0,)]
    assert run(*words, "--unchecked") == (0, "added Front; it is due now\n")


def test_a_name_or_address_that_is_taken_is_refused(run: Run, newsroom: Newsroom) -> None:
    assert add(run, newsroom)[0] == 0
    url = feed_url(newsroom, "Talblick Zeitung")
    for words in ((url, "--name", "Other"), ("http://other.example/rss", "--name", "Talblick Zeitung")):
        status, text = run("feeds", "add", *words, "--publisher", "House", "--unchecked")
        assert status == 1
        assert f"Talblick Zeitung): {url} (active)" in text


@pytest.mark.parametrize(
    ("option", "value", "cure"), [("--language", "English", "en or pt-BR"), ("--country", "Germany", "two capitals like DE")]
)
def test_a_wrong_option_says_what_to_write(option: str, value: str, cure: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["feeds", "add", "https://a.example/rss", "--name", "A", "--publisher", "A", option, value])
    assert cure in capsys.readouterr().err


def test_without_a_database_the_cure_is_named(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_HOME", str(tmp_path))
    monkeypatch.delenv("NEWSDESK_DATABASE_URL", raising=False)
    status, text = run("feeds", "list")
    assert status == 1
    assert "set NEWSDESK_DATABASE_URL, or start a local one with `make run`" in text


def test_a_command_beside_a_running_installation_uses_its_settings_and_the_shells_before_them(
    run: Run, newsroom: Newsroom, news: News, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = feed_url(newsroom, "Talblick Zeitung")
    settings = settings_in({**os.environ, "NEWSDESK_POLL_FLOOR_SECONDS": "5", "NEWSDESK_HOME": "x", "PATH": "/"})
    assert sorted(settings) == [
        f"NEWSDESK_{name}"
        for name in ("ALLOW_ANY_PORT", "ALLOW_NETWORKS", "DATABASE_URL", "HOST_DELAY_SECONDS", "POLL_FLOOR_SECONDS")
    ]
    address = Address("http://127.0.0.1:1", "", news.owner_url, news.loader_url, news.analyst_url, settings)
    for name in settings:  # Set and deleted, so that what the commands set is undone.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("NEWSDESK_HOME", str(tmp_path))
    home = installation_home("demo")
    home.mkdir()
    (home / "address.json").write_text(json.dumps(asdict(address)))
    lock = OwnerLock(home / "owner.lock")
    lock.acquire()
    try:
        assert run("feeds", "check", url)[0] == 0
        assert os.environ["NEWSDESK_POLL_FLOOR_SECONDS"] == "5"
        monkeypatch.delenv("NEWSDESK_DATABASE_URL")
        monkeypatch.setenv("NEWSDESK_ALLOW_NETWORKS", "10.0.0.0/8")
        status, text = run("feeds", "check", url)
        assert status == 1
        assert "address.denied" in text
    finally:
        lock.release()


def test_a_database_without_our_schema_is_explained(run: Run, empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_DATABASE_URL", empty_database)
    status, text = run("feeds", "list")
    assert status == 1
    assert "`migrate` it as its owner" in text


def test_polling_one_feed_stores_it_and_leaves_the_batches_to_the_pipeline(run: Run, newsroom: Newsroom, news: News) -> None:
    add(run, newsroom)
    status, text = run("poll", "Talblick Zeitung", "--dry-run")
    assert status == 0, text
    assert "nothing was stored" in text
    assert news.query("select count(*) from ops.polls") == [(0,)]

    status, text = run("poll", "Talblick Zeitung")
    assert status == 0, text
    waiting = news.query("select count(*) from ops.entries where state = 'waiting' and batch_id is null")[0][0]
    assert waiting > 0
    assert news.query("select outcome, new_entries from ops.polls") == [("changed", waiting)]
    assert run("poll", "Talblick Zeitung")[0] == 0
    assert news.query("select count(*) from ops.polls where outcome = 'not_modified'") == [(1,)]


def test_health_tells_rhythm_and_failures_in_words(run: Run, newsroom: Newsroom, news: News) -> None:
    gone = "Le Courrier des Collines – Sorties"
    add(run, newsroom)
    add(run, newsroom, gone, "--unchecked")
    assert run("poll", "Talblick Zeitung")[0] == 0
    assert run("poll", gone)[0] == 1

    status, text = run("feeds", "list")
    assert status == 0
    assert "gone (410): asked once a month" in text
    rows = json.loads(run("feeds", "list", "--json", "--state", "ok")[1])
    assert [row["feed"] for row in rows] == ["Talblick Zeitung"]
    assert rows[0]["failures_by_kind"] == {}
    assert rows[0]["new_entries"] > 0
    assert json.loads(run("feeds", "list", "--json", "--publisher", "No such house")[1]) == []

    status, text = run("feeds", "show", gone)
    assert status == 0
    assert "feed.status 410 (1)" in text
    assert "condition    retired" in text
    assert run("feeds", "show", feed_url(newsroom, gone)) == (0, text)


@pytest.mark.parametrize(
    ("change", "condition", "words"),
    [
        ("last_polled_at = null", "new", "not polled yet"),
        ("failures = 2, last_error = 'feed.status: status 503'", "failing", "it answers with status 503, since 2"),
        ("failures = 1, last_error = 'dns.failed: x', last_success_at = null", "failing", "not found, since it was added"),
        ("failures = 30, last_error = 'feed.html: an HTML page'", "dead", "asked daily: a web page stands in its place"),
        ("failures = 1, last_error = 'parse.timeout: 10 s'", "failing", "its last poll failed (parse.timeout: 10 s)"),
        ("last_change_at = now() - interval '8 days'", "silent", "answers, but has brought nothing new since"),
        ("last_change_at = null, added_at = now() - interval '8 days'", "silent", "answers, but has never brought an entry"),
        ("next_poll_at = now() - interval '1 hour'", "overdue", "is the pipeline running?"),
        ("overlap = 0", "missing", "no entry in common"),
        ("state = 'paused', failures = 9", "paused", "paused by hand"),
        ("state = 'paused', format = 'push'", "pushed", "pushes its articles"),
        ("state = 'paused', format = 'warc'", "imported", "from WARC files"),
        ("overlap = 0.5", "ok", None),
    ],
)
def test_every_condition_has_its_reason(news: News, change: str, condition: str, words: str | None) -> None:
    news.query("insert into news.publishers (name) values ('House')")
    news.query(
        """
        insert into ops.feeds (publisher_id, name, configured_url, url, host, next_poll_at, last_polled_at, last_success_at,
          last_change_at, overlap)
        select publisher_id, 'Feed', 'http://a.example/', 'http://a.example/', 'a.example', now() + interval '1 hour',
          now(), now(), now(), 0.5 from news.publishers
        """
    )
    news.query(
        """
        insert into ops.polls (feed_id, polled_at, outcome, next_poll_at)
        select feed_id, now() - interval '2 hours', 'changed', now() from ops.feeds
        """
    )
    news.query(f"update ops.feeds set {change}")
    assert news.query("select condition, reason from marts.feed_health where reason is null") == (
        [] if words else [(condition, None)]
    )
    if words:
        [(found, reason)] = news.query("select condition, reason from marts.feed_health")
        assert found == condition
        assert words in reason


def test_the_first_document_of_a_feed_misses_nothing(run: Run, newsroom: Newsroom, news: News) -> None:
    add(run, newsroom)
    run("poll", "Talblick Zeitung")
    shown = news.query("select f.overlap, h.condition from ops.feeds f join marts.feed_health h on h.feed = f.name")
    assert shown == [(None, "ok")]


def test_the_analyst_reads_feed_health_and_finds_its_columns_described(news: News) -> None:
    connection = psycopg2.connect(news.analyst_url)
    with connection.cursor() as cursor:
        cursor.execute("select * from feed_health")
    connection.close()
    bare = news.query(
        """
        select attname from pg_attribute where attrelid = 'marts.feed_health'::regclass and attnum > 0
        and (col_description(attrelid, attnum) is null or obj_description(attrelid) is null)
        """
    )
    assert bare == []


def test_a_feed_is_paused_resumed_and_retired(run: Run, newsroom: Newsroom, news: News) -> None:
    add(run, newsroom)
    assert run("feeds", "pause", "Talblick Zeitung") == (0, "Talblick Zeitung is paused\n")
    status, text = run("poll", "Talblick Zeitung")
    assert status == 1
    assert "`feeds resume`" in text
    assert run("feeds", "retire", "Talblick Zeitung") == (0, "Talblick Zeitung is retired\n")
    assert news.query("select state, retired_by_hand, is_polled from ops.feeds") == [("retired", True, False)]
    status, text = run("poll", "Talblick Zeitung")
    assert status == 1
    assert "`feeds resume`" in text
    status, text = run("feeds", "resume", "Talblick Zeitung")
    assert text.startswith("Talblick Zeitung is active, due ")
    due = "select state, retired_by_hand, is_polled, next_poll_at <= now() from ops.feeds"
    assert news.query(due) == [("active", False, True, True)]


def test_a_feed_retired_by_hand_stays_so_whatever_it_answers(run: Run, newsroom: Newsroom, news: News) -> None:
    add(run, newsroom)
    run("feeds", "retire", "Talblick Zeitung")
    news.query("update ops.feeds set next_poll_at = now() - interval '60 days'")
    assert poll.plan_shards(force=True) == []
    assert poll.poll({"shard": 0, "shards": 1})["changed"] == 0
    assert "retired by hand and not polled" in run("feeds", "list", "--state", "retired")[1]
    assert "never, as it is retired" in run("feeds", "show", "Talblick Zeitung")[1]


def test_a_poll_that_was_under_way_can_not_undo_a_retirement(run: Run, newsroom: Newsroom, news: News) -> None:
    add(run, newsroom)
    news.query("update ops.feeds set lease_token = 7, lease_until = now() + interval '10 minutes'")
    run("feeds", "retire", "Talblick Zeitung")
    assert news.query("select lease_token, lease_until from ops.feeds") == [(None, None)]


def test_a_feed_that_a_worker_is_polling_is_left_to_it(run: Run, newsroom: Newsroom, news: News) -> None:
    add(run, newsroom)
    news.query("update ops.feeds set lease_token = 7, lease_until = now() + interval '10 minutes'")
    status, text = run("poll", "Talblick Zeitung")
    assert status == 1
    assert "a worker is polling it" in text
    assert news.query("select count(*) from ops.polls") == [(0,)]


def test_a_misspelt_feed_is_answered_with_names_that_look_alike(run: Run, newsroom: Newsroom) -> None:
    add(run, newsroom)
    status, text = run("feeds", "show", "Talblik Zeitung")
    assert status == 1
    assert "did you mean Talblick Zeitung?" in text


def test_check_reads_a_feed_and_stores_nothing(run: Run, newsroom: Newsroom, news: News) -> None:
    add(run, newsroom)
    run("poll", "Talblick Zeitung")
    tables = "select (select count(*) from ops.polls), (select count(*) from raw.captures), (select next_poll_at from ops.feeds)"
    before = news.query(tables)
    status, text = run("feeds", "check", "Talblick Zeitung")
    assert status == 0, text
    assert "atom10, " in text
    assert "  0 of " in text
    assert "would be due 20" in text
    assert news.query(tables) == before


def test_check_names_what_is_wrong_with_a_feed(run: Run, newsroom: Newsroom) -> None:
    status, text = run("feeds", "check", feed_url(newsroom, "Meridian Wire"))
    assert status == 0
    assert "problem: it ends before its end" in text
    status, text = run("feeds", "check", feed_url(newsroom, "The Harbour Ledger Sport"))
    assert "it has moved for good to" in text
    status, text = run("feeds", "check", feed_url(newsroom, "Le Courrier des Collines – Sorties"))
    assert status == 1
    assert "status 410" in text
    assert "tried monthly" in text or "feed.status" in text


def test_check_reads_the_sitemaps_of_an_index(run: Run, origin: Callable[[dict[str, Reply]], str], news: News) -> None:
    index = {"/sitemap.xml": Reply(200, INDEX, "application/xml"), "/a.xml": Reply(200, SITEMAP, "application/xml")}
    url = origin(index) + "/sitemap.xml"
    status, text = run("feeds", "check", url)
    assert status == 0
    assert "sitemapindex, 1 entries, Port Paper" in text
    assert "a sitemap index of 3 sitemaps; a poll reads" in text
    assert "/a.xml\n" in text
    assert "/b.xml (failed: feed.status)\n" in text
    assert "elsewhere.example" not in text
    assert "would be due" in text
    status, text = run("feeds", "add", url, "--name", "Index", "--publisher", "House")
    assert (status, text.splitlines()[0]) == (0, "sitemapindex, 1 entries")
    assert run("poll", "Index")[0] == 0
    assert news.query("select format, title from ops.feeds") == [("sitemapindex", "Port Paper")]


def test_an_index_without_a_readable_sitemap_is_no_feed(run: Run, origin: Callable[[dict[str, Reply]], str]) -> None:
    url = origin({"/sitemap.xml": Reply(200, INDEX, "application/xml")}) + "/sitemap.xml"
    status, text = run("feeds", "add", url, "--name", "Index", "--publisher", "House")
    assert status == 1
    assert "no entry can be had from its sitemaps" in text


def test_a_list_is_imported_once(run: Run, newsroom: Newsroom, news: News, tmp_path: Path) -> None:
    add(run, newsroom)
    path = tmp_path / "list.opml"
    path.write_text(
        f"""<opml version="2.0"><body><outline text="World">
        <outline text="Talblick" xmlUrl="{feed_url(newsroom, "Talblick Zeitung")}"/>
        <outline text="Talblick Zeitung" xmlUrl="https://www.other.example/rss" language="fr"/>
        <outline text="Broken" xmlUrl="https://user:secret@broken.example/rss"/></outline></body></opml>""",
        encoding="utf-8",
    )
    status, text = run("feeds", "import", str(path), "--dry-run")
    assert status == 0
    assert "1 of 3 feeds would be added" in text
    assert "url.credentials" in text
    assert news.query("select count(*) from ops.feeds") == [(1,)]
    assert "1 of 3 feeds added" in run("feeds", "import", str(path))[1]
    assert "0 of 3 feeds added" in run("feeds", "import", str(path))[1]
    added = "select f.name, p.name, f.section, f.language from ops.feeds f join news.publishers p using (publisher_id)"
    assert news.query(added + " where host = %s", "www.other.example") == [
        ("Talblick Zeitung (www.other.example)", "other.example", "World", "fr")
    ]


def test_an_export_can_be_read_again(run: Run, newsroom: Newsroom, tmp_path: Path) -> None:
    add(run, newsroom, "Talblick Zeitung", "--section", "Alles & mehr")
    path = tmp_path / "feeds.opml"
    assert run("feeds", "export", str(path)) == (0, f"{path}: 1 feeds\n")
    [outline] = parse_opml(path.read_bytes(), "feeds.opml")
    assert (outline.title, outline.url, outline.section) == (
        "Talblick Zeitung",
        feed_url(newsroom, "Talblick Zeitung"),
        "Alles & mehr",
    )
    assert run("feeds", "export") == (0, path.read_text(encoding="utf-8"))


def test_discover_tries_what_a_site_names(run: Run, newsroom: Newsroom) -> None:
    courrier = next(one for one in newsroom.publishers if one.key == "courrier")
    status, text = run("feeds", "discover", courrier.base_url + "/")
    assert status == 0
    lines = text.splitlines()
    assert any("/flux/actualites.json" in line and "link" in line and "jsonfeed11" in line for line in lines)
    assert any("/flux/sorties.json" in line and "status 410" in line for line in lines)
    assert "usual" not in text


def test_discover_tries_the_usual_places_when_a_site_names_none(run: Run, origin: Callable[[dict[str, Reply]], str]) -> None:
    index = Reply(200, INDEX, "application/xml")
    url = origin({"/": Reply(200, PAGE.format(TEXT).encode(), "text/html"), "/sitemap.xml": index})
    status, text = run("feeds", "discover", url)
    assert status == 0
    assert any("/sitemap.xml" in line and "sitemapindex" in line for line in text.splitlines())
    assert run("feeds", "discover", url + "/sitemap.xml")[1].count("itself") == 1


def test_fetch_tells_each_step(run: Run, newsroom: Newsroom, news: News) -> None:
    link = next(one.link for one in newsroom.expected() if one.feed == "The Harbour Ledger")
    status, text = run("fetch", link)
    assert status == 0, text
    steps = [line.split()[0] for line in text.splitlines()]
    assert steps[0] == "address"
    assert [step for step in steps if step in ("robots.txt", "turn", "guard")][-3:] == ["robots.txt", "turn", "guard"]
    assert "127.0.0.1: loopback, allowed here" in text
    assert "header       content-type: text/html" in text
    assert "conditional by ETag" in text
    assert "an article can be read from it" in text
    assert news.query("select count(*) from raw.captures") == [(0,)]


def test_fetch_tells_where_robots_forbid_and_where_the_guard_does(
    run: Run, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    talblick = next(one for one in newsroom.publishers if one.key == "talblick")
    status, text = run("fetch", talblick.base_url + "/intern/a.html")
    assert status == 1
    assert "robots.disallowed" in text
    monkeypatch.delenv("NEWSDESK_ALLOW_NETWORKS")
    asked = len(newsroom.requests)
    status, text = run("fetch", newsroom.publishers[0].base_url + "/")
    assert status == 1
    assert "127.0.0.1: loopback, never asked" in text
    assert "address.denied" in text
    assert len(newsroom.requests) == asked


def test_fetch_follows_redirects_and_judges_what_is_there(run: Run, origin: Callable[[dict[str, Reply]], str]) -> None:
    replies: dict[str, Reply] = {"/b": Reply(404, b"no")}
    url = origin(replies)
    replies["/a"] = Reply(302, headers={"Location": url + "/b"})
    status, text = run("fetch", url + "/a")
    assert status == 1
    assert f"redirect     {url}/b" in text
    assert f"hop          302 to {url}/b" in text
    assert "page.gone" in text
    assert "validators   none" in text


def test_extract_reads_a_file_without_a_database(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_HOME", str(tmp_path))
    monkeypatch.delenv("NEWSDESK_DATABASE_URL", raising=False)
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(TEXT), encoding="utf-8")
    status, text = run("extract", str(path), "--url", "https://paper.example/wall.html")
    assert status == 0, text
    assert "title:               Harbour wall to be raised" in text
    assert "authors:             Ada Quill" in text
    assert "voted on Monday" in text
    status, text = run("extract", str(path), "--explain")
    assert status == 0
    line = next(line for line in text.splitlines() if line.startswith("published_at"))
    assert "article:published_time" in line
    assert "%" in line
    assert "paragraph" in text
    status, text = run("extract", str(tmp_path / "no.html"))
    assert status == 1
    assert "no.html" in text


def test_extract_reads_an_address_or_says_what_stands_there(run: Run, newsroom: Newsroom) -> None:
    expected = next(one for one in newsroom.expected() if one.feed == "The Harbour Ledger")
    status, text = run("extract", expected.link)
    assert status == 0, text
    assert expected.title in text
    base = newsroom.publishers[0].base_url
    status, text = run("extract", base + "/no-such-page")
    assert status == 1
    assert "page.gone" in text
    assert base in text


def test_balance_accounts_for_every_entry_and_fails_when_one_is_lost(run: Run, newsroom: Newsroom, news: News) -> None:
    add(run, newsroom)
    run("poll", "Talblick Zeitung")
    ingest()
    status, text = run("balance")
    assert status == 0, text
    assert text.splitlines()[2].startswith("  Talblick Zeitung")
    assert text.splitlines()[3].split()[0] == "all"
    news.query("alter table ops.entries drop constraint entries_check")
    news.query(
        "update ops.entries set article_id = null where entry_id = (select min(entry_id) from ops.entries where state = 'loaded')"
    )
    status, text = run("balance")
    assert status == 1
    assert "1 entries are unaccounted for" in text


def test_balance_of_an_empty_warehouse_is_even(run: Run, news: News) -> None:
    assert run("balance")[0] == 0
