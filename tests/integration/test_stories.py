"""Stories form in the warehouse as articles arrive, and merging them loses nothing."""

from datetime import timedelta
from pathlib import Path

from include.newsdesk.stages.stories import build_stories
from tests.bench.stories import bcubed, cluster, read_titles
from tests.loading import NOON, Page, article, load_pages
from tests.postgres import News

INVENTED = Path(__file__).parents[1] / "data" / "stories" / "invented.csv"
FERRY = (
    "Ferry returns to Velmora after nine years",
    "Velmora ferry returns: four hundred queue at dawn",
    "After nine years the ferry to Velmora returns",
)


def page(n: int, title: str, hours: float = 0, body: str = "Short.", publisher: str = "Harbour Ledger") -> Page:
    at = NOON + timedelta(hours=hours)
    one = article(f"https://{publisher[:3].lower()}.example/{n}", title=title, body=body, subtitle=None, published_at=at)
    return Page(one, at, publisher, publisher)


def members(news: News) -> dict[str, int]:
    return dict(
        news.query(
            "select a.title, s.story_id from news.story_articles s join news.articles a using (article_id) where left_at is null"
        )
    )


def test_articles_on_one_event_share_a_story_across_batches_and_publishers(news: News) -> None:
    load_pages(news, page(1, FERRY[0]), page(2, "Bank raises key rate to 4.5 per cent"))
    assert build_stories() == {"articles": 2, "merges": 0}
    load_pages(news, page(3, FERRY[1], 2, publisher="Meridian"))
    assert build_stories() == {"articles": 1, "merges": 0}
    assert members(news)[FERRY[0]] == members(news)[FERRY[1]] != members(news)["Bank raises key rate to 4.5 per cent"]
    columns = "title, articles, publishers, first_at, last_at, method"
    assert news.query(f"select {columns} from news.stories order by articles desc limit 1") == [
        (FERRY[0], 2, 2, NOON, NOON + timedelta(hours=2), "tfidf-1")
    ]


def test_a_second_run_finds_nothing_and_an_edit_leaves_an_article_in_its_story(news: News) -> None:
    load_pages(news, page(1, FERRY[0]))
    build_stories()
    load_pages(news, page(1, "Quite another matter: the museum opens", 1))
    before = news.query("select * from news.story_articles")
    assert build_stories() == build_stories() == {"articles": 0, "merges": 0}
    assert news.query("select * from news.story_articles") == before


def test_a_copy_goes_where_its_original_is_whichever_is_looked_at_first(news: News) -> None:
    text = article("https://x.example/long").body
    load_pages(news, page(1, FERRY[0], body=text))
    load_pages(news, page(2, FERRY[0], 1, text, "Meridian"))
    build_stories()
    load_pages(news, page(3, FERRY[0], 2, text, "The Post"))
    build_stories()
    assert news.query("select articles, publishers from news.stories") == [(3, 3)]
    assert news.query("select articles from ops.term_counts where term = ''") == [(1,)]


def test_stories_that_meet_merge_and_keep_their_history(news: News) -> None:
    # Two stories with the same words, as if they had begun in two batches that ran at once.
    load_pages(news, page(1, FERRY[0]))
    build_stories()
    load_pages(news, page(2, "Museum of clocks opens its doors", 1))
    build_stories()
    news.query("update news.stories set terms = (select terms from news.stories where title = %s)", FERRY[0])
    load_pages(news, page(3, FERRY[2], 2))
    assert build_stories() == {"articles": 1, "merges": 1}
    ((older, newer),) = news.query("select merged_into, story_id from news.stories where merged_into is not null")
    assert news.query("select articles from news.stories order by story_id") == [(3,), (0,)]
    assert set(members(news).values()) == {older}
    history = "select story_id, left_at is null from news.story_articles where article_id = %s order by joined_at, story_id desc"
    assert news.query(history, newer) == [(newer, False), (older, True)]


def test_the_invented_newsroom_comes_out_as_well_as_in_memory(news: News) -> None:
    candidates, truth = read_titles(INVENTED)
    pages = [
        Page(
            article(
                f"https://x.example/{one.article_id}", title=one.title, subtitle=None, body=f"{one.article_id}.", language="und",
                published_at=one.published_at,
            ),
            one.published_at, one.publisher, one.publisher,
        )
        for one in candidates
    ]  # fmt: skip
    for first in range(0, len(pages), 40):
        load_pages(news, *pages[first : first + 40])
        build_stories()
    found = {
        int(url.rpartition("/")[2]): story
        for url, story in news.query(
            "select a.url, s.story_id from news.story_articles s join news.articles a using (article_id) where left_at is null"
        )
    }
    assert found.keys() == truth.keys()
    score, in_memory = bcubed(found, truth), bcubed(cluster(candidates), truth)
    assert score.f1 >= max(0.85, in_memory.f1 - 0.05), (score, in_memory)
