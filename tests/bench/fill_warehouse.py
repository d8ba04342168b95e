"""Fill a warehouse with invented articles, to measure questions on it.

    python -m tests.bench.fill_warehouse FOLDER --articles 1000000

Starts an embedded Postgres in FOLDER, migrates it and copies in articles of about 3 KB over 730 days: 500 publishers and the
words of 200 topics by Zipf's law, 8 % copies, 10 % edited, with addresses, images, entries, tags and authors. Ordinary indexes
are dropped before and built after: the backfill mode. The same seed makes the same articles, but for the time of the run.

Paragraphs are drawn from 250 of each topic, so phrases recur more than in real news; a story is what is written on a topic
in one language within six hours (longer where there are fewer articles). There are no captures and no signatures. Needs about
13 KB of disk for each article. Does not remove the folder.
"""

import argparse
import itertools
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import numpy
import psycopg2

from include.newsdesk.local.postgres import EmbeddedPostgres
from include.newsdesk.warehouse.migrations import migrate
from include.newsdesk.warehouse.roles import ensure_roles

PUBLISHERS, TOPICS, PARAGRAPHS, AUTHORS, DAYS, CHUNK = 500, 200, 250, 4_000, 730, 5_000
TABLES = ("news.articles", "news.article_revisions", "news.article_urls", "news.media", "ops.entries")
COUNTED = ("news.stories", "news.story_articles", "marts.daily_publisher", "marts.daily_totals", "news.publishers")
LANGUAGES, SHARES = ("en", "de", "fr", "es", "it", "und"), (0.6, 0.12, 0.1, 0.1, 0.05, 0.03)
SECTIONS = ("Local", "Politics", "Business", "Sport", "Culture", "Science", "World", "Weather")
STOP_WORDS = re.findall(r"\w+", "the of and to a in is that for it was on with as by at from his an are were which be this has")
# Words that the questions ask for, each one's in five topics of 200; "harbour wall" and "city council" are drawn as pairs.
KNOWN = ("harbour wall", "city council", "ferry", "budget", "strike", "election", "flood", "museum")
RARE = "vellichor"
COLUMNS = {
    "news.articles": "article_id, publisher_id, url, title, subtitle, body, body_html, authors, section, tags, language, kind, "
    "paywalled, word_count, published_at, published_precision, published_source, modified_at, first_seen_at, captured_at, "
    "confirmed_at, loaded_at, updated_at, revision, change_seq, duplicate_of, duplicate_similarity, duplicate_reason, text_hash, "
    "capture_id, parser_version",
    "news.article_revisions": "article_id, revision, valid_from, cause, changed, title, body, authors, published_at, text_hash, "
    "capture_id, parser_version",
    "news.article_urls": "url, article_id, relation, first_seen_at",
    "news.media": "article_id, position, kind, url, caption",
    "ops.entries": "feed_id, entry_key, link, url, host, title, fingerprint, capture_id, first_seen_at, last_seen_at, "
    "changed_at, state, article_id",
}
Rows = dict[str, list[tuple[object, ...]]]


class World:
    """What articles are drawn from: the paragraphs and titles of each topic."""

    def __init__(self, seed: int, now: datetime, articles: int) -> None:
        self.seed, self.now, self.articles = seed, now, articles
        rng = numpy.random.default_rng(seed)
        sounds = re.findall(r"\w+", "ba ce do fi gu ha je ka li mo na pe qui ro su ta ve wo xi yo zu é ö ñ sch tr ing er th")
        words = {"".join(rng.choice(sounds, size)) for size in rng.integers(1, 6, 60_000)}
        self.words = numpy.array(sorted(words))
        rng.shuffle(self.words)
        self.words[: len(STOP_WORDS)] = STOP_WORDS
        self.general = zipf(len(self.words), 1.0)
        self.paragraphs = [self.topic(numpy.random.default_rng([seed, topic]), topic) for topic in range(TOPICS)]
        self.topic_shares, self.publisher_shares = zipf(TOPICS, 0.7), zipf(PUBLISHERS, 1.0)
        self.languages = ["en", "en", "en", *rng.choice(LANGUAGES, PUBLISHERS - 3, p=SHARES).tolist()]
        names = ("Ada", "Bo", "Cleo", "Dov", "Eira", "Finn", "Gwen", "Hal", "Ines", "Jun")
        self.authors = ["Ada Quill", *(f"{names[n % 10]} {self.words[n].title()}" for n in range(1, AUTHORS))]

    def topic(self, rng: numpy.random.Generator, number: int) -> list[str]:
        """Write the paragraphs of a topic: every third word is one of its 300 own."""
        own = rng.choice(self.words[len(STOP_WORDS) :], 300)
        if 20 <= number % 40 < 20 + len(KNOWN):
            own[0] = KNOWN[number % 40 - 20]
        if number == TOPICS - 1:
            own[-1] = RARE
        text = numpy.where(
            rng.random((PARAGRAPHS, 58)) < 0.33,
            rng.choice(own, (PARAGRAPHS, 58), p=zipf(300, 0.8)),
            rng.choice(self.words, (PARAGRAPHS, 58), p=self.general),
        )
        return [" ".join(line).capitalize() + "." for line in text]

    def chunk(self, number: int) -> Rows:
        """Draw the rows of all tables for one chunk of articles."""
        rng = numpy.random.default_rng([self.seed, TOPICS + number])
        ids = range(number * CHUNK + 1, min((number + 1) * CHUNK, self.articles) + 1)
        size = len(ids)
        draws = zip(
            ids, rng.choice(TOPICS, size, p=self.topic_shares), rng.choice(PUBLISHERS, size, p=self.publisher_shares) + 1,
            rng.integers(0, PARAGRAPHS, (size, 9)), rng.random((size, 8)), strict=True,
        )  # fmt: skip
        rows: Rows = {table: [] for table in TABLES}
        texts: list[tuple[str, str]] = []
        for article_id, topic, publisher, chosen, chance in draws:
            paragraphs = self.paragraphs[topic]
            title = " ".join(paragraphs[chosen[0]].split()[5 : 14 + int(chance[0] * 4)]).capitalize()
            texts.append((title, "\n\n".join(paragraphs[n] for n in chosen[1 : 5 + int(chance[1] * 5)])))
            original = ids[0] + int(chance[2] * (len(texts) - 1)) if chance[3] < 0.08 and len(texts) > 1 else None
            if original:
                texts[-1] = texts[original - ids[0]]
            self.add(rows, article_id, texts[-1], int(publisher), topic, original, chance)
        return rows

    def add(
        self, rows: Rows, article_id: int, text: tuple[str, str], publisher: int, topic: int, original: int | None,
        chance: numpy.ndarray,
    ) -> None:  # fmt: skip
        """Add the rows of one article."""
        title, body = text
        published = self.now - timedelta(days=DAYS * (1 - article_id / self.articles), seconds=int(chance[4] * 3600))
        seen = published + timedelta(seconds=60 + int(chance[5] * 1800))
        loaded = seen + timedelta(seconds=20 + int(chance[6] ** 4 * 900))
        edited = chance[7] < 0.1
        hashed, url = sha256(title.encode() + body.encode()).digest(), f"https://news.example/a/{article_id}"
        authors = [self.authors[int(chance[0] ** 2 * AUTHORS)]] if chance[1] < 0.7 else []
        tags = [f"topic {topic}", f"tag {int(chance[2] ** 2 * 3000)}", f"tag {int(chance[5] ** 3 * 300)}"]
        date = published if chance[6] < 0.95 else None
        now_title = f"{title} (updated)" if edited else title
        rows["news.articles"].append((
            article_id, publisher, url, now_title, None, body, "", authors, SECTIONS[topic % 8], tags,
            self.languages[publisher - 1], "article",
            chance[3] > 0.9, body.count(" ") + 1, date, date and "second", date and "jsonld", None, seen, seen, seen, loaded,
            loaded, 2 if edited else 1, article_id, original, original and 0.97, original and "near_copy", hashed, 1, "1",
        ))  # fmt: skip
        version = (article_id, 1, seen, "first", [], title, body, authors, date, hashed, 1, "1")
        rows["news.article_revisions"].append(version)
        if edited:
            later = (article_id, 2, seen + timedelta(hours=1), "publisher", ["title"], now_title, None, *version[7:])
            rows["news.article_revisions"].append(later)
        rows["news.article_urls"].append((url, article_id, "canonical", seen))
        if chance[7] > 0.7:
            rows["news.article_urls"].append((f"{url}?page=1", article_id, "link", seen))
        if chance[2] < 0.6:
            rows["news.media"].append((article_id, 0, "image", f"{url}.jpg", title[:60]))
        rows["ops.entries"].append((
            publisher, url, url, url, "news.example", title, hashed, 1, seen, seen, seen, "duplicate" if original else "loaded",
            article_id,
        ))  # fmt: skip


def zipf(size: int, exponent: float) -> numpy.ndarray:
    """Weigh ranks 1 to size by Zipf's law."""
    weights = 1 / numpy.arange(1, size + 1) ** exponent
    return weights / weights.sum()


class CopyText:
    """Rows as the text that COPY reads, a piece at a time."""

    def __init__(self, rows: list[tuple[object, ...]]) -> None:
        self.lines: Iterator[str] = ("\t".join(map(field, row)) + "\n" for row in rows)

    def read(self, size: int = 65_536) -> str:
        """Give the next rows, about `size` characters."""
        return "".join(itertools.islice(self.lines, max(1, size // 4000)))


def field(value: object) -> str:
    """Write one value in COPY's text format."""
    if value is None:
        return r"\N"
    if isinstance(value, bytes):
        return rf"\\x{value.hex()}"
    if isinstance(value, list):
        return "{" + ",".join('"' + str(item).replace('"', "") + '"' for item in value) + "}"
    return str(value).replace("\\", "\\\\").replace("\n", "\\n")


def fill(url: str, articles: int, report: Callable[[str], None], seed: int = 1, jobs: int = 2) -> None:
    """Fill a migrated, empty database as its owner."""
    now = datetime.now(UTC).replace(microsecond=0)
    world = World(seed, now, articles)
    run(url, NEWSROOM, PUBLISHERS)
    indexes = run(url, INDEXES, list(TABLES))
    run(url, "drop index " + ", ".join(name for name, _ in indexes))
    done = itertools.count(1)
    chunks = -(-articles // CHUNK)

    def copy(number: int) -> None:
        connection = psycopg2.connect(url)
        try:
            with connection, connection.cursor() as cursor:
                for table, rows in world.chunk(number).items():
                    cursor.copy_expert(f"copy {table} ({COLUMNS[table]}) from stdin", CopyText(rows), size=1 << 18)
        finally:
            connection.close()
        report(f"{min(next(done) * CHUNK, articles):,} of {articles:,} articles")

    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(copy, range(chunks)))
    for name, definition in indexes:
        report(f"building {name}")
        run(url, "set maintenance_work_mem = '512MB'; " + definition)
    report("making stories, counting the days, setting the sequences, vacuuming")
    run(url, STORIES, 6 * 3600 * 1_000_000 // articles)
    run(url, "select setval('news.change_seq', %s)", articles)
    run(url, "select setval(pg_get_serial_sequence('news.articles', 'article_id'), %s)", articles)
    run(url, DAILY)
    run(url, TOTALS)
    run(url, "update ops.mart_cursor set change_seq = %s", articles)
    for table in (*TABLES, *COUNTED):
        run(url, f"vacuum (analyze) {table}", in_transaction=False)


NEWSROOM = """
insert into news.publishers (name, country, language) select 'Publisher ' || n, 'GB', 'en' from generate_series(1, %s) as n;
insert into ops.feeds (publisher_id, name, configured_url, url, host)
select publisher_id, name, url, url, 'news.example'
from news.publishers, concat('https://news.example/', publisher_id, '.rss') as url
order by publisher_id
"""
STORIES = """
create temporary table story as
select min(article_id) over s as story_id, article_id, publisher_id, language, title, coalesce(published_at, first_seen_at) as at
from news.articles
window s as (partition by tags[1], language, date_bin(make_interval(secs => %s), loaded_at, timestamptz '2000-01-01'));
insert into news.stories (story_id, language, title, first_at, last_at, articles, publishers, terms, method)
select
  story_id, min(language), min(title) filter (where article_id = story_id), min(at), max(at), count(*),
  count(distinct publisher_id), '{}', 'invented'
from story group by story_id;
insert into news.story_articles (article_id, story_id, similarity)
select article_id, story_id, case article_id when story_id then 1 else 0.5 end from story
"""
INDEXES = """
select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index
where not indisunique and indrelid = any(%s::regclass[])
"""
DAILY = """
insert into marts.daily_publisher (
  day, publisher_id, language, section, articles, originals, dated, authored, pictured, edited, words)
select
  (coalesce(a.published_at, a.first_seen_at) at time zone 'UTC')::date, publisher_id, language, coalesce(section, ''), count(*),
  count(*) filter (where duplicate_of is null), count(published_at), count(*) filter (where authors <> '{}'), count(m.article_id),
  count(*) filter (where revision > 1), sum(word_count)
from news.articles as a left join news.media as m on m.article_id = a.article_id and m.position = 0
group by 1, 2, 3, 4
"""
TOTALS = """
insert into marts.daily_totals (day, articles, originals, words)
select day, sum(articles), sum(originals), sum(words) from marts.daily_publisher group by day
"""
SIZES = """
select n.nspname || '.' || c.relname as name, pg_size_pretty(pg_relation_size(c.oid)) as heap,
  pg_size_pretty(coalesce(pg_relation_size(c.reltoastrelid), 0)) as out_of_line,
  pg_size_pretty(pg_indexes_size(c.oid)) as indexes, pg_size_pretty(pg_total_relation_size(c.oid)) as whole
from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
where c.relkind = 'r' and n.nspname in ('news', 'ops', 'marts') and pg_total_relation_size(c.oid) > 1000000
union all
select 'database', '', '', '', pg_size_pretty(pg_database_size(current_database()))
union all
select 'index ' || indexrelid::regclass, '', '', pg_size_pretty(pg_relation_size(indexrelid)), ''
from pg_index where indrelid = 'news.articles'::regclass
"""


def run(url: str, text: str, *params: object, in_transaction: bool = True) -> list[tuple]:
    """Run a statement in a session of its own."""
    connection = psycopg2.connect(url)
    connection.autocommit = not in_transaction
    try:
        with connection.cursor() as cursor:
            cursor.execute(text, params or None)
            rows = cursor.fetchall() if cursor.description else []
        if in_transaction:
            connection.commit()
        return rows
    finally:
        connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="new folder for the server and its data")
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--jobs", type=int, default=2, help="connections that copy at the same time")
    options = parser.parse_args()
    began = time.monotonic()
    with EmbeddedPostgres(options.folder) as postgres:
        url = postgres.url("postgres")
        migrate(url)
        ensure_roles(url, "loader", "receiver", "analyst")
        fill(
            url, options.articles, lambda line: print(f"{time.monotonic() - began:7.1f} s  {line}", flush=True), jobs=options.jobs
        )
        took = time.monotonic() - began
        print(f"{options.articles:,} articles in {took:.0f} s, {options.articles / took:,.0f} a second with all indexes")
        for row in run(url, SIZES):
            print("  {:50} heap {:>8}  out of line {:>8}  indexes {:>8}  {:>8}".format(*row))


if __name__ == "__main__":
    main()
