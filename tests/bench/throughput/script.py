"""What a competent engineer writes in an afternoon: feeds in, articles out, 16 threads. Runs in an interpreter of its own.

    python script.py FEEDS.txt postgresql://...

Knows the addresses it has stored, so that a second run only reads feeds. Does not notice edits.
"""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import feedparser
import psycopg2
import requests
import trafilatura

TABLE = """
create table if not exists articles (
  url text primary key, feed text not null, title text, author text, published text, language text, text text not null,
  tags text[], image text, stored_at timestamptz not null default now()
)
"""
INSERT = """
insert into articles (url, feed, title, author, published, language, text, tags, image)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict (url) do nothing
"""
local = threading.local()


def session():
    if not hasattr(local, "session"):
        local.session = requests.Session()
        local.session.headers["User-Agent"] = "news-script/1.0"
    return local.session


def database():
    if not hasattr(local, "database"):
        local.database = psycopg2.connect(sys.argv[2])
        local.database.autocommit = True
    return local.database.cursor()


def read_feed(url):
    answer = session().get(url, timeout=30)
    answer.raise_for_status()
    return [(url, entry) for entry in feedparser.parse(answer.content).entries if entry.get("link")]


def store(feed, entry):
    answer = session().get(entry.link, timeout=30)
    answer.raise_for_status()
    found = trafilatura.bare_extraction(answer.content, url=entry.link, with_metadata=True)
    if found is None or not found.text:
        return
    published = entry.get("published") or found.date
    with database() as cursor:
        row = (entry.link, feed, entry.get("title") or found.title, found.author, published, found.language, found.text)
        cursor.execute(INSERT, (*row, found.tags, found.image))


def main():
    feeds = Path(sys.argv[1]).read_text().split()
    with database() as cursor:
        cursor.execute(TABLE)
        cursor.execute("select url from articles")
        known = {url for (url,) in cursor.fetchall()}
    with ThreadPoolExecutor(16) as threads:
        entries = {entry.link: (feed, entry) for found in threads.map(read_feed, feeds) for feed, entry in found}
        jobs = [threads.submit(store, *entry) for link, entry in entries.items() if link not in known]
    for job in jobs:
        if job.exception():
            print("failed:", job.exception(), file=sys.stderr)


if __name__ == "__main__":
    main()
