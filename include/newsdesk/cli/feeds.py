"""`feeds ...` and `poll`: add feeds, try them, and decide which are polled. Does not judge their health: see `health`."""

import argparse
import logging
import re
import sys

from include.newsdesk.cli.tables import draw_table
from include.newsdesk.cli.warehouse import FileMissing, find_warehouse
from include.newsdesk.errors import PermanentError
from include.newsdesk.feeds.opml import parse_opml, render_opml
from include.newsdesk.stages import feed_admin, feed_checks, poll
from include.newsdesk.stages.feed_checks import Check
from include.newsdesk.warehouse.connection import connected

MOST_SHOWN = 5


class FeedUnusable(PermanentError):
    """No feed to poll stands at this address; correct it, or add it all the same with --unchecked."""


class FeedNotPolled(PermanentError):
    """The feed can't be polled just now."""


def add(options: argparse.Namespace) -> int:
    """Try a feed once, add it, and wake the pipeline."""
    settings = find_warehouse()
    feed_admin.refuse_known_feed(settings.database_url, options.name, options.url)
    language = options.language
    if not options.unchecked:
        check = feed_checks.check_feed(settings, options.url)
        if check.feed is None or not check.feed.entries:
            raise FeedUnusable(options.url, check.failure or check.problems[0])
        print(f"{check.feed.format}, {len(check.feed.entries)} entries")
        print("".join(f"note: {problem}\n" for problem in check.problems), end="")
        language = language or check.feed.language
    feed = feed_admin.NewFeed(options.name, options.url, options.publisher, language, options.country, options.section)
    feed_admin.add_feeds(settings.database_url, [feed])
    print(f"added {options.name}; it is due now")
    return 0


def check(options: argparse.Namespace) -> int:
    """Fetch and read a feed without storing anything; 1 if there is none."""
    settings = find_warehouse()
    row = None
    if "://" not in options.feed:
        with connected(settings.database_url) as connection:
            row = feed_admin.find_feed(connection, options.feed)
    found = feed_checks.check_feed(settings, row["url"] if row else options.feed, row)
    print(_describe(found))
    if found.feed and found.feed.entries:
        newest = [
            {"published": entry.published_at or entry.published_raw, "title": entry.title, "link": entry.link}
            for entry in found.feed.entries[:MOST_SHOWN]
        ]
        print(draw_table(newest))
        if row:
            print(f"  {found.unknown} of {len(found.feed.entries)} entries are new or changed since the last poll")
    if found.next_poll_at:
        print(f"  would be due {found.next_poll_at:%Y-%m-%d %H:%M} UTC: {found.because}")
    print("  nothing was stored")
    return 0 if found.feed and found.feed.entries else 1


def import_list(options: argparse.Namespace) -> int:
    """Add the feeds of an OPML file that are not there yet."""
    if not options.path.is_file():
        raise FileMissing(str(options.path))
    outlines = parse_opml(options.path.read_bytes(), str(options.path))
    settings = find_warehouse()
    proposals = feed_admin.propose_feeds(settings.database_url, outlines)
    fresh = [one.feed for one in proposals if one.refusal is None]
    rows = [
        {"feed": one.feed.name, "publisher": one.feed.publisher, "url": one.feed.url, "import": one.refusal or "new"}
        for one in proposals
    ]
    print(draw_table(rows))
    if options.dry_run:
        print(f"{len(fresh)} of {len(proposals)} feeds would be added; nothing was stored")
        return 0
    feed_admin.add_feeds(settings.database_url, fresh)
    print(f"{len(fresh)} of {len(proposals)} feeds added; they are due now")
    return 0


def export_list(options: argparse.Namespace) -> int:
    """Write all feeds but retired ones as OPML, to a file or to the terminal."""
    outlines = feed_admin.outlines_of(find_warehouse().database_url)
    text = render_opml(outlines, "Newsdesk")
    if options.path is None:
        sys.stdout.write(text)
    else:
        options.path.write_text(text, encoding="utf-8")
        print(f"{options.path}: {len(outlines)} feeds")
    return 0


def discover(options: argparse.Namespace) -> int:
    """Try every address that a site's page names as a feed; 1 if none is one."""
    found = feed_checks.find_feeds(find_warehouse(), options.url)
    rows = [
        {
            "url": candidate.url, "found": candidate.found, "format": check.feed.format if check.feed else None,
            "entries": len(check.feed.entries) if check.feed else None,
            "title or trouble": check.feed.title or candidate.title if check.feed else check.failure,
        }
        for candidate, check in found
    ]  # fmt: skip
    print(draw_table(rows))
    return 0 if any(check.feed for _, check in found) else 1


def set_state(options: argparse.Namespace) -> int:
    """Pause, resume or retire a feed."""
    feed = feed_admin.set_state(find_warehouse().database_url, options.feed, options.state)
    due = "" if not feed["is_polled"] else f", due {feed['next_poll_at']:%Y-%m-%d %H:%M} UTC"
    print(f"{feed['name']} is {feed['state']}{due}")
    return 0


def poll_feed(options: argparse.Namespace) -> int:
    """Poll one feed now and wake the pipeline for what is new; 1 if the poll failed."""
    logging.basicConfig(format="%(message)s")
    logging.getLogger("include.newsdesk").setLevel(logging.INFO)
    settings = find_warehouse()
    with connected(settings.database_url) as connection:
        feed = feed_admin.find_feed(connection, options.feed)
    if not feed["is_polled"]:
        raise FeedNotPolled(feed["name"], f"it is {feed['state']}; `feeds resume` makes it due")
    names = [feed["name"]]
    shards = poll.plan_shards(names, force=True, dry_run=options.dry_run)
    if not shards:
        raise FeedNotPolled(feed["name"], "a worker is polling it at this moment; `feeds show` tells what came of it")
    counts = poll.poll(shards[0], names, dry_run=options.dry_run)
    print(draw_table([counts]))
    if options.dry_run:
        print("  nothing was stored")
    else:
        print(draw_table(feed_admin.last_polls(settings.database_url, feed["feed_id"], 1)))
        feed_admin.wake_pipeline(settings.database_url)
    return 1 if counts["failed"] else 0


def _describe(found: Check) -> str:
    """Say what stands at an address, line by line."""
    lines = [found.url]
    if found.answer:
        answer = found.answer
        lines += [f"  {status} to {url}" for status, url in answer.redirects]
        sizes = f"{answer.wire_bytes} bytes on the wire, {len(answer.body)} decoded, {answer.elapsed_ms} ms"
        lines.append(f"  status {answer.status}, {answer.content_type or 'no Content-Type'}, {sizes}")
    if found.failure:
        lines.append(f"  no feed: {found.failure}")
    if found.feed:
        feed = found.feed
        lines.append(
            f"  {feed.format}, {len(feed.entries)} entries, {feed.title or 'no title'}, {feed.language or 'no language'}"
        )
        lines += [f"  asks not to be polled more often than every {feed.ttl_minutes} min"] if feed.ttl_minutes else []
        lines += [f"  pushes through {hub}" for hub in feed.hub_urls]
    if found.feed and found.feed.sitemap_urls:
        lines.append(f"  a sitemap index of {len(found.feed.sitemap_urls)} sitemaps; a poll reads")
        lines += [f"    {url}" + (f" (failed: {reason})" if reason else "") for url, reason in found.sitemaps]
    lines += [f"  problem: {problem}" for problem in found.problems]
    return "\n".join(lines) + "\n"


def language_tag(text: str) -> str:
    """Accept a BCP 47 tag of language, script and region, as the catalogue does."""
    if not re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Z]{2}|\d{3}))?", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no language tag; write one like en or pt-BR")
    return text


def country_code(text: str) -> str:
    """Accept an ISO 3166-1 alpha-2 code."""
    if not re.fullmatch(r"[A-Z]{2}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no country code; write two capitals like DE")
    return text


def plain_url(text: str) -> str:
    """Accept what looks like a web address; the rest is for the guarded client to judge."""
    if not re.match(r"https?://[^\s/]", text, re.IGNORECASE):
        raise argparse.ArgumentTypeError(f"{text!r} is no web address; write it whole, with https://")
    return text
