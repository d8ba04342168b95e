"""Put articles on one event together as they arrive: one pass over TF-IDF vectors, then joining stories that have met.

Does not see the past: the caller keeps stories and word counts, and hands in those that are still open. Everything
stays within one language.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain

from include.newsdesk.matching.clusters import Cluster, Clusters
from include.newsdesk.matching.terms import Background, Vector, count_articles, terms, weighted


@dataclass(frozen=True)
class StoryParameters:
    """What the clustering depends on; `method` names them in the warehouse and changes with any of them.

    The similarities are those with which a like method did best on labelled English titles of 36 hours. They have not
    been tuned on labelled titles since. Stories silent for longer than `window` need not be handed in.
    """

    method: str = "tfidf-1"
    join_similarity: float = 0.18
    merge_similarity: float = 0.35
    half_life: timedelta = timedelta(hours=72)
    window: timedelta = timedelta(days=7)
    kept_terms: int = 100


PARAMETERS = StoryParameters()


@dataclass(frozen=True)
class Candidate:
    """An article that has no story yet; `lead` is its description and the start of its body."""

    article_id: int
    language: str
    published_at: datetime
    title: str
    lead: str = ""
    publisher: str = ""


@dataclass(frozen=True)
class Story:
    """A cluster. Its id is that of the article that founded it; `terms` is the sum of its articles' vectors."""

    story_id: int
    language: str
    articles: int
    first_at: datetime
    last_at: datetime
    terms: Mapping[str, float]


@dataclass(frozen=True)
class Assignment:
    """An article's story, and how alike they were: 1 for the founder."""

    article_id: int
    story_id: int
    similarity: float


@dataclass(frozen=True)
class Merge:
    """A story that was stored before, and the older one that its articles belong to from now on."""

    story_id: int
    merged_into: int
    similarity: float


@dataclass(frozen=True)
class Assigned:
    """What a batch did, to be stored in one transaction: `stories` are the live ones that are new or have changed."""

    assignments: tuple[Assignment, ...]
    merges: tuple[Merge, ...]
    stories: tuple[Story, ...]
    learned: Background


def terms_of(candidate: Candidate) -> Vector:
    """Return the candidate's terms: those whose counts `assign` needs in its background."""
    return terms(candidate.title, candidate.lead, candidate.publisher)


def assign(
    candidates: Iterable[Candidate],
    open_stories: Iterable[Story],
    background: Background,
    parameters: StoryParameters = PARAMETERS,
) -> Assigned:
    """Give every candidate a story: the most alike open one, or a new one; then merge stories that have become alike.

    Candidates are taken in order of time, whatever their order here. Of two stories that merge the older keeps its id.
    The candidates' own words are counted before they are weighed: add `learned` to the stored counts. Stories that
    share no term with any candidate don't matter and may be left out. Raises ValueError if candidates and stories are
    of more than one language.
    """
    arrivals = sorted(candidates, key=lambda candidate: (candidate.published_at, candidate.article_id))
    stored = list(open_stories)
    languages = {arrival.language for arrival in arrivals} | {story.language for story in stored}
    if len(languages) > 1:
        raise ValueError(f"stories are within one language, not {sorted(languages)}")
    counted = [terms_of(arrival) for arrival in arrivals]
    learned = count_articles(counted)
    known = background.plus(learned)
    vectors = [weighted(counts, known) for counts in counted]
    # A story without any of the batch's terms can't be joined, and can only become less like the stories that are.
    arriving = set(chain.from_iterable(vectors))
    run = _Run([story for story in stored if not arriving.isdisjoint(story.terms)], parameters)
    for arrival, vector in zip(arrivals, vectors, strict=True):
        run.place(arrival, vector)
    run.merge_alike()
    return run.outcome(languages, learned)


class _Run:
    """One call of `assign`."""

    def __init__(self, stored: Sequence[Story], parameters: StoryParameters) -> None:
        self._parameters = parameters
        self._stored = {story.story_id for story in stored}
        self._clusters = Clusters(map(_as_cluster, stored), parameters.half_life, parameters.kept_terms)
        self._placed: list[Assignment] = []
        self._changed: dict[int, None] = {}
        self._merged: dict[int, tuple[int, float]] = {}

    def place(self, arrival: Candidate, vector: Vector) -> None:
        at = arrival.published_at
        article = Cluster(arrival.article_id, 1, at, at, vector)
        found = self._clusters.most_alike(article, self._parameters.join_similarity)
        if found:
            story, similarity = found
            self._clusters.join(story, article)
        else:
            story, similarity = article, 1.0
            self._clusters.add(article)
        self._changed[story.story_id] = None
        self._placed.append(Assignment(arrival.article_id, story.story_id, round(similarity, 4)))

    def merge_alike(self) -> None:
        waiting = list(self._changed)
        while waiting:
            story = self._clusters.live.get(waiting.pop())
            found = story and self._clusters.most_alike(story, self._parameters.merge_similarity)
            if story and found:
                older, newer = sorted((story, found[0]), key=lambda cluster: cluster.age_order)
                self._clusters.close(newer)
                self._clusters.join(older, newer)
                self._merged[newer.story_id] = older.story_id, round(found[1], 4)
                self._changed[older.story_id] = None
                waiting.append(older.story_id)

    def outcome(self, languages: set[str], learned: Background) -> Assigned:
        live = [self._clusters.live[key] for key in self._changed if key in self._clusters.live]
        gone = [(key, value) for key, (_, value) in self._merged.items() if key in self._stored]
        return Assigned(
            tuple(replace(one, story_id=self._final(one.story_id)) for one in self._placed),
            tuple(Merge(key, self._final(key), value) for key, value in gone),
            tuple(_as_story(cluster, language) for language in languages for cluster in live),
            learned,
        )

    def _final(self, story_id: int) -> int:
        while story_id in self._merged:
            story_id = self._merged[story_id][0]
        return story_id


def _as_cluster(story: Story) -> Cluster:
    return Cluster(story.story_id, story.articles, story.first_at, story.last_at, dict(story.terms))


def _as_story(cluster: Cluster, language: str) -> Story:
    kept = {term: round(weight, 4) for term, weight in cluster.terms.items()}
    return Story(cluster.story_id, language, cluster.articles, cluster.first_at, cluster.last_at, kept)
