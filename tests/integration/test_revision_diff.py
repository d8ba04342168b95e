"""The word-level difference between two revisions, asked for in SQL."""

from datetime import timedelta

import psycopg2
import pytest

from tests.loading import NOON, Page, article, load_pages
from tests.postgres import News

PAIRS = [
    ("same", "", "", []),
    ("all new", "", "The ferry sails.", [("added", "The ferry sails.")]),
    ("all gone", "The ferry sails.", "", [("removed", "The ferry sails.")]),
    (
        "one word in the middle",
        "The ferry sails at nine today.",
        "The ferry sails at ten today.",
        [("kept", "The ferry sails at"), ("removed", "nine"), ("added", "ten"), ("kept", "today.")],
    ),
    (
        "a number at the end",
        "Nobody was hurt, the police said: 4",
        "Nobody was hurt, the police said: 5",
        [("kept", "Nobody was hurt, the police said:"), ("removed", "4"), ("added", "5")],
    ),
    (
        "two edits with words between that stay",
        "a b c d e f",
        "a x c d y f",
        [("kept", "a"), ("removed", "b"), ("added", "x"), ("kept", "c d"), ("removed", "e"), ("added", "y"), ("kept", "f")],
    ),
    (
        "a word that repeats",
        "no no no yes",
        "no no yes",
        [("kept", "no no"), ("removed", "no"), ("kept", "yes")],
    ),
    (
        "a paragraph more",
        "One.\n\nThree.",
        "One.\n\nTwo is new.\n\nThree.",
        [("kept", "One.\n\n"), ("added", "Two is new.\n\n"), ("kept", "Three.")],
    ),
    ("other spacing only", "One  two", "One two", [("kept", "One two")]),
    (
        "Japanese",
        "港は 今日 閉じた",
        "港は 明日 閉じた",
        [("kept", "港は"), ("removed", "今日"), ("added", "明日"), ("kept", "閉じた")],
    ),
]


def diff(url: str, before: str, after: str) -> list[tuple[str, str]]:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("select change, words from news.word_diff(%s, %s) order by position", (before, after))
            return cursor.fetchall()
    finally:
        connection.close()


def test_golden_pairs_come_out_word_by_word(news: News) -> None:
    for name, before, after, expected in PAIRS:
        assert diff(news.analyst_url, before, after) == expected, name


def test_what_was_kept_and_removed_is_the_old_text_and_kept_and_added_the_new(news: News) -> None:
    old = article("https://ledger.example/one").body.split()
    new = [word for number, word in enumerate(old) if number % 7] + old[:20]
    rows = diff(news.analyst_url, " ".join(old), " ".join(new))
    assert " ".join(words for change, words in rows if change != "added").split() == old
    assert " ".join(words for change, words in rows if change != "removed").split() == new


@pytest.mark.parametrize(("words", "level"), [(900, "paragraph"), (60_000, "nothing kept")])
def test_what_changed_too_much_is_compared_by_paragraphs_or_replaced_whole(news: News, words: int, level: str) -> None:
    per_paragraph = 30 if level == "paragraph" else 60
    old = [" ".join(f"w{n}" for n in range(i, i + per_paragraph)) for i in range(0, words, per_paragraph)]
    new = [text.replace("w", "v") if number % 2 == 0 or level != "paragraph" else text for number, text in enumerate(old)]
    rows = diff(news.analyst_url, "\n\n".join(old), "\n\n".join(new))
    kept = [text for change, text in rows if change == "kept" and text.strip()]
    assert len(kept) == (len(old) // 2 if level == "paragraph" else 0)
    assert "".join(text for change, text in rows if change != "removed").replace(" ", "") == "\n\n".join(new).replace(" ", "")


def test_an_analyst_asks_for_a_revision_and_sees_the_fields_that_changed(news: News) -> None:
    first = article(title="Ferry sails at nine", subtitle="On time", body="It sails.\n\nThat is all we know for now.")
    second = article(title="Ferry sails at ten", subtitle="On time", body="It sails.\n\nThat is all.")
    load_pages(news, Page(first))
    load_pages(news, Page(second, NOON + timedelta(hours=1)))
    connection = psycopg2.connect(news.analyst_url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("select d.* from news.articles a, news.revision_diff(a.article_id, 2) d")
            assert cursor.fetchall() == [
                ("title", 1, "kept", "Ferry sails at"),
                ("title", 2, "removed", "nine"),
                ("title", 3, "added", "ten"),
                ("body", 1, "kept", "It sails.\n\nThat is"),
                ("body", 2, "removed", "all we know for now."),
                ("body", 3, "added", "all."),
            ]
            cursor.execute("select distinct change from news.articles a, news.revision_diff(a.article_id, 1)")
            assert cursor.fetchall() == [("added",)]
            cursor.execute("select count(*) from news.revision_diff(-1, 1)")
            assert cursor.fetchall() == [(0,)]
    finally:
        connection.close()
