"""Stories: which articles come together, and which ids survive."""

import math
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from include.newsdesk.matching.clusters import Cluster, Clusters
from include.newsdesk.matching.stories import PARAMETERS, Assigned, Candidate, Story, assign
from include.newsdesk.matching.terms import Background, rarity, terms, weighted
from tests.bench.stories import bcubed, cluster, read_titles, time_of

INVENTED = Path(__file__).parent.parent / "data" / "stories" / "invented.csv"
MORNING = datetime(2026, 3, 2, 6, tzinfo=UTC)
NOTHING = Background()

FERRY = [
    "Harbour ferry returns to Velmora after nine years",
    "Velmora ferry back in service after nine years",
    "Crowds greet the first Velmora ferry in nine years",
]
COMET = ["Comet Aldara seen with the naked eye", "How to see comet Aldara this week"]


def arrivals(titles: list[str], first_id: int = 1, at: datetime = MORNING, language: str = "en") -> list[Candidate]:
    return [Candidate(first_id + number, language, at + timedelta(minutes=number), title) for number, title in enumerate(titles)]


def story_of(done: Assigned) -> dict[int, int]:
    return {one.article_id: one.story_id for one in done.assignments}


def test_articles_on_one_event_share_a_story_named_after_the_first() -> None:
    done = assign(arrivals([*FERRY, *COMET]), [], NOTHING)
    assert story_of(done) == {1: 1, 2: 1, 3: 1, 4: 4, 5: 4}
    ferry, comet = done.stories
    assert (ferry.story_id, ferry.articles, ferry.first_at) == (1, 3, MORNING)
    assert ferry.last_at == MORNING + timedelta(minutes=2)
    assert (comet.story_id, comet.articles, comet.language) == (4, 2, "en")
    assert done.assignments[0].similarity == 1.0
    assert all(PARAMETERS.join_similarity <= one.similarity <= 1.0 for one in done.assignments)


def test_order_of_candidates_does_not_matter() -> None:
    candidates = arrivals([*FERRY, *COMET])
    assert assign(candidates[::-1], [], NOTHING) == assign(candidates, [], NOTHING)


def test_a_later_batch_joins_the_stories_of_an_earlier_one() -> None:
    first = assign(arrivals(FERRY), [], NOTHING)
    kept = [replace(story, terms=dict(story.terms)) for story in first.stories]
    later = MORNING + timedelta(hours=5)
    second = assign(arrivals(["Velmora celebrates its returning ferry", *COMET], 10, later), first.stories, first.learned)
    assert story_of(second) == {10: 1, 11: 11, 12: 11}
    assert [(story.story_id, story.articles) for story in second.stories] == [(1, 4), (11, 2)]
    assert list(first.stories) == kept


def test_the_same_words_two_weeks_later_are_another_story() -> None:
    first = assign(arrivals(FERRY), [], NOTHING)
    for gap, joined in ((timedelta(days=2), True), (timedelta(days=14), False)):
        again = assign(arrivals(FERRY[:1], 10, MORNING + gap), first.stories, first.learned)
        assert (again.assignments[0].story_id == 1) is joined


def test_an_article_that_arrives_late_joins_and_moves_the_beginning() -> None:
    first = assign(arrivals(FERRY), [], NOTHING)
    early = arrivals(["Velmora ferry to return after nine years"], 10, MORNING - timedelta(hours=8))
    late = assign(early, first.stories, NOTHING)
    assert story_of(late) == {10: 1}
    assert late.stories[0].first_at == MORNING - timedelta(hours=8)
    assert late.stories[0].last_at == first.stories[0].last_at


def stored(story_id: int, terms_held: dict[str, float], hours: float, articles: int = 3) -> Story:
    at = MORNING + timedelta(hours=hours)
    return Story(story_id, "en", articles, at, at, terms_held)


def test_stories_that_have_met_merge_into_the_older() -> None:
    newer_id = stored(5, {"tamrin": 0.8, "corvan": 0.5, "electi": 0.4}, hours=-6)
    older_id = stored(9, {"roscoe": 0.8, "corvan": 0.5, "electi": 0.4}, hours=-9)
    bridge = ["Tamrin beats Roscoe in Corvania election"]
    done = assign(arrivals(bridge, 20), [newer_id, older_id], NOTHING)
    assert [(merge.story_id, merge.merged_into) for merge in done.merges] == [(5, 9)]
    assert done.merges[0].similarity >= PARAMETERS.merge_similarity
    assert story_of(done) == {20: 9}
    assert [(story.story_id, story.articles) for story in done.stories] == [(9, 7)]
    assert done.stories[0].terms.keys() >= {"tamrin", "roscoe"}


def test_merges_name_the_last_survivor_and_only_stories_that_were_stored() -> None:
    chain = [stored(i, {"tamrin": 1.0, "corvan": 1.0, f"only{i}": 0.3}, hours=-i) for i in (1, 2, 3)]
    done = assign(arrivals(["Tamrin wins Corvania", "Corvania: Tamrin wins"], 20), chain, NOTHING)
    assert {(merge.story_id, merge.merged_into) for merge in done.merges} == {(1, 3), (2, 3)}
    assert set(story_of(done).values()) == {3}
    assert [story.story_id for story in done.stories] == [3]


def test_a_story_that_was_born_and_merged_in_one_batch_was_never_there() -> None:
    titles = ["Tamrin beats Roscoe", "Corvania election result", "Tamrin beats Roscoe in Corvania election: the result"]
    done = assign(arrivals(titles), [], NOTHING)
    assert story_of(done) == {1: 1, 2: 1, 3: 1}
    assert done.merges == ()
    assert [(story.story_id, story.articles) for story in done.stories] == [(1, 3)]


def test_search_finds_what_comparing_with_every_cluster_finds() -> None:
    numbers = random.Random(5)

    def article(number: int) -> Cluster:
        held = {f"t{int(numbers.paretovariate(0.4)) % 60}": numbers.random() for _ in range(numbers.randrange(1, 9))}
        at = MORNING + timedelta(hours=numbers.randrange(100))
        return Cluster(number, 1, at, at, held)

    def alike(one: Cluster, other: Cluster) -> float:
        product = sum(weight * other.terms.get(term, 0.0) for term, weight in one.terms.items())
        gap = max(one.first_at - other.last_at, other.first_at - one.last_at, timedelta())
        lengths = math.hypot(*one.terms.values()) * math.hypot(*other.terms.values())
        return product / lengths * math.pow(0.5, gap / timedelta(hours=72))

    clusters = Clusters([article(number) for number in range(60)], timedelta(hours=72), 30)
    for number in range(60, 200):
        arrival, least = article(number), numbers.choice([0.1, 0.3, 0.6])
        best = max(clusters.live.values(), key=lambda cluster: alike(arrival, cluster))
        found = clusters.most_alike(arrival, least)
        assert (found is not None) == (alike(arrival, best) >= least)
        if found:
            assert found[0] is best
            assert found[1] == pytest.approx(alike(arrival, best))
            clusters.join(best, arrival)


def test_stories_without_a_shared_word_may_be_left_out() -> None:
    ferry = assign(arrivals(FERRY), [], NOTHING).stories
    unrelated = [stored(100 + number, {f"other{number}": 1.0}, hours=-1) for number in range(50)]
    batch = arrivals(["Velmora celebrates its returning ferry"], 10)
    assert assign(batch, [*unrelated, *ferry], NOTHING) == assign(batch, ferry, NOTHING)


def test_languages_never_mix() -> None:
    mixed = [*arrivals(FERRY[:1]), *arrivals(FERRY[1:2], 2, language="de")]
    with pytest.raises(ValueError, match="one language"):
        assign(mixed, [], NOTHING)
    with pytest.raises(ValueError, match="one language"):
        assign(mixed[:1], assign(mixed[1:], [], NOTHING).stories, NOTHING)


@pytest.mark.parametrize("title", ["", "— !", "the"])
def test_titles_that_say_nothing_stay_alone(title: str) -> None:
    done = assign(arrivals([title, title]), [], Background(10_000, {"the": 9_000}))
    assert story_of(done) == {1: 1, 2: 2}


def test_an_empty_batch_changes_nothing() -> None:
    done = assign([], [stored(1, {"a": 1.0}, hours=0)], NOTHING)
    assert (done.assignments, done.merges, done.stories, done.learned) == ((), (), (), NOTHING)


def test_a_story_keeps_a_limited_number_of_terms() -> None:
    few = replace(PARAMETERS, kept_terms=5)
    titles = [f"Velmora ferry news{i} harbour{i} crowd{i}" for i in range(30)]
    done = assign(arrivals(titles), [], NOTHING, few)
    assert [story.articles for story in done.stories] == [30]
    assert len(done.stories[0].terms) <= 10
    assert {"velmor", "ferry"} <= done.stories[0].terms.keys()


def test_invented_newsroom_comes_out_mostly_right() -> None:
    candidates, truth = read_titles(INVENTED)
    score = bcubed(cluster(candidates), truth)
    assert score.f1 >= 0.85


@pytest.mark.parametrize(
    ("titles", "joined"),
    [
        (["沃尔莫拉港口渡轮九年后恢复运营", "渡轮恢复运营：沃尔莫拉居民清晨排队"], True),
        (["ヴェルモラ港のフェリーが九年ぶりに再開", "九年ぶり再開のヴェルモラ・フェリーに四百人の列"], True),
        (["벨모라 항구의 여객선이 9년 만에 운항을 재개했다", "벨모라 여객선이 운항 재개, 새벽부터 줄"], True),
        (["Паром в Вельмору вернулся после девяти лет", "Паром вернулся: жители Вельморы встретили его"], True),
        (["沃尔莫拉港口渡轮九年后恢复运营", "彗星阿尔达拉本周肉眼可见"], False),
    ],
)
def test_stories_form_in_any_script(titles: list[str], joined: bool) -> None:
    assert (len(set(story_of(assign(arrivals(titles), [], NOTHING)).values())) == 1) is joined


def test_the_lead_helps_where_titles_differ() -> None:
    first = Candidate(1, "en", MORNING, "Nine years of waiting are over", "The Velmora ferry left harbour on Tuesday.")
    second = Candidate(2, "en", MORNING, "Four hundred queue before dawn", "Velmora harbour: the ferry left on time.")
    assert story_of(assign([first, second], [], NOTHING)) == {1: 1, 2: 1}
    bare = [replace(candidate, lead="") for candidate in (first, second)]
    assert story_of(assign(bare, [], NOTHING)) == {1: 1, 2: 2}


def test_only_the_first_words_of_a_lead_count() -> None:
    lead = " ".join(f"word{i}" for i in range(100))
    assert {"word59", "word60"} & terms("Title", lead).keys() == {"word59"}


def test_the_site_name_at_the_end_of_a_title_is_no_term() -> None:
    assert "harbou" not in terms("Comet seen | Harbour Post", publisher="The Harbour Post")
    assert "harbou" not in terms("Comet seen - HarbourPost.example", publisher="Harbour Post")
    assert "velmor" in terms("Comet seen - Velmora", publisher="Harbour Post")
    assert "harbou" in terms("Harbour Post fined - court", publisher="Harbour Post")


def test_words_are_cut_and_lose_their_plural() -> None:
    assert terms("Presidents", "president").keys() == {"presid"}
    assert terms("ferries FERRY", "banks bank gas").keys() == {"ferrie", "ferry", "bank", "gas"}


def test_common_words_weigh_nothing_and_rare_ones_most() -> None:
    background = Background(1000, {"velmor": 3, "ferry": 60, "after": 700})
    vector = weighted({"velmor": 1.0, "ferry": 1.0, "after": 1.0}, background)
    assert vector.keys() == {"velmor", "ferry"}
    assert vector["velmor"] > vector["ferry"]
    assert sum(weight * weight for weight in vector.values()) == pytest.approx(1.0)


def test_short_words_are_common_until_counted() -> None:
    assert rarity("in", NOTHING) < rarity("war", NOTHING) < rarity("ferry", NOTHING)
    assert rarity("渡轮", NOTHING) == rarity("ferry", NOTHING)
    assert rarity("eu", Background(100_000, {"eu": 400})) > rarity("in", Background(100_000, {"in": 40_000}))


def test_learned_counts_are_of_the_batch_alone() -> None:
    done = assign(arrivals(FERRY), [], Background(500, {"ferry": 7}))
    assert done.learned.articles == 3
    assert done.learned.articles_with["ferry"] == 3


def test_bcubed_of_a_known_clustering() -> None:
    # Items 1 to 3 in cluster 1, item 4 in cluster 2; true stories: {1, 2}, {3, 4}.
    score = bcubed({1: 1, 2: 1, 3: 1, 4: 2}, {1: "a", 2: "a", 3: "b", 4: "b"})
    assert score.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert score.recall == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)
    assert score.f1 == pytest.approx(2 * score.precision * score.recall / (score.precision + score.recall))


def test_bcubed_of_everything_apart_and_everything_together() -> None:
    truth = {1: "a", 2: "a", 3: "b", 4: "b"}
    apart = bcubed({article: article for article in truth}, truth)
    assert (apart.precision, apart.recall) == (1.0, 0.5)
    together = bcubed(dict.fromkeys(truth, 1), truth)
    assert (together.precision, together.recall) == (0.5, 1.0)
    assert bcubed({1: 1, 2: 1, 3: 3, 4: 3}, truth).f1 == 1.0


def test_times_of_labelled_files_are_read_in_three_forms() -> None:
    assert time_of("2026-03-02T06:00:00Z") == time_of("1772431200") == time_of("1772431200000") == MORNING
    assert time_of("2026-03-02 06:00:00") == MORNING
