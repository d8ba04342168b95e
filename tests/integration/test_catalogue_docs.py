"""What is generated from the schema is up to date, whole, and makes the same schema again."""

import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import psycopg2
import pytest
import yaml

from include.newsdesk.local.catalogue_docs import documents, dump_schema
from include.newsdesk.local.postgres_binaries import installed_binaries
from include.newsdesk.warehouse import migrations
from include.newsdesk.warehouse.diagram import WIDTH, arrange, box_height, draw
from include.newsdesk.warehouse.dictionary import Table, read_dictionary
from tests.postgres import News

ROOT = Path(__file__).parents[2]
CURE = "it is generated: run `make docs`"
ARTICLE = """
insert into news.articles (
  publisher_id, url, title, body, body_html, language, kind, word_count, first_seen_at, captured_at, confirmed_at, text_hash,
  capture_id, parser_version)
select publisher_id, 'https://gazette.example/' || md5(%(title)s), %(title)s, '', '', %(language)s, 'article', 0, now(), now(),
  now(), sha256('x'), 1, '1'
from news.publishers
"""
SEARCH = """
select count(*) from news.articles
where search @@ websearch_to_tsquery(news.text_search_config(%(language)s), %(words)s) and language = %(language)s
"""


@pytest.fixture
def tables(news: News) -> list[Table]:
    connection = psycopg2.connect(news.owner_url)
    try:
        return read_dictionary(connection)
    finally:
        connection.close()


def test_generated_files_are_up_to_date(empty_database: str) -> None:
    migrations.migrate(empty_database)
    stale = [path for path, text in documents(empty_database).items() if (ROOT / path).read_text(encoding="utf-8") != text]
    assert stale == [], CURE


def test_schema_sql_makes_the_schema_that_the_migrations_make(empty_database: str, news: News) -> None:
    path = ROOT / "include/newsdesk/warehouse/schema.sql"
    command = [str(installed_binaries() / "psql"), empty_database, "-q", "-v", "ON_ERROR_STOP=1", "-f", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert dump_schema(empty_database) == path.read_text(encoding="utf-8"), CURE


def test_every_schema_table_view_and_column_is_described(tables: list[Table], news: News) -> None:
    bare = [table.full_name for table in tables if not table.comment]
    bare += [f"{table.full_name}.{column.name}" for table in tables for column in table.columns if not column.comment]
    assert bare == [], "a line `-- marts.view.column: text` in a migration describes a view's column"
    assert all(
        news.query("select obj_description(oid) from pg_namespace where nspname in ('news', 'marts', 'ops', 'raw', 'staging')")
    )


def test_sources_hold_what_analysts_read_and_nothing_else(tables: list[Table]) -> None:
    sources = yaml.safe_load((ROOT / "docs/sources.yml").read_text(encoding="utf-8"))["sources"]
    listed = {f"{source['schema']}.{table['name']}" for source in sources for table in source["tables"]}
    assert listed == {t.full_name for t in tables if t.schema in ("news", "marts")} - {"news.signatures"}
    articles = next(t for s in sources if s["name"] == "news" for t in s["tables"] if t["name"] == "articles")
    tests = {column["name"]: column.get("tests", []) for column in articles["columns"]}
    assert tests["url"] == ["unique", "not_null"]
    assert tests["duplicate_of"] == [{"relationships": {"to": "source('news', 'articles')", "field": "article_id"}}]
    assert articles["loaded_at_field"] == "loaded_at"


def test_the_diagram_has_every_table_and_reference_and_no_two_boxes_overlap(tables: list[Table]) -> None:
    svg = ElementTree.fromstring(draw(tables))  # noqa: S314 - our own
    namespace = "{http://www.w3.org/2000/svg}"
    drawn = {t.full_name: t for t in tables if t.kind == "table"}
    titles = {e.text for e in svg.iter(f"{namespace}text")}
    assert set(drawn) <= titles
    arrows = [e for e in svg.iter(f"{namespace}path") if e.get("class") == "arrow"]
    assert len(arrows) == sum(column.references is not None for t in drawn.values() for column in t.columns)
    boxes = [(x, y, box_height(drawn[name])) for name, (x, y) in arrange(drawn).items()]
    for number, (x, y, height) in enumerate(boxes):
        for other_x, other_y, other_height in boxes[number + 1 :]:
            assert x + WIDTH <= other_x or other_x + WIDTH <= x or y + height <= other_y or other_y + other_height <= y


@pytest.mark.parametrize(
    ("language", "title", "found", "not_found"),
    [
        ("fr", "Le président à l'Élysée", "elysee", "lycee"),
        ("de", "Bürgermeister der Städte", "Burgermeister Stadt", "Bruder"),
        ("sv", "Tåg stod stilla i Malmö", "malmo tåg", "mal"),
        ("es", "Lluvias en Cañón Hondo", "canon", "caña"),
        ("ru", "Ещё один самолёт приземлился", "самолет", "поезд"),
        ("en", "Café owners protest", "cafes protesting", "farm"),
        ("xx", "Žádná řeč", "zadna rec", "zad"),
    ],
)
def test_a_search_finds_words_whatever_their_accents(news: News, language: str, title: str, found: str, not_found: str) -> None:
    news.query("insert into news.publishers (name) values ('The Gazette')")
    insert(news.owner_url, title, language)
    assert search(news.analyst_url, language, found) == 1
    assert search(news.analyst_url, language, not_found) == 0


def test_articles_that_were_there_before_are_found_without_accents_too(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = migrations.migration_files()
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "migration_files", lambda: {n: t for n, t in texts.items() if n < "0020"})
        migrations.migrate(empty_database)
    run(empty_database, "insert into news.publishers (name) values ('The Gazette')")
    insert(empty_database, "Le président à l'Élysée", "fr")
    assert search(empty_database, "fr", "elysee") == 0
    migrations.migrate(empty_database)
    assert search(empty_database, "fr", "elysee") == 1


def insert(url: str, title: str, language: str) -> None:
    run(url, ARTICLE, {"title": title, "language": language})


def search(url: str, language: str, words: str) -> int:
    return run(url, SEARCH, {"language": language, "words": words})[0][0]


def run(url: str, text: str, params: dict[str, str] | None = None) -> list[tuple]:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(text, params)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()
