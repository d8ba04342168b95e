"""Extract mutated pages until the time is up and report every error that is not a refusal.

    python -m tests.bench.fuzz_pages DATASET_DIR... --seconds 600 [--seed 1]

Does not score anything. Mutates stored pages: cuts, repeats, swaps, truncates, inserts bytes, nests deeply, and replaces values
in their JSON. Writes a crashing page to the current folder, so that it can become a test.
"""

import argparse
import gzip
import random
import re
import sys
import time
import traceback
from pathlib import Path

from include.newsdesk.articles import UnreadablePage, extract_article

JSON_VALUE = re.compile(rb'(":\s*)("(?:[^"\\]|\\.){0,200}"|\d+|true|false|null|\[|\{)')
SLOW_SECONDS = 3.0
VALUES = [
    b"null",
    b"1",
    b"[]",
    b"{}",
    b'""',
    b'["a", {"name": 3}]',
    b'{"@id": 7}',
    b"[[[]]]",
    b'"\\u0000"',
    b"-1e9",
    b'{"@type": ["NewsArticle", 5]}',
    b'"&lt;p&gt;"',
]
BYTES = [
    b"\x00",
    b"\xff\xfe",
    b"<",
    b">",
    b"</div>",
    b"</body>",
    b"<!--",
    b"]]>",
    b"<table><p>",
    b"<p",
    b"\xe2\x80",
    b"&#0;",
    b"&#x110000;",
    b"<svg><style>",
    b"<template>",
    b'<a href="http://[">',
    b'<img src="//[::1">',
    b'<time datetime="9999-99-99T99:99">',
    b'<meta property="article:published_time" content="0001-01-01T00:00:00-23:59">',
    b'<base href="http://[">',
    b'<link rel="canonical" href="http://[x">',
]


def mutate(html: bytes, chance: random.Random) -> bytes:
    """Apply one to six random changes."""
    for _ in range(chance.randint(1, 6)):
        at, size = chance.randrange(len(html) + 1), chance.choice((1, 10, 300, 5000))
        kind = chance.randrange(8)
        if kind == 0:
            html = html[:at] + html[at + size :]
        elif kind == 1:
            html = html[:at] + html[at : at + size] * chance.randint(2, 5) + html[at + size :]
        elif kind == 2:
            html = html[:at] + chance.choice(BYTES) * chance.randint(1, 3) + html[at:]
        elif kind == 3:
            html = html[:at] + chance.randbytes(min(size, 50)) + html[at:]
        elif kind == 4 and chance.random() < 0.2:
            html = html[:at]
        elif kind == 5 and chance.random() < 0.1:
            html = html[:at] + b"<div>" * chance.choice((50, 390, 3000)) + html[at:]
        else:
            places = [match.span(2) for match in JSON_VALUE.finditer(html)]
            if places:
                start, end = chance.choice(places)
                html = html[:start] + chance.choice(VALUES) + html[end:]
    return html


def main() -> None:
    """Read the arguments and fuzz."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folders", type=Path, nargs="+")
    arguments.add_argument("--seconds", type=float, default=600)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    pages = sorted(page for folder in options.folders for page in (folder / "pages").glob("*.html.gz"))
    if not pages:
        sys.exit("no stored pages in these folders")
    chance = random.Random(options.seed)
    end = time.monotonic() + options.seconds
    tried = refused = crashed = 0
    slowest = 0.0
    while time.monotonic() < end:
        page = chance.choice(pages)
        html = mutate(gzip.decompress(page.read_bytes()), chance)
        tried += 1
        start = time.process_time()
        try:
            extract_article(html, "https://news.example/2024/05/06/story")
        except UnreadablePage:
            refused += 1
        except Exception:
            crashed += 1
            Path(f"crash_{tried}.html").write_bytes(html)
            sys.stderr.write(f"page={page.name} try={tried}\n{traceback.format_exc()}\n")
        spent = time.process_time() - start
        if spent > SLOW_SECONDS:
            Path(f"slow_{tried}.html").write_bytes(html)
            sys.stderr.write(f"slow page={page.name} try={tried} seconds={spent:.1f}\n")
        slowest = max(slowest, spent)
    sys.stdout.write(f"tried={tried} refused={refused} crashed={crashed} slowest_seconds={slowest:.2f}\n")


if __name__ == "__main__":
    main()
