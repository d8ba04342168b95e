"""Articles leave the warehouse as the analyst, whole, in bounded memory, and in a form that reads back the same."""

import csv
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from include.newsdesk.cli.parser import main
from include.newsdesk.stages.export import COLUMNS
from tests.postgres import News

ROOT = Path(__file__).parents[2]
PEAK = """
import resource, sys
from include.newsdesk.cli.parser import main
status = main(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
sys.exit(status)
"""
ARTICLES = """
insert into news.articles (
  publisher_id, url, title, body, body_html, authors, tags, language, kind, paywalled, word_count, published_at,
  published_precision, modified_at, first_seen_at, captured_at, confirmed_at, text_hash, capture_id, parser_version)
select
  1 + n %% 2, 'https://gazette.example/' || n, 'Harbour "wall", part ' || n || E'\n; '
    || case n %% 2 when 0 then '港湾通信' else 'É' end,
  case n when 1 then '' else repeat('x', 3000) end, '',
  case when n %% 3 = 0 then '{"Ada Quill","O''Hara, Bo"}' else '{}' end::text[],
  '{ferry,"sea, wall"}', 'en', 'article', case n %% 3 when 0 then true when 1 then false end, n,
  case when n %% 5 > 0 then timestamptz '2026-03-01 08:00:00.123456+00' + n * interval '1 minute' end, 'second', null,
  timestamptz '2026-03-01 09:00+00' + n * interval '1 minute', now(), now(), sha256('x'), 1, '1'
from generate_series(1, %s) as n
"""
WITHOUT_INDEXES = """
do $$ declare one regclass; begin
  for one in select indexrelid from pg_index where indrelid = 'news.articles'::regclass and not indisunique
  loop execute 'drop index ' || one; end loop;
end $$
"""


@pytest.fixture
def analyst(news: News, monkeypatch: pytest.MonkeyPatch) -> News:
    news.query("insert into news.publishers (name, country) values ('The Gazette', 'GB'), ('Le Phare', null)")
    monkeypatch.setenv("NEWSDESK_DATABASE_URL", news.analyst_url)
    return news


def expected(news: News, where: str = "true") -> list[dict[str, Any]]:
    names = ", ".join({"publisher": "p.name", "country": "p.country"}.get(name, f"a.{name}") for name in COLUMNS)
    rows = news.query(
        f"select {names} from news.articles as a join news.publishers as p using (publisher_id) where {where} order by change_seq"
    )
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def read_parquet(path: Path) -> list[dict[str, Any]]:
    return parquet.read_table(path).to_pylist()


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    return [typed(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def read_csv(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [typed({name: text or None for name, text in row.items()}) for row in csv.DictReader(file)]


def typed(row: dict[str, Any]) -> dict[str, Any]:
    """Give the values of a row that came as text the types that the columns have."""
    readers = {
        "time": datetime.fromisoformat, "bool": lambda v: v in (True, "True"), "int64": int, "int32": int, "float32": float,
        "strings": lambda v: json.loads(v) if isinstance(v, str) else v, "string": str,
    }  # fmt: skip
    read = {name: None if row[name] is None else readers[kind](row[name]) for name, kind in COLUMNS.items()}
    return read | {"body": read["body"] or ""}


@pytest.mark.parametrize(("form", "read"), [("parquet", read_parquet), ("jsonl", read_jsonl), ("csv", read_csv)])
def test_what_was_exported_reads_back_the_same(analyst: News, tmp_path: Path, form: str, read: Any) -> None:
    analyst.query(ARTICLES, 1234)
    path = tmp_path / f"articles.{form}"
    assert main(["export", "--format", form, "--output", str(path)]) == 0
    assert read(path) == expected(analyst)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_c54_a_spreadsheet_finds_no_formula_in_csv_and_other_forms_stay_as_they_are(
    analyst: News, tmp_path: Path, sign: str
) -> None:
    analyst.query(ARTICLES, 2)
    text = f'{sign}HYPERLINK("https://trap.example/"), \'=1'
    analyst.query(
        "update news.articles set title = %s, section = %s, subtitle = 'a = b', body = '-1' where article_id = 1", text, text
    )
    rows = {}
    for form, read in (("parquet", read_parquet), ("jsonl", read_jsonl), ("csv", read_csv)):
        assert main(["export", "--format", form, "--output", str(tmp_path / form)]) == 0
        rows[form] = read(tmp_path / form)
    plain, other = expected(analyst)
    assert rows["parquet"] == rows["jsonl"] == [plain, other]
    assert rows["csv"] == [plain | {"title": f"'{text}", "section": f"'{text}", "body": "'-1"}, other]


def test_an_export_of_nothing_is_a_file_with_no_rows(analyst: News, tmp_path: Path) -> None:
    for form, read in (("parquet", read_parquet), ("jsonl", read_jsonl), ("csv", read_csv)):
        assert main(["export", "--format", form, "--output", str(tmp_path / form)]) == 0
        assert read(tmp_path / form) == []
    assert (tmp_path / "csv").read_text().startswith("article_id,url,publisher,")


def test_time_and_publisher_choose_the_articles(analyst: News, tmp_path: Path) -> None:
    analyst.query(ARTICLES, 100)
    path = tmp_path / "some.jsonl"
    times = ["--since", "2026-03-01T10:00", "--until", "2026-03-01T11:30+01:00"]
    assert main(["export", *times, "--publisher", "The Gazette", "--format", "jsonl", "--output", str(path)]) == 0
    where = "first_seen_at >= '2026-03-01 10:00+00' and first_seen_at < '2026-03-01 10:30+00' and p.name = 'The Gazette'"
    assert read_jsonl(path) == expected(analyst, where) != []
    assert min(row["first_seen_at"] for row in read_jsonl(path)) == datetime(2026, 3, 1, 10, 0, tzinfo=UTC)


def test_an_export_goes_on_where_the_last_one_ended(analyst: News, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    analyst.query(ARTICLES, 10)
    assert main(["export", "--format", "jsonl", "--output", str(tmp_path / "first")]) == 0
    last = capsys.readouterr().err.rsplit("--since-seq ")[-1].strip()
    analyst.query("update news.articles set title = 'Corrected', change_seq = nextval('news.change_seq') where article_id = 3")
    assert main(["export", "--since-seq", last, "--format", "jsonl", "--output", str(tmp_path / "next")]) == 0
    assert [(row["article_id"], row["title"]) for row in read_jsonl(tmp_path / "next")] == [(3, "Corrected")]


def test_a_file_that_is_there_is_kept_unless_forced(analyst: News, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "articles.csv"
    path.write_text("mine")
    command = ["export", "--format", "csv", "--output", str(path)]
    assert main(command) == 1
    assert "--force" in capsys.readouterr().err
    assert path.read_text() == "mine"
    assert main([*command, "--force"]) == 0
    assert path.read_text().startswith("article_id,")


def test_an_export_that_fails_leaves_what_was_there_and_no_draft(
    analyst: News, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "articles.csv"
    path.write_text("mine")
    command = ["export", "--format", "csv", "--output", str(path), "--force", "--publisher", "Nobody"]
    assert main(command) == 1
    assert "There is no such publisher" in capsys.readouterr().err
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]
    assert main(["export", "--format", "csv", "--output", str(tmp_path / "no" / "folder.csv")]) == 1
    assert "The file can't be written" in capsys.readouterr().err


def test_a_pipe_gets_the_rows_alone_and_may_close_early(analyst: News) -> None:
    analyst.query(ARTICLES, 3000)
    command = [sys.executable, "-m", "include.newsdesk", "export", "--format", "jsonl"]
    whole = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert [json.loads(line)["article_id"] for line in whole.stdout.splitlines()] == list(range(1, 3001))
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as piped:
        assert piped.stdout is not None and piped.stderr is not None
        piped.stdout.readline()
        piped.stdout.close()
        assert "Traceback" not in piped.stderr.read()
    assert piped.returncode == 1


def test_memory_does_not_grow_with_the_rows(analyst: News, tmp_path: Path) -> None:
    analyst.query(WITHOUT_INDEXES)
    analyst.query(ARTICLES, 50_000)

    def peak_kilobytes(form: str, *some: str) -> int:
        command = [
            sys.executable,
            "-c",
            PEAK,
            "export",
            "--format",
            form,
            "--output",
            str(tmp_path / f"{form}{len(some)}"),
            *some,
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        return int(done.stdout)

    for form in ("jsonl", "parquet"):
        grown = peak_kilobytes(form) - peak_kilobytes(form, "--until", "2026-03-04")
        assert grown < 40_000, f"{form}: 50,000 articles are 150 MB of text"
