"""The stories stage: new articles join the stories that they tell of, as they arrive.

    news.articles (changed since the cursor) ─► matching.stories.assign ─► news.stories, news.story_articles

Each chunk is one transaction that moves the cursor, so that a killed run goes on where it stopped and a second finds nothing.
An article keeps its story when it is edited; a copy goes where its original is. Does not compare words itself.
"""

import logging
from collections import defaultdict

from psycopg2.extensions import connection as Connection

from include.newsdesk.matching.stories import PARAMETERS, Assigned, Candidate, Story, assign, terms_of
from include.newsdesk.matching.terms import Background
from include.newsdesk.settings import read_settings
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import Row, execute
from include.newsdesk.warehouse.values import to_json

logger = logging.getLogger(__name__)

CHUNK = 2_000  # Articles looked at in one transaction.
ALL_ARTICLES = ""  # The term under which ops.term_counts has the number of articles.


def build_stories() -> dict[str, int]:
    """Give every article that has none a story; returns how many articles joined and how many stories merged."""
    totals = {"articles": 0, "merges": 0}
    with connected(read_settings().database_url) as connection:
        while True:
            with connection:
                counts = build_chunk(connection)
            if counts is None:
                break
            totals = {name: totals[name] + counts[name] for name in totals}
    logger.info("built stories articles=%d merges=%d", totals["articles"], totals["merges"])
    return totals


def build_chunk(connection: Connection) -> dict[str, int] | None:
    """Take the next changed articles; None if there are none."""
    cursor = execute(connection, "lock_story_cursor")[0]
    rows = execute(connection, "select_story_candidates", {**cursor, "most": CHUNK})
    if not rows:
        return None
    by_language: dict[str, list[Candidate]] = defaultdict(list)
    for row in rows:
        if row["is_candidate"]:
            by_language[row["language"]].append(candidate(row))
    done = [keep(connection, language, arrivals) for language, arrivals in sorted(by_language.items())]
    copied = execute(connection, "insert_story_copies", {"article_ids": [row["article_id"] for row in rows]})
    touched = {story.story_id for one in done for story in one.stories} | {row["story_id"] for row in copied}
    execute(connection, "refresh_stories", {"story_ids": sorted(touched)})
    execute(connection, "move_story_cursor", {"newest": rows[-1]["change_seq"]})
    joined = sum(len(one.assignments) for one in done) + len(copied)
    return {"articles": joined, "merges": sum(len(one.merges) for one in done)}


def candidate(row: Row) -> Candidate:
    """Turn a row of `select_story_candidates` into what the method takes."""
    return Candidate(row["article_id"], row["language"], row["at"], row["title"], row["lead"], row["publisher"])


def keep(connection: Connection, language: str, arrivals: list[Candidate]) -> Assigned:
    """Assign the arrivals of one language and store what that did."""
    span = [arrival.published_at for arrival in arrivals]
    found = execute(
        connection,
        "select_open_stories",
        {"language": language, "since": min(span) - PARAMETERS.window, "until": max(span) + PARAMETERS.window},
    )
    terms = sorted({term for arrival in arrivals for term in terms_of(arrival)} | {ALL_ARTICLES})
    counts = {
        row["term"]: row["articles"] for row in execute(connection, "select_term_counts", {"language": language, "terms": terms})
    }
    done = assign(arrivals, [Story(**row) for row in found], Background(counts.pop(ALL_ARTICLES, 0), counts))
    learned = {ALL_ARTICLES: done.learned.articles, **done.learned.articles_with}
    execute(connection, "add_term_counts", {"language": language, "counts": to_json(learned)})
    stories = [
        {
            "story_id": story.story_id, "language": story.language, "first_at": story.first_at, "last_at": story.last_at,
            "terms": dict(story.terms), "method": PARAMETERS.method,
        }
        for story in done.stories
    ]  # fmt: skip
    execute(connection, "upsert_stories", {"rows": to_json(stories)})
    merges = to_json([vars(merge) for merge in done.merges])
    execute(connection, "move_story_articles", {"rows": merges})
    execute(connection, "merge_stories", {"rows": merges})
    execute(connection, "insert_story_articles", {"rows": to_json([vars(one) for one in done.assignments])})
    return done
