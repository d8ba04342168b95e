"""A feed document's entries as rows of `ops.entries`, and which of these they are.

Does not store them.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from psycopg2.extensions import connection as Connection

from include.newsdesk.feeds import Entry, ParsedFeed
from include.newsdesk.matching.urls import BadUrl, host_of, normalise_url
from include.newsdesk.warehouse.statements import Row, execute
from include.newsdesk.warehouse.values import to_json

LONGEST_KEY = 500  # Longer ones are kept as a digest, so that an index row never overflows.


def entry_rows(feed: ParsedFeed, language: str | None) -> list[Row]:
    """Turn entries into rows, each entry once: of a repeated one the first, which is the newer, counts."""
    return identify([entry_row(entry, feed.language or language) for entry in feed.entries])


def known_entries(connection: Connection, shown: Mapping[int, Sequence[Row]]) -> dict[int, list[Row]]:
    """Read, by feed, the entries that may be those of the given rows."""
    places = [{"feed_id": feed_id, "entry_key": r["entry_key"], "url": r["url"]} for feed_id, rows in shown.items() for r in rows]
    known: dict[int, list[Row]] = {feed_id: [] for feed_id in shown}
    for row in execute(connection, "select_known_entries", {"rows": to_json(places)}) if places else []:
        known[row["feed_id"]].append(row)
    return known


def identify(rows: Sequence[Row], known: Sequence[Row] = ()) -> list[Row]:
    """Give the rows of one feed the keys of the entries that they are, in their order; `known` are rows of `ops.entries`.

    An entry is known again when two of three signs agree: guid, normalised link, and title or date. So it survives a change
    of one of them, and a guid that is used again for another article makes another entry, keyed by guid and link.
    """
    by_key, by_url = {row["entry_key"]: row for row in known}, defaultdict(list)
    for row in known:
        by_url[row["url"]].append(row)
    shown = Counter(row["url"] for row in rows)
    chosen: dict[str, tuple[int, Row]] = {}
    left = []
    for place, row in enumerate(rows):
        earlier = by_key.get(row["entry_key"])
        if earlier and not contradict(row, earlier):
            chosen.setdefault(row["entry_key"], (place, row))
        else:
            left.append((place, row))
    for place, row in left:
        key = row["entry_key"]
        alike = [one["entry_key"] for one in by_url[row["url"]] if one["entry_key"] not in chosen and resemble(row, one)]
        if alike and row["url"] and shown[row["url"]] == 1:
            key = alike[0]
        elif key in by_key or (key in chosen and contradict(row, chosen[key][1])):
            key = short_key(f"{key} {row['url'] or row['title']}")
        chosen.setdefault(key, (place, row))
    return [row | {"entry_key": key} for key, (_, row) in sorted(chosen.items(), key=lambda item: item[1][0])]


def contradict(row: Row, other: Row) -> bool:
    """Tell whether two rows of one key are different entries: another link, and no title or date in common."""
    return bool(row["url"] and other["url"] and row["url"] != other["url"] and not resemble(row, other))


def resemble(row: Row, other: Row) -> bool:
    """Tell whether two rows have the title or the date in common."""
    return any(row[name] and row[name] == other[name] for name in ("title", "published_raw"))


def entry_row(entry: Entry, language: str | None) -> Row:
    """Turn one entry into a row; tracking parameters and the like in its link change neither key nor fingerprint."""
    try:
        url = normalise_url(entry.link) if entry.link else None
        host = host_of(entry.link) if entry.link else None
    except BadUrl:
        url = host = None
    return {
        "link": entry.link if url else None, "url": url, "host": host, "title": entry.title, "summary": entry.summary,
        "content_html": entry.content_html, "authors": entry.authors, "language": entry.language or language,
        "published_at": entry.published_at, "published_raw": entry.published_raw, "date_problem": entry.date_problem,
        "fingerprint": hashlib.sha256(f"{entry.fingerprint} {url or ''}".encode()).hexdigest(),
        "entry_key": short_key(f"link:{url}" if url and not entry.guid else entry.key),
    }  # fmt: skip


def short_key(key: str) -> str:
    """Give a key that an index can hold."""
    return key if len(key) <= LONGEST_KEY else "sha256:" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
