"""Hold the stories that are still open in memory, find the one most like a vector, join and merge.

Does not decide when two are alike enough: the thresholds are its caller's.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from include.newsdesk.matching.terms import Vector

_COMPARED_TERMS = 40


@dataclass
class Cluster:
    """A story under construction; `terms` is the sum of its articles' unit vectors."""

    story_id: int
    articles: int
    first_at: datetime
    last_at: datetime
    terms: Vector

    @property
    def age_order(self) -> tuple[datetime, int]:
        """The older of two stories comes first; equally old ones go by id."""
        return self.first_at, self.story_id


class Clusters:
    """Open stories with an index from term to story."""

    def __init__(self, clusters: Iterable[Cluster], half_life: timedelta, kept_terms: int) -> None:
        """Index the clusters; similarity halves with each `half_life` between two spans of time."""
        self.live: dict[int, Cluster] = {}
        self._length: dict[int, float] = {}
        self._holding: dict[str, dict[int, float]] = defaultdict(dict)
        self._half_life = half_life
        self._kept_terms = kept_terms
        for cluster in clusters:
            self.add(cluster)

    def add(self, cluster: Cluster) -> None:
        """Open a cluster."""
        self.live[cluster.story_id] = cluster
        self._index(cluster, cluster.terms)

    def most_alike(self, article: Cluster, least: float) -> tuple[Cluster, float] | None:
        """Return the cluster with the highest cosine, decayed by the gap in time, and that value; None below `least`.

        Compares the heaviest 40 terms, so that a large story costs no more than an article. Never returns itself.
        """
        length = math.hypot(*article.terms.values())
        heaviest = heapq.nlargest(_COMPARED_TERMS, article.terms.items(), key=_weight)
        products: dict[int, float] = defaultdict(float)
        for term, weight in heaviest:
            for story_id, held in self._holding.get(term, {}).items():
                products[story_id] += weight * held
        products.pop(article.story_id, None)
        found: tuple[Cluster, float] | None = None
        for story_id, product in products.items():
            cosine = product / (length * self._length[story_id])
            if cosine >= least:
                story = self.live[story_id]
                cosine *= self._decay(article, story)
                if cosine >= least and (found is None or (cosine, -story_id) > (found[1], -found[0].story_id)):
                    found = story, cosine
        return found

    def join(self, story: Cluster, other: Cluster) -> None:
        """Add an article or a whole cluster to a story; an indexed `other` must be closed first."""
        story.articles += other.articles
        story.first_at, story.last_at = min(story.first_at, other.first_at), max(story.last_at, other.last_at)
        for term, weight in other.terms.items():
            story.terms[term] = story.terms.get(term, 0.0) + weight
        if len(story.terms) > 2 * self._kept_terms:
            self._unindex(story)
            story.terms = dict(heapq.nlargest(self._kept_terms, story.terms.items(), key=_weight))
            self._index(story, story.terms)
        else:
            self._index(story, other.terms)

    def close(self, story: Cluster) -> None:
        """Take a cluster out."""
        self._unindex(story)
        del self.live[story.story_id], self._length[story.story_id]

    def _index(self, story: Cluster, changed: Vector) -> None:
        for term in changed:
            self._holding[term][story.story_id] = story.terms[term]
        self._length[story.story_id] = math.hypot(*story.terms.values())

    def _unindex(self, story: Cluster) -> None:
        for term in story.terms:
            self._holding[term].pop(story.story_id, None)

    def _decay(self, one: Cluster, other: Cluster) -> float:
        gap = max(one.first_at - other.last_at, other.first_at - one.last_at, timedelta())
        return float(0.5 ** (gap / self._half_life))


def _weight(item: tuple[str, float]) -> float:
    return item[1]
