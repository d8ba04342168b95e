"""Sitemap indexes as feeds: the sitemaps that an index names are asked in the same poll, and their entries are its entries.

    poll of an index ─► its sitemaps, each with its own validators ─► one poll with all entries

Does not store anything, and does not follow an index inside an index (sitemaps.org forbids it).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from include.newsdesk.errors import NewsdeskError
from include.newsdesk.feeds import MAX_ENTRIES, ParsedFeed
from include.newsdesk.feeds.schedule import Outcome
from include.newsdesk.feeds.sitemap import choose_sitemaps
from include.newsdesk.matching.urls import BadUrl, registrable_domain
from include.newsdesk.stages.cursors import Poll, judge_answer, validators
from include.newsdesk.stages.open_web import OpenWeb
from include.newsdesk.warehouse.statements import Row
from include.newsdesk.web.answers import Answer
from include.newsdesk.web.rounds import Wanted

MOST_SITEMAPS = 4  # Sitemaps of one index that one poll asks.
NEVER_READ: Row = {"etag": None, "last_modified": None, "validators_url": None, "body_sha256": None}

Read = Callable[[list[Poll]], list[Poll]]


def sitemaps_of(one: Poll) -> tuple[str, ...]:
    """Name the sitemaps to read for a poll: those that the index names now, or of an unchanged one those of the last poll."""
    if one.reason or one.answer is None:
        return ()
    if one.feed is None:
        return tuple(known["url"] for known in one.row["sitemaps"]) if one.outcome is Outcome.UNCHANGED else ()
    index_url = one.answer.final_url
    return choose_sitemaps([url for url in one.feed.sitemap_urls if is_same_site(url, index_url)], MOST_SITEMAPS)


def is_same_site(url: str, other: str) -> bool:
    """Tell whether two addresses belong to one registrable domain."""
    try:
        return registrable_domain(url) == registrable_domain(other)
    except BadUrl:
        return False


def follow_sitemaps(web: OpenWeb, read: Read, indexes: Sequence[Poll], is_conditional: bool = True) -> list[Poll]:
    """Read the sitemaps of indexes; `read` parses the documents that changed.

    Call it when no other round is under way: hosts are asked one request at a time within a round.
    """
    rows = {(number, url): sitemap_row(one.row, url) for number, one in enumerate(indexes) for url in sitemaps_of(one)}
    wanted = [Wanted(key, key[1], "feed", validators(row) if is_conditional else None) for key, row in rows.items()]
    found: dict[object, Answer | NewsdeskError] = {asked.key: answer for asked, answer in web.fetch_all(wanted)}
    polls = dict(zip(rows, read([judge_answer(row, found[key]) for key, row in rows.items()]), strict=True))
    return [joined(one, [polls[number, url] for url in sitemaps_of(one)]) for number, one in enumerate(indexes)]


def sitemap_row(index: Row, url: str) -> Row:
    """Give what is known of a sitemap in the form of a feed's row; its server is trusted as the index's."""
    known = next((one for one in index["sitemaps"] if one["url"] == url), NEVER_READ)
    digest = known["body_sha256"] and bytes.fromhex(known["body_sha256"])
    trust = {name: index[name] for name in ("polls_since_check", "distrusted_at")}
    return {**known, **trust, "url": url, "body_sha256": digest}


def joined(index: Poll, sitemaps: Sequence[Poll]) -> Poll:
    """Make one poll of an index and its sitemaps.

    It fails only when none could be read. An entry in several sitemaps counts once, and no more than of any other feed count.
    """
    if not any(one.reason is None for one in sitemaps):
        return failed(index, sitemaps)
    taken = tuple(without_repeated(sitemaps))
    changed = [one.feed for one in taken if one.feed]
    if not (index.feed or changed):
        return replace(index, sitemaps=taken)
    own = index.feed or ParsedFeed("sitemapindex")
    whole = replace(
        own,
        entries=tuple(entry for feed in changed for entry in feed.entries),
        title=next((feed.title for feed in changed if feed.title), None),
        dropped=sum(feed.dropped for feed in changed),
    )
    return replace(index, outcome=Outcome.CHANGED if changed else Outcome.UNCHANGED, feed=whole, sitemaps=taken)


def failed(index: Poll, sitemaps: Sequence[Poll]) -> Poll:
    """Turn the poll of an index without a readable sitemap into a failed one, with the first sitemap's reason."""
    if not sitemaps:
        return index.failed("feed.no_entries", "the sitemap index names no sitemap of its own site", Outcome.EMPTY)
    first = sitemaps[0]
    outcome = Outcome.HARD if first.outcome is Outcome.GONE else first.outcome  # The index itself is still there.
    detail = f"{first.row['url']}: {first.detail}"
    index = replace(index, answer=first.answer or index.answer, wait_seconds=first.wait_seconds)
    return index.failed(str(first.reason), detail, outcome)


def without_repeated(sitemaps: Iterable[Poll]) -> Iterable[Poll]:
    """Leave out entries that an earlier sitemap has, and those over the limit for one feed."""
    seen: set[str] = set()
    for one in sitemaps:
        if one.feed:
            fresh = [entry for entry in one.feed.entries if entry.key not in seen]
            kept = fresh[: MAX_ENTRIES - len(seen)]
            seen |= {entry.key for entry in kept}
            one = replace(one, feed=replace(one.feed, entries=tuple(kept), dropped=one.feed.dropped + len(fresh) - len(kept)))
        yield one
