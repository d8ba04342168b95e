"""Text fingerprints: what counts as an edit, and what a page changes by itself."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from include.newsdesk.matching.texts import normalise_text, text_hash, title_key

TITLE = "Harbour ferry “returns” after nine years"
BODY = "The ferry left at 08:15 — a minute early.\n\n“We’re glad,” said Mara Lindqvist.\n\nTickets cost 4.50 crowns."
KNOWN = text_hash(TITLE, BODY)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (TITLE, BODY.replace("\n\n", "\n")),
        (TITLE, BODY.replace("\n\n", " ")),
        (TITLE, BODY.replace(" ", "\u00a0").replace("left", "left\t ")),
        (TITLE, f"\n  {BODY} \u2028"),
        (TITLE, BODY.replace("“", '"').replace("”", '"').replace("’", "'").replace("—", "-")),
        (TITLE, BODY.replace("“", "«").replace("”", "»").replace("—", "–")),
        (TITLE, BODY.replace("minute", "mi\u00adnute").replace("Mara", "\u200bMa\u2060ra\ufeff")),
        (TITLE, BODY.replace("glad", "<b class='x1'>glad</b>").replace("Tickets", "<p data-ts='17'>Tickets")),
        (TITLE, f"{BODY}<!-- served by 7 in 12 ms -->"),
        (TITLE, BODY.replace("“", "&ldquo;").replace("’", "&#8217;")),
        ("  Harbour ferry\n“returns” after nine years ", BODY),
        (TITLE, f"Updated 5 minutes ago\n{BODY}\n12 comments"),
        (TITLE, f"By Mara Lindqvist\n{BODY}".replace("By Mara Lindqvist\n", "1.2K shares | 3 min read\n")),
    ],
)
def test_what_a_reader_would_not_notice_is_no_edit(title: str, body: str) -> None:
    assert text_hash(title, body) == KNOWN


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (TITLE.replace("nine", "ten"), BODY),
        (TITLE, BODY.replace("08:15", "08:16")),
        (TITLE, BODY.replace("4.50", "45.0")),
        (TITLE, BODY.replace("glad", "Glad")),
        (TITLE, BODY.replace("glad,", "glad")),
        (TITLE, BODY.replace("a minute early", "5 minutes ago")),
        (TITLE, BODY + "\n\nCorrection: tickets cost 5 crowns."),
        (TITLE, BODY.replace("\n\nTickets cost 4.50 crowns.", "")),
        (f"{TITLE} The", BODY.removeprefix("The ")),
        (TITLE, f"Mara Lindqvist | Updated 5 minutes ago\n{BODY}"),
    ],
)
def test_what_a_reader_could_notice_is_an_edit(title: str, body: str) -> None:
    assert text_hash(title, body) != KNOWN


@pytest.mark.parametrize(
    "line",
    [
        "Updated 5 minutes ago",
        "Last updated: 3 hours ago",
        "an hour ago",
        "just now",
        "(2 days ago)",
        "Last updated: 24 November 2026, 10:15 GMT",
        "vor 5 Minuten",
        "Aktualisiert vor einer Stunde",
        "Stand: 24.11.2026, 10:15 Uhr",
        "Il y a 5 minutes",
        "Mis à jour il y a une heure",
        "Mis à jour le 24 novembre 2026 à 10h15",
        "Hace 5 minutos",
        "Actualizado hace 2 horas",
        "há 5 minutos",
        "5 minutos atrás",
        "Atualizado em 24/11/2026 10:15",
        "5 minuti fa",
        "Aggiornato 2 ore fa",
        "5 minuten geleden",
        "5 minut temu",
        "5 минут назад",
        "Обновлено 2 часа назад",
        "5 хвилин тому",
        "för 5 minuter sedan",
        "for 5 minutter siden",
        "5 dakika önce",
        "πριν από 5 λεπτά",
        "5 menit yang lalu",
        "5 phút trước",
        "منذ 5 دقائق",
        "5 मिनट पहले",
        "5分前",
        "5分钟前",
        "5분 전",
        "更新: 2026年11月24日 10:15",
        "12 comments",
        "1,204 views",
        "1.2K shares",
        "Comments (12)",
        "12 Kommentare",
        "Kommentare: 12",
        "12 commentaires",
        "12 comentarios",
        "12 commenti",
        "12 reacties",
        "12 kommentarer",
        "12 komentarzy",
        "12 комментариев",
        "댓글 12",
        "3 min read",
        "Lesezeit: 3 Minuten",
        "Temps de lecture : 3 min",
        "Tiempo de lectura: 3 min",
        "Updated 5 minutes ago | 12 comments • 3 min read",
    ],
)
def test_lines_that_change_by_themselves_are_left_out(line: str) -> None:
    assert normalise_text("T", f"Before.\n{line}\nAfter.") == "T\nBefore. After."


@pytest.mark.parametrize(
    "line",
    [
        "5 minutes ago he was still in the lead.",
        "He left 5 minutes ago",
        "Updated rules apply to 30 homes",
        "The 12 comments were deleted",
        "Shares fell 12 per cent",
        "Views on the 2026 budget differ",
        "Il y a 5 ministres de trop",
        "Stand by your man",
        "Published works of 1911",
        "Vor 5 Minuten begann das Spiel.",
        "12 readers wrote to us",
        "2026",
        "12",
    ],
)
def test_prose_with_numbers_and_times_stays(line: str) -> None:
    assert normalise_text("T", f"Before.\n{line}\nAfter.") == f"T\nBefore. {line} After."


def test_volatile_part_of_a_byline_goes_and_the_name_stays() -> None:
    early, late = (text_hash("T", f"Mara Lindqvist | Updated {n} minutes ago | {n} comments\nBody.") for n in ("5", "17"))
    assert early == late
    assert early != text_hash("T", "Jon Aske | Updated 5 minutes ago | 5 comments\nBody.")


def test_hash_is_the_sha256_of_the_normalised_text() -> None:
    assert hashlib.sha256(normalise_text(TITLE, BODY).encode()).digest() == KNOWN
    assert len(KNOWN) == 32


def test_title_and_body_can_not_slide_into_each_other() -> None:
    assert text_hash("One two", "three") != text_hash("One", "two three")


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_text_has_a_hash_and_normalising_leaves_one_line_each(title: str, body: str) -> None:
    assert len(text_hash(title, body)) == 32
    first, second = normalise_text(title, body).split("\n")
    assert first == " ".join(first.split())
    assert second == " ".join(second.split())


def test_lone_surrogates_and_nul_have_a_hash() -> None:
    assert text_hash("\ud800", "a\x00b") != text_hash("\ud801", "a\x00b")


def test_endless_combining_marks_are_cut() -> None:
    assert len(normalise_text("T", "a" + "\u0301\u0316" * 1000)) < 40
    assert normalise_text("T", "e\u0301") == normalise_text("T", "é")


def test_titles_are_equal_whatever_their_case_and_punctuation() -> None:
    key = title_key("Harbour Ferry “Returns”: Nine Years Later")
    assert key == title_key("HARBOUR FERRY 'RETURNS' - nine years later!")
    assert key != title_key("Harbour Ferry “Returns”: Ten Years Later")


@pytest.mark.parametrize("title", ["", "Live blog", "Corrections", "— ! —", "今日新聞"])
def test_titles_too_short_to_identify_have_no_key(title: str) -> None:
    assert title_key(title) == ""


def test_short_titles_in_unspaced_scripts_have_a_key() -> None:
    assert title_key("港のフェリーが九年ぶりに再開") != ""
