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
        self._square: dict[int, float] = {}
        self._holding: dict[str, dict[int, float]] = defaultdict(dict)
        self._half_life = half_life
        self._kept_terms = kept_terms
        for cluster in clusters:
            self.add(cluster)

    def add(self, cluster: Cluster) -> None:
        """Open a cluster."""
        self.live[cluster.story_id] = cluster
        self._square[cluster.story_id] = sum(weight * weight for weight in cluster.terms.values())
        for term, weight in cluster.terms.items():
            self._holding[term][cluster.story_id] = weight

    def most_alike(self, article: Cluster, least: float) -> tuple[Cluster, float] | None:
        """Return the cluster with the highest cosine, decayed by the gap in time, and that value; None below `least`.

        Never returns the article itself.
        """
        length = math.hypot(*article.terms.values())
        found: tuple[Cluster, float] | None = None
        for story_id, product in self._products(article.terms, least * length).items():
            cosine = product / (length * math.sqrt(self._square[story_id]))
            if cosine >= least and story_id != article.story_id:
                story = self.live[story_id]
                cosine *= self._decay(article, story)
                if cosine >= least and (found is None or (cosine, -story_id) > (found[1], -found[0].story_id)):
                    found = story, cosine
        return found

    def _products(self, terms: Vector, least: float) -> dict[int, float]:
        """Return the scalar product with each cluster that can reach `least` times its own length.

        The heaviest terms come first. A cluster that shares none of them can't reach the least with what is left, by
        the Cauchy-Schwarz inequality: so the common terms, which most clusters hold, find no new ones.
        """
        products: dict[int, float] = defaultdict(float)
        left = sum(weight * weight for weight in terms.values())
        for term, weight in sorted(terms.items(), key=_weight, reverse=True):
            holding = self._holding.get(term, {})
            if left >= least * least:
                for story_id, held in holding.items():
                    products[story_id] += weight * held
            else:
                for story_id in products.keys() & holding.keys():
                    products[story_id] += weight * holding[story_id]
            left -= weight * weight
        return products

    def join(self, story: Cluster, other: Cluster) -> None:
        """Add an article or a whole cluster to a story; an indexed `other` must be closed first."""
        story.articles += other.articles
        story.first_at, story.last_at = min(story.first_at, other.first_at), max(story.last_at, other.last_at)
        for term, weight in other.terms.items():
            held = story.terms.get(term, 0.0)
            story.terms[term] = self._holding[term][story.story_id] = held + weight
            self._square[story.story_id] += weight * (2 * held + weight)
        if len(story.terms) > 2 * self._kept_terms:
            self.close(story)
            story.terms = dict(heapq.nlargest(self._kept_terms, story.terms.items(), key=_weight))
            self.add(story)

    def close(self, story: Cluster) -> None:
        """Take a cluster out."""
        for term in story.terms:
            del self._holding[term][story.story_id]
        del self.live[story.story_id], self._square[story.story_id]

    def _decay(self, one: Cluster, other: Cluster) -> float:
        gap = max(one.first_at - other.last_at, other.first_at - one.last_at, timedelta())
        return float(0.5 ** (gap / self._half_life))


def _weight(item: tuple[str, float]) -> float:
    return item[1]
