"""Near copies: precision and recall of MinHash on pages whose text was cut out in different ways, and documents a second.

    python -m tests.bench.near_copies FOLDER     (or NEWSDESK_SHARED, the folder above it)

FOLDER holds sets of stored pages: SET/truth.jsonl and SET/pages/ID.html.gz. Each page gives up to five texts: the body that
people marked, what Newsdesk reads, the paragraphs of the fullest <article>, all long paragraphs, and the body declared in
JSON-LD. Two texts of one page are a true pair: one article, trimmed differently, as AMP pages, mobile pages and syndicated
copies are. Pairs across pages are wrong, unless their exact similarity is 0.5 or more: the sets hold some articles twice.

Recall over all true pairs says as much about the readers as about the method (a reader that takes a page's teasers for its
article makes a true pair with nothing in common); recall over pairs with an exact similarity of 0.5 and more is the method's.
"""

import gzip
import itertools
import json
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import lxml.html
import numpy as np
from lxml.html import HtmlElement

from include.newsdesk.articles import UnreadablePage, extract_article
from include.newsdesk.matching.minhash import NEAR_COPY_SIMILARITY, bands, signature, similarity
from include.newsdesk.matching.shingles import shingles

FEWEST_WORDS = 50
DECLARED_BODY = re.compile(r'"articleBody"\s*:\s*("(?:[^"\\]|\\.)*")')


def main() -> None:
    texts = list(read_texts(pages_folder()))
    if not texts:
        sys.exit("no SET/truth.jsonl with pages in that folder: nothing measured")
    signatures, seconds = sign([text for _, text in texts])
    pieces = [frozenset(shingles(text).tolist()) for _, text in texts]
    true = {(i, j): jaccard(pieces[i], pieces[j]) for i, j in pairs_within_pages([page for page, _ in texts])}
    found = near_pairs(signatures)
    twice = {(i, j) for i, j in found - true.keys() if jaccard(pieces[i], pieces[j]) >= NEAR_COPY_SIMILARITY}
    pages = len({page for page, _ in texts})
    characters = sum(len(text) for _, text in texts) / len(texts)
    print(f"pages {pages}  texts {len(texts)}  characters a text {characters:.0f}")
    exact = np.array(list(true.values()))
    print(f"true pairs {len(true)}  of them with J >= .5 {(exact >= 0.5).mean():.3f}  J >= .9 {(exact >= 0.9).mean():.3f}")
    hits = len(found & true.keys()) + len(twice)
    precision, recall = hits / len(found), len(found & true.keys()) / len(true)
    close = [pair for pair, value in true.items() if value >= NEAR_COPY_SIMILARITY]
    print(f"P {precision:.4f}  R {recall:.4f}  F1 {2 * precision * recall / (precision + recall):.4f}")
    print(f"R of pairs with J >= .5 {sum(pair in found for pair in close) / len(close):.4f}")
    print(f"pairs found {len(found)}  wrong {len(found) - hits}  articles that the sets hold twice {len(twice)}")
    errors = np.array([similarity(signatures[i], signatures[j]) for i, j in true]) - exact
    print(f"error of the estimate: rms {np.sqrt((errors**2).mean()):.4f}  mean {errors.mean():+.4f}")
    print(f"signatures a second {len(texts) / seconds:.0f} at this length, one process, CPU time, best of 3")
    cut = [text[:3000] for _, text in texts if len(text) >= 3000]
    print(f"signatures a second {len(cut) / sign(cut)[1]:.0f} at 3,000 characters")


def pages_folder() -> Path:
    named = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("NEWSDESK_SHARED", "")
    folder = Path(named)
    folder = folder if len(sys.argv) > 1 else folder / "extraction"
    if not named or not folder.is_dir():
        sys.exit("no stored pages: name their folder, or set NEWSDESK_SHARED; nothing measured")
    return folder


def read_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield page and text, for each page the distinct readings of at least 50 words."""
    for truth in sorted(folder.glob("*/truth.jsonl")):
        for line in truth.read_text(encoding="utf-8").splitlines():
            page = json.loads(line)
            html = gzip.decompress((truth.parent / "pages" / f"{page['id']}.html.gz").read_bytes())
            tree = lxml.html.fromstring(html, parser=lxml.html.HTMLParser(encoding="utf-8"))
            readings = {page.get("body") or "", own_body(html, page["url"]), *(read(tree) for read in EXTRACTORS)}
            for text in sorted(readings):
                if len(text.split()) >= FEWEST_WORDS or len(text) >= 1000:
                    yield f"{truth.parent.name}/{page['id']}", text


def own_body(html: bytes, url: str) -> str:
    try:
        return extract_article(html, url).body or ""
    except UnreadablePage:
        return ""


def article_paragraphs(tree: HtmlElement) -> str:
    found = ["\n".join(map(plain, element.iter("p"))) for element in tree.iter("article")]
    return max(found, key=len, default="")


def long_paragraphs(tree: HtmlElement) -> str:
    return "\n".join(text for element in tree.iter("p") if len(text := plain(element)) >= 80)


def declared_body(tree: HtmlElement) -> str:
    found = [text for element in tree.iter("script") for text in DECLARED_BODY.findall(element.text or "")]
    try:
        return str(json.loads(max(found, key=len, default='""'), strict=False))
    except json.JSONDecodeError:
        return ""


EXTRACTORS: list[Callable[[HtmlElement], str]] = [article_paragraphs, long_paragraphs, declared_body]


def plain(element: HtmlElement) -> str:
    return " ".join("".join(text for text in element.itertext() if isinstance(text, str)).split())


def sign(texts: list[str]) -> tuple[list[bytes], float]:
    seconds, signatures = float("inf"), list[bytes]()
    for _ in range(3):
        start = time.process_time()
        signatures = list(map(signature, texts))
        seconds = min(seconds, time.process_time() - start)
    return signatures, seconds


def near_pairs(signatures: list[bytes]) -> set[tuple[int, int]]:
    met: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(signatures):
        for key in bands(one):
            met[key].append(number)
    candidates = {pair for numbers in met.values() for pair in itertools.combinations(numbers, 2)}
    return {(i, j) for i, j in candidates if similarity(signatures[i], signatures[j]) >= NEAR_COPY_SIMILARITY}


def pairs_within_pages(pages: list[str]) -> Iterator[tuple[int, int]]:
    for _, group in itertools.groupby(range(len(pages)), key=lambda number: pages[number]):
        yield from itertools.combinations(group, 2)


def jaccard(first: frozenset[int], second: frozenset[int]) -> float:
    return len(first & second) / (len(first | second) or 1)


if __name__ == "__main__":
    main()
