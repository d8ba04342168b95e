"""The validate stage on staged pages: what is set aside and with which evidence, equal texts, the pages it leaves."""

from include.newsdesk.stages import data_docs
from include.newsdesk.stages.load import load
from include.newsdesk.stages.validate import validate
from tests.postgres import News
from tests.staged_pages import article, stage

NOTICE = article(0)["body"]


def test_a_failing_page_goes_to_the_quarantine_with_all_that_was_seen(news: News) -> None:
    batch = stage(news, [article(1), article(2, title=None, body="Too short.")])
    assert validate(batch, "manual__1") == {**batch, "valid": 1, "warned": 0, "quarantined": 1, "drifting": 0}
    rows = news.query("select batch_id, stage, reasons, evidence, capture_id, parser_version, run_id from ops.quarantine")
    evidence = {
        "title.missing": {"expectation": "expect_column_values_to_not_be_null", "observed": ""},
        "body.too_short": {"expectation": "expect_column_values_to_be_between", "observed": "Too short."},
    }
    assert rows == [(batch["batch_id"], "validate", ["title.missing", "body.too_short"], evidence, 1, "test 1", "manual__1")]
    assert validate(batch)["quarantined"] == 0


def test_the_text_of_an_earlier_article_under_another_title_is_remarked_on_and_passes(news: News) -> None:
    load(validate(stage(news, [article(1, body=NOTICE)])))
    batch = stage(news, [article(2, body=NOTICE), article(3), article(4, title=article(1)["title"], body=NOTICE)])
    assert validate(batch) == {**batch, "valid": 3, "warned": 2, "quarantined": 0, "drifting": 0}
    # The fourth repeats the first under the same title, which load links; it is remarked on for the second only.
    warned = "select url, warnings from staging.pages where warnings <> '{}' order by url"
    assert news.query(warned) == [
        ("https://ledger.example/2", ["body.same_as_another"]), ("https://ledger.example/4", ["body.same_as_another"])
    ]  # fmt: skip


def test_the_same_article_under_two_addresses_passes_without_remark(news: News) -> None:
    twice = [article(1), article(1, link_url="https://ledger.example/copy")]
    assert validate(stage(news, twice))["warned"] == 0


def test_the_same_text_at_another_publisher_is_no_matter_for_validate(news: News) -> None:
    load(validate(stage(news, [article(1, body=NOTICE)], "The Wire")))
    assert validate(stage(news, [article(2, body=NOTICE)], "The Ledger"))["warned"] == 0


def test_one_text_under_more_than_twenty_others_in_a_day_is_a_wall(news: News) -> None:
    first = validate(stage(news, [article(n, body=NOTICE) for n in range(20)]))
    assert (first["valid"], first["quarantined"]) == (20, 0)
    load(first)
    second = validate(stage(news, [article(n, body=NOTICE) for n in (30, 31)] + [article(32)]))
    assert (second["valid"], second["quarantined"]) == (1, 2)
    assert news.query("select distinct reason from ops.quarantine") == [("body.one_for_all",)]

    load(second)
    news.query("update news.articles set loaded_at = loaded_at - interval '2 days'")
    assert validate(stage(news, [article(40, body=NOTICE)]))["valid"] == 1


def test_the_newest_validations_can_be_read_as_pages_and_old_ones_go(news: News) -> None:
    news.query(
        "insert into ops.data_docs (kind, name, html) select 'validation', 'old ' || n, '' from generate_series(1, 60) as n"
    )
    batch = stage(news, [article(1), article(2, title="Subscribe")])
    validate(batch, "run of the day")
    index = data_docs.read_index()
    assert index.count('href="validations/') == data_docs.KEPT
    assert f"batch {batch['batch_id']} run of the day" in index
    assert ">old 12<" in index and ">old 11<" not in index
    [(newest,)] = news.query("select max(page_id) from ops.data_docs where kind = 'validation'")
    assert "title.generic (reject)" in (data_docs.read_page("validation", newest) or "")
    assert data_docs.read_page("validation", 1_000_000) is None
    assert "title.generic (reject)" in (data_docs.read_page("suite") or "")


def test_the_page_of_the_suite_is_written_anew_when_the_suite_has_changed(news: News) -> None:
    validate(stage(news, [article(1)]))
    news.query("update ops.data_docs set name = 'another version', html = '' where kind = 'suite'")
    validate(stage(news, [article(2)]))
    assert "title.generic (reject)" in (data_docs.read_page("suite") or "")
    assert news.query("select count(*) from ops.data_docs where kind = 'suite'") == [(1,)]
