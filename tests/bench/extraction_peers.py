"""Extract the pages of a benchmark folder with another extractor, in whatever interpreter has it.

    python tests/bench/extraction_peers.py beautifulsoup|trafilatura|newspaper4k|readability-lxml DATASET_DIR predictions.jsonl

Stands alone: imports nothing of the project. Exits with 3 where the extractor is not installed. Does not score.
Times are CPU milliseconds a page, the page already decoded; `beautifulsoup` only builds the tree, as the measure of the others.
"""

import gzip
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

WARM_UP = 5
NOT_INSTALLED = 3


def beautifulsoup() -> Callable[[str, str], dict[str, Any]]:
    """Build the tree and nothing else."""
    from bs4 import BeautifulSoup

    def extract(html: str, url: str) -> dict[str, Any]:
        BeautifulSoup(html, "lxml")
        return {}

    return extract


def trafilatura() -> Callable[[str, str], dict[str, Any]]:
    """Extract with metadata and without comments."""
    from trafilatura import bare_extraction

    def extract(html: str, url: str) -> dict[str, Any]:
        found = bare_extraction(html, url=url, with_metadata=True, include_comments=False)
        said = found.as_dict() if found else {}
        authors = [name.strip() for name in (said.get("author") or "").split(";") if name.strip()]
        return {"body": said.get("text"), "title": said.get("title"), "authors": authors, "published": said.get("date")}

    return extract


def newspaper4k() -> Callable[[str, str], dict[str, Any]]:
    """Extract without fetching anything."""
    from newspaper import Article

    def extract(html: str, url: str) -> dict[str, Any]:
        article = Article(url, fetch_images=False)
        article.download(input_html=html)
        article.parse()
        published = article.publish_date
        return {
            "body": article.text,
            "title": article.title,
            "authors": article.authors,
            "published": published.isoformat() if hasattr(published, "isoformat") else published,
        }

    return extract


def readability_lxml() -> Callable[[str, str], dict[str, Any]]:
    """Extract body and title, the only fields it has."""
    from lxml.html import fromstring
    from readability import Document

    def extract(html: str, url: str) -> dict[str, Any]:
        document = Document(html, url=url)
        root = fromstring(document.summary())
        blocks = [" ".join(block.text_content().split()) for block in root.iter("p", "h1", "h2", "h3", "li", "pre")]
        return {"body": "\n\n".join(block for block in blocks if block), "title": document.short_title()}

    return extract


PEERS = {
    "beautifulsoup": beautifulsoup,
    "trafilatura": trafilatura,
    "newspaper4k": newspaper4k,
    "readability-lxml": readability_lxml,
}


def main(peer: str, folder: Path, out: Path) -> None:
    """Write the predictions of one peer; a page that it fails on gets none."""
    try:
        extract = PEERS[peer]()
    except ImportError as error:
        sys.stderr.write(f"{peer} is not installed: {error}\n")
        sys.exit(NOT_INSTALLED)
    lines: list[str] = []
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        html = gzip.decompress((folder / "pages" / f"{page['id']}.html.gz").read_bytes()).decode("utf-8", "replace")
        try:
            for _ in range(WARM_UP if not lines else 1):
                start = time.process_time()
                said = extract(html, page["url"])
                spent = (time.process_time() - start) * 1000
        except Exception as error:  # another project's bug is no reason to stop
            sys.stderr.write(f"{peer} failed page={page['id']} error={error!r}\n")
            continue
        lines.append(json.dumps({"id": page["id"], **said, "cpu_ms": round(spent, 2)}, ensure_ascii=False, default=str) + "\n")
    out.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
