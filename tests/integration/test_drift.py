"""A publisher whose articles stop looking as they did is flagged in the first batch; nobody else is, and nothing is stopped."""

from include.newsdesk.stages.validate import validate
from tests.postgres import News
from tests.staged_pages import article, stage


def articles(numbers: range, **changes: object) -> list[dict[str, object]]:
    return [article(number, link_url=f"https://ledger.example/{number}", **changes) for number in numbers]


def test_a_publisher_that_lost_its_bylines_is_flagged_in_the_first_batch_and_its_articles_go_on(news: News) -> None:
    for publisher in ("The Ledger", "The Wire"):
        assert validate(stage(news, articles(range(25)), publisher))["drifting"] == 0
    broken = stage(news, articles(range(100, 106), authors=[], section=None))
    assert validate(broken) == {**broken, "valid": 6, "warned": 0, "quarantined": 0, "drifting": 1}
    assert validate(stage(news, articles(range(100, 106)), "The Wire"))["drifting"] == 0
    assert news.query("select publisher, measure, usual_share, share, articles, batch_id, detail from marts.drift") == [
        (
            "The Ledger",
            measure,
            1,
            0,
            6,
            broken["batch_id"],
            "with authors: 100% before, 0% now; with section: 100% before, 0% now",
        )
        for measure in ("authors", "section")
    ]


def test_small_batches_are_judged_together(news: News) -> None:
    validate(stage(news, articles(range(30))))
    drifting = [validate(stage(news, articles(range(n, n + 2), authors=[])))["drifting"] for n in (100, 200, 300, 400)]
    assert drifting == [0, 0, 1, 1]


def test_texts_that_shrink_are_flagged(news: News) -> None:
    validate(stage(news, articles(range(25))))
    validate(stage(news, articles(range(50, 55), word_count=60)))
    assert news.query("select measure, usual_share, share from marts.drift") == [("short", 0, 1)]


def test_rejected_articles_count_for_the_publisher_and_the_batch(news: News) -> None:
    validate(stage(news, articles(range(25))))
    batch = stage(news, articles(range(50, 70), title="Access denied"))
    assert validate(batch)["drifting"] == 1
    assert news.query("select measure, share from marts.drift") == [("rejected", 1)]
    found = "select level, check_name, subject, severity, observed, detail from ops.quality_results "
    assert news.query(found + "where not success and level in ('row', 'batch') order by result_id") == [
        ("row", "title.generic", "The Ledger", "critical", {"failed": 20, "rows": 20}, None),
        ("batch", "batch.rejected_share", f"batch {batch['batch_id']}", "critical", {"rejected": 20, "rows": 20},
         "20 of 20 articles were rejected"),
    ]  # fmt: skip


def test_what_was_usual_is_forgotten_after_thirty_days(news: News) -> None:
    validate(stage(news, articles(range(25))))
    news.query("update ops.publisher_profiles set day = day - 30")
    assert validate(stage(news, articles(range(50, 60), authors=[])))["drifting"] == 0


def test_a_batch_validated_twice_counts_once(news: News) -> None:
    batch = stage(news, articles(range(3)))
    validate(batch)
    validate(batch)
    assert news.query("select rows, pages, texts from ops.publisher_profiles") == [(3, 3, 3)]


def test_articles_that_are_tried_or_read_again_say_nothing_about_their_publisher(news: News) -> None:
    validate(stage(news, articles(range(25))))
    for number, cause in enumerate(("retry", "replay"), 1):
        batch = stage(news, articles(range(100 * number, 100 * number + 25), title="Access denied", authors=[]))
        news.query("update ops.batches set cause = %s where batch_id = %s", cause, batch["batch_id"])
        assert validate(batch)["drifting"] == 0
    assert news.query("select sum(rows) from ops.publisher_profiles") == [(25,)]
    assert news.query("select count(*) from ops.quality_results where not success and level <> 'row'") == [(0,)]
