"""Stories: BCubed precision, recall and F1 of the clustering on labelled titles, and titles a second.

    python -m tests.bench.stories FILE.csv      columns id, title, publisher, timestamp, story

`timestamp` is ISO 8601, or seconds or milliseconds since 1970; `story` is the label. The titles arrive in batches of an hour,
as in a running pipeline, with the parameters of `matching/stories.py`. Before the first batch the words of the file are
counted once without their labels, in place of the weeks of counts that a running pipeline has.
"""

import csv
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

from include.newsdesk.matching.stories import PARAMETERS, Candidate, Story, StoryParameters, assign, terms_of
from include.newsdesk.matching.terms import count_articles

BATCH = timedelta(hours=1)


@dataclass(frozen=True)
class BCubed:
    """Means over articles; an article shares its found cluster and its true story with itself too."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) == 2 else None
    if path is None or not path.is_file():
        sys.exit("no labelled titles: name a CSV file with the columns id,title,publisher,timestamp,story; nothing measured")
    candidates, truth = read_titles(path)
    start = time.process_time()
    found = cluster(candidates)
    seconds = time.process_time() - start
    score = bcubed(found, truth)
    sizes = Counter(found.values())
    print(f"titles {len(truth)}  stories {len(set(truth.values()))}  found {len(sizes)}  largest {max(sizes.values())}")
    print(f"BCubed P {score.precision:.4f}  R {score.recall:.4f}  F1 {score.f1:.4f}")
    print(f"titles a second {len(truth) / seconds:.0f}, one process, CPU time")
    print(f"parameters {PARAMETERS}")


def read_titles(path: Path) -> tuple[list[Candidate], dict[int, str]]:
    candidates, truth = [], {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 1):
            at = time_of(row["timestamp"])
            candidates.append(Candidate(number, "und", at, row["title"], publisher=row["publisher"] or ""))
            truth[number] = row["story"]
    return candidates, truth


def time_of(text: str) -> datetime:
    try:
        seconds = float(text)
    except ValueError:
        at = datetime.fromisoformat(text)
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)


def cluster(candidates: Sequence[Candidate], parameters: StoryParameters = PARAMETERS) -> dict[int, int]:
    """Return article id to story id."""
    background = count_articles(map(terms_of, candidates))
    live: dict[int, Story] = {}
    story_of: dict[int, int] = {}
    merged: dict[int, int] = {}
    for at, arrivals in batches(candidates):
        open_stories = [story for story in live.values() if story.last_at >= at - parameters.window]
        done = assign(arrivals, open_stories, background, parameters)
        story_of |= {one.article_id: one.story_id for one in done.assignments}
        live |= {story.story_id: story for story in done.stories}
        for merge in done.merges:
            merged[merge.story_id] = merge.merged_into
            del live[merge.story_id]
    return {article: final(story, merged) for article, story in story_of.items()}


def batches(candidates: Sequence[Candidate]) -> Iterator[tuple[datetime, list[Candidate]]]:
    ordered = sorted(candidates, key=lambda candidate: candidate.published_at)
    start = ordered[0].published_at
    for number, arrivals in groupby(ordered, key=lambda candidate: (candidate.published_at - start) // BATCH):
        yield start + number * BATCH, list(arrivals)


def final(story: int, merged: Mapping[int, int]) -> int:
    while story in merged:
        story = merged[story]
    return story


def bcubed(found: Mapping[int, int], truth: Mapping[int, str]) -> BCubed:
    """Score each article by the overlap of its found cluster with its true story."""
    clusters, stories = Counter(found.values()), Counter(truth.values())
    both = Counter((found[article], truth[article]) for article in truth)
    precision = sum(count * count / clusters[cluster] for (cluster, _), count in both.items())
    recall = sum(count * count / stories[story] for (_, story), count in both.items())
    return BCubed(precision / len(truth), recall / len(truth))


if __name__ == "__main__":
    main()
