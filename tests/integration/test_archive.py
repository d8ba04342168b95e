"""Captures go to WARC files and come back: nothing is dropped unverified, all can still be read, any WARC can be imported."""

import gzip
import hashlib
import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import psycopg2
import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from include.newsdesk.cli.parser import main
from include.newsdesk.stages import batches, load, parse, validate
from include.newsdesk.stages.archive import FILE_BYTES, archive_captures
from include.newsdesk.stages.captures import CaptureGone, read_capture
from include.newsdesk.stages.imports import import_warc
from include.newsdesk.stages.replay import Choice, replay_articles
from include.newsdesk.stages.retry import retry_rejected
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.warc import ArchiveDamaged, ArchiveUnreadable, read_responses, verify_archive, write_archive
from tests.postgres import News
from tests.stored import FIRST, balance, ingest, page, store_pages

URLS = [f"https://post.example/{number}" for number in range(3)]
BROKEN = "https://post.example/broken"
OLD = FIRST.replace(hour=23, minute=59, second=58)  # Two captures before midnight, the others after it.


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEWSDESK_ARCHIVE_URL", str(tmp_path / "archive"))
    return tmp_path / "archive"


@pytest.fixture
def stored(news: News, archive: Path) -> News:
    """Three articles and one page in quarantine, captured around a midnight long ago."""
    news.query("create table raw.captures_20260302 partition of raw.captures for values from ('2026-03-02') to ('2026-03-03')")
    pages = {url: page(f"Wall story number {url[-1]}") for url in URLS} | {BROKEN: page("Wall", "CafÃ© Ã¼ber dem MÃ¤rz.")}
    ingest(store_pages(pages, news=news, at=OLD))
    return news


def captures(news: News) -> dict[int, tuple]:
    """Read every capture as a replay would."""
    ids = [row[0] for row in news.query("select capture_id from raw.known_captures order by 1")]
    with connected(news.loader_url) as connection:
        found = {one: read_capture(connection, one) for one in ids}
    return {one: (c.captured_at, c.final_url, c.content_type, hashlib.sha256(c.body).digest()) for one, c in found.items()}


def test_closed_days_are_archived_dropped_and_still_readable(stored: News, archive: Path) -> None:
    before = captures(stored)
    assert len(before) == 4
    done = archive_captures()
    assert (done["days"], done["captures"]) == (2, 4)
    assert captures(stored) == before
    assert stored.query("select count(*), to_regclass('raw.captures_20260302') from raw.captures") == [(0, None)]
    files = sorted(str(path.relative_to(archive)) for path in archive.rglob("*.*"))
    assert files == [f"2026/2026-03-0{day}.{kind}" for day in (2, 3) for kind in ("cdxj", "warc.gz")]
    noted = "select url, records, bytes, encode(sha256, 'hex') from ops.archives order by day"
    for url, records, size, digest in stored.query(noted):
        content = Path(url).read_bytes()
        assert (records, size, digest) == (2, len(content), hashlib.sha256(content).hexdigest())
    assert archive_captures()["days"] == 0


def test_an_archive_is_a_warc_as_others_read_it_and_its_index_leads_to_each_record(stored: News, archive: Path) -> None:
    archive_captures()
    path = archive / "2026" / "2026-03-02.warc.gz"
    with path.open("rb") as stream:
        records = [
            (r.rec_type, r.rec_headers.protocol, r.rec_headers.get_header("WARC-Target-URI"), len(r.content_stream().read()),
             r.digest_checker.passed)
            for r in ArchiveIterator(stream, check_digests=True)
        ]  # fmt: skip
    assert [record[0] for record in records] == ["warcinfo", "response", "metadata", "response", "metadata"]
    assert {record[1] for record in records} == {"WARC/1.1"}
    assert not any(record[4] is False for record in records)
    for line in (archive / "2026" / "2026-03-02.cdxj").read_text().splitlines():
        key, moment, facts = line.split(" ", 2)
        facts = json.loads(facts)
        assert key.startswith("example,post)/")
        assert moment.startswith("20260302235")
        with path.open("rb") as stream:
            stream.seek(int(facts["offset"]))
            record = next(iter(ArchiveIterator(stream)))
            assert record.rec_headers.get_header("WARC-Target-URI") == facts["url"]
            assert record.rec_headers.get_header("WARC-Payload-Digest") == f"sha1:{facts['digest']}"
            assert record.http_headers.get_header("Server") == "quay/1.0"
            assert record.http_headers.get_header("X-Archive-Orig-Content-Encoding") == "gzip"
        piece = path.read_bytes()[int(facts["offset"]) :][: int(facts["length"])]
        assert gzip.decompress(piece).startswith(b"WARC/1.1\r\n")


def test_a_large_day_is_split_and_each_index_names_its_own_file(stored: News, archive: Path) -> None:
    before = captures(stored)
    assert archive_captures(file_bytes=1) == {
        "days": 2,
        "captures": 4,
        "bytes": sum(p.stat().st_size for p in archive.rglob("*.gz")),
    }
    assert captures(stored) == before
    names = [f"2026-03-0{day}{part}" for day in (2, 3) for part in ("", "-2")]
    assert sorted(path.name for path in archive.rglob("*.gz")) == sorted(f"{name}.warc.gz" for name in names)
    for name in names:
        [line] = (archive / "2026" / f"{name}.cdxj").read_text().splitlines()
        facts = json.loads(line.split(" ", 2)[2])
        assert facts["filename"] == f"{name}.warc.gz"
        with (archive / "2026" / facts["filename"]).open("rb") as stream:
            stream.seek(int(facts["offset"]))
            assert next(iter(ArchiveIterator(stream))).rec_headers.get_header("WARC-Target-URI") == facts["url"]
    assert stored.query("select count(*), min(records), max(records) from ops.archives") == [(4, 1, 1)]


def test_replay_and_retry_read_from_the_archive(stored: News) -> None:
    archive_captures()
    stored.query("update news.articles set parser_version = '0'")
    assert replay_articles("one", Choice(outdated=True))["unchanged"] == 3
    assert main(["replay", "--dry-run"]) == 0
    assert retry_rejected() == {"from_capture": 1, "to_fetch": 0, "exhausted": 0, "batches": 1}
    [batch_id] = batches.batch_entries()
    assert ingest(batch_id)["new"] == 0
    assert stored.query("select attempts from ops.quarantine where status = 'open'") == [(2,)]
    assert balance(stored)[3:] == (1, 0, 0)


def test_a_page_that_is_nowhere_is_set_aside(stored: News) -> None:
    retry_rejected()
    stored.query("delete from raw.captures where final_url = %s", BROKEN)
    [batch_id] = batches.batch_entries()
    parse.parse({"batch_id": int(batch_id)})
    assert stored.query("select stage, reason from ops.quarantine where status = 'open'") == [("parse", "capture.gone")]
    with connected(stored.loader_url) as connection, pytest.raises(CaptureGone, match="4711"):
        read_capture(connection, 4711)


def test_days_that_are_not_old_enough_stay(news: News, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.now(UTC)
    ingest(store_pages({URLS[0]: page("Wall story number 0")}, news=news, at=now - timedelta(days=3)))
    ingest(store_pages({URLS[1]: page("Wall story number 1")}, news=news, at=now))
    assert archive_captures()["days"] == 0
    monkeypatch.setenv("NEWSDESK_ARCHIVE_AFTER_DAYS", "1")
    assert archive_captures()["days"] == 1
    assert news.query("select count(*) from raw.captures") == [(1,)]


def test_a_day_that_gets_captures_later_has_a_second_file(stored: News, archive: Path) -> None:
    archive_captures()
    ingest(store_pages({"https://post.example/late": page("Late story")}, news=stored, at=OLD))
    archive_captures()
    assert (archive / "2026" / "2026-03-02-2.warc.gz").exists()
    assert len(captures(stored)) == 5


def test_the_database_refuses_to_drop_what_is_in_no_archive(stored: News) -> None:
    for day, message in (("2026-03-02", "2 captures of 2026-03-02 are in no archive"), ("today", "is not over")):
        with pytest.raises(psycopg2.errors.RaiseException, match=message), connected(stored.loader_url) as connection, connection:
            connection.cursor().execute("select raw.drop_archived_day(%s)", (day,))
    assert stored.query("select count(*) from raw.captures") == [(4,)]


def test_a_run_that_breaks_off_before_the_rows_drops_nothing_and_is_repeated(stored: News) -> None:
    before = captures(stored)
    stored.query("revoke execute on function raw.drop_archived_day(date) from newsdesk_loader")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        archive_captures()
    assert stored.query("select (select count(*) from ops.archives), (select count(*) from raw.captures)") == [(0, 4)]
    stored.query("grant execute on function raw.drop_archived_day(date) to newsdesk_loader")
    assert archive_captures()["captures"] == 4
    assert captures(stored) == before


@pytest.mark.parametrize("harm", ["flip", "cut", "less"])
def test_damage_between_writing_and_reading_back_is_noticed(tmp_path: Path, harm: str) -> None:
    def responses():
        pages = {f"{url}/{n}": page(f"Story {n}") for n in range(5) for url in URLS}
        warc = tmp_path / "source.warc.gz"
        make_warc(warc, [(url, html, {}) for url, html in pages.items()])
        return [one for one in read_responses(str(warc), 10**6) if not isinstance(one, str)]

    path = tmp_path / "day.warc.gz"
    written = write_archive(str(path), responses(), FILE_BYTES)
    size, digest = verify_archive(str(path), written)
    assert (size, digest) == (path.stat().st_size, hashlib.sha256(path.read_bytes()).digest())
    content = bytearray(path.read_bytes())
    if harm == "flip":
        content[written[3].offset + written[3].length // 2] ^= 0xFF
    elif harm == "cut":
        del content[written[9].offset :]
    else:
        write_archive(str(path), responses()[1:], FILE_BYTES)
        content = bytearray(path.read_bytes())
    path.write_bytes(content)
    with pytest.raises(ArchiveDamaged):
        verify_archive(str(path), written)


def test_a_dry_run_names_the_days_and_without_an_archive_the_command_says_what_to_set(
    stored: News,
    archive: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert main(["archive", "--dry-run"]) == 0
    assert "would archive day=2026-03-02 captures=2" in caplog.text
    assert not archive.exists()
    monkeypatch.delenv("NEWSDESK_ARCHIVE_URL")
    assert main(["archive"]) == 1
    assert "set NEWSDESK_ARCHIVE_URL" in capsys.readouterr().err
    assert archive_captures() == {"days": 0, "captures": 0, "bytes": 0}
    assert stored.query("select count(*) from raw.captures") == [(4,)]


def make_warc(path: Path, pages: list[tuple[str, bytes, dict[str, str]]], at: datetime = FIRST) -> None:
    """Write responses as a crawler does, with warcio: as they came over the wire."""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=path.suffix == ".gz")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "a crawler"}))
        for url, body, headers in pages:
            lines = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))} | headers
            date = {"WARC-Date": f"{at:%Y-%m-%dT%H:%M:%SZ}"}
            http = StatusAndHeaders(lines.pop("Status", "200 OK"), list(lines.items()), protocol="HTTP/1.1")
            # Without their length, warcio buffers records in files that it leaves open.
            for kind, payload, more in (("response", body, {"http_headers": http}), ("metadata", b"fetchTimeMs: 3\r\n", {})):
                stream = BytesIO(payload)
                cut = {"WARC-Truncated": "length"} if url.endswith("/half") else {}
                writer.write_record(
                    writer.create_warc_record(url, kind, stream, len(payload), warc_headers_dict=date | cut, **more)
                )
        revisit = writer.create_revisit_record("https://post.example/again", "sha1:ABC", URLS[0], "2026-03-01T00:00:00Z")
        writer.write_record(revisit)


def run_due() -> None:
    for batch_id in batches.batch_entries():
        load.load(validate.validate(parse.parse({"batch_id": int(batch_id)})))


@pytest.mark.parametrize("name", ["crawl.warc.gz", "crawl.warc"])
def test_the_pages_of_a_foreign_warc_become_articles(news: News, tmp_path: Path, name: str) -> None:
    html = page("Wall story number 1")
    big = page("Wall story number 2") + b"<!--" + b"x" * 300_000 + b"-->"
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(html), html)
    make_warc(
        tmp_path / name,
        [
            (URLS[0], gzip.compress(page("Wall story number 0")), {"Content-Encoding": "gzip"}),
            (URLS[1], chunked, {"Transfer-Encoding": "chunked"}),
            (URLS[2], big, {}),
            (URLS[2] + "#again", big, {}),
            ("https://post.example/logo.png", b"\x89PNG\r\n", {"Content-Type": "image/png"}),
            ("https://post.example/gone", b"gone", {"Status": "404 Not Found"}),
            ("https://post.example/moved", b"", {"Status": "301 Moved", "Location": "/x"}),
            ("https://post.example/half", html[:-400], {}),
        ],
    )
    counts = import_warc(str(tmp_path / name), "Port Ellery Post", "en")
    assert (counts["taken"], counts["batches"], counts["revisit"], counts["repeated"], counts["truncated"]) == (3, 1, 1, 1, 1)
    assert counts["page.not_html"] == 1
    assert counts["page.gone"] == 1
    run_due()
    loaded = "select url, title, captured_at, first_seen_at from news.articles order by url"
    assert news.query(loaded) == [(url, f"Wall story number {url[-1]}", FIRST, FIRST) for url in URLS]
    assert news.query("select distinct cause from ops.batches") == [("import",)]
    assert balance(news) == (3, 0, 0, 0, 0, 0)
    assert news.query("select name, state from ops.feeds") == [("Port Ellery Post (imported)", "paused")]


def test_importing_again_takes_nothing_and_a_later_file_makes_revisions(news: News, tmp_path: Path) -> None:
    make_warc(tmp_path / "1.warc.gz", [(URLS[0], page("Wall story number 0"), {})])
    make_warc(tmp_path / "2.warc.gz", [(URLS[0], page("Wall story number 0", "A new end."), {})], at=FIRST + timedelta(days=1))
    assert import_warc(str(tmp_path / "1.warc.gz"), "Post", dry_run=True)["taken"] == 1
    assert news.query("select count(*) from ops.entries") == [(0,)]
    for name, taken in (("1", 1), ("1", 0), ("2", 1)):
        counts = import_warc(str(tmp_path / f"{name}.warc.gz"), "Post")
        assert (counts["taken"], counts["known"]) == (taken, 1 - taken)
        run_due()
    assert news.query("select revision, cause from news.article_revisions order by 1") == [(1, "first"), (2, "publisher")]


def test_an_archive_of_our_own_can_be_imported(stored: News, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive_captures()
    files = [str(path) for path in sorted(archive.rglob("*.warc.gz"))]
    assert main(["import-warc", *files, "--publisher", "Copy of the Post", "--language", "en"]) == 0
    run_due()
    assert stored.query("select count(*), sum(difference)::int from ops.balance where feed like 'Copy%%'") == [(1, 0)]
    assert stored.query("select count(*) from ops.entries where host = 'post.example'") == [(8,)]


def test_a_file_that_is_missing_or_no_warc_is_named(news: News, tmp_path: Path) -> None:
    (tmp_path / "text.warc").write_text("nothing of the kind\n" * 9)
    for name in ("missing.warc.gz", "text.warc"):
        with pytest.raises(ArchiveUnreadable, match=name):
            import_warc(str(tmp_path / name), "Post")
