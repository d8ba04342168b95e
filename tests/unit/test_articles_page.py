"""Decoding by BOM, header, meta and content; caps on size, depth, elements and attributes."""

import pytest

from include.newsdesk.articles import UnreadablePage, extract_article
from include.newsdesk.articles.page import MAX_ATTRIBUTES, MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, decode, fix_mojibake

URL = "https://daily.example/2025/03/story"


def test_byte_order_mark_wins_over_header_and_meta() -> None:
    assert decode("\ufeffé".encode(), "text/html; charset=iso-8859-1") == "é"
    assert decode(b"\xff\xfe" + "é".encode("utf-16-le"), "text/html; charset=utf-8") == "é"


def test_header_wins_over_meta() -> None:
    assert decode('<meta charset="iso-8859-1">Щ'.encode("cp1251"), "text/html; charset=windows-1251").endswith("Щ")


def test_meta_charset_is_read_as_browsers_read_it() -> None:
    assert decode('<meta charset="iso-8859-1"> \u201equoted\u201c'.encode("cp1252")).endswith("\u201equoted\u201c")


def test_utf8_labelled_as_latin1_is_read_as_utf8() -> None:
    assert decode('<meta charset="iso-8859-1">déjà vu'.encode()).endswith("déjà vu")


def test_unknown_charset_label_falls_back_to_the_content() -> None:
    assert decode('<meta charset="no-such-charset">naïve'.encode()).endswith("naïve")


def test_few_bad_bytes_leave_the_rest_readable() -> None:
    assert decode(b"<p>" + "größer ".encode() * 50 + b"\xff</p>").count("größer") == 50


def test_undeclared_legacy_charset_is_found_by_content() -> None:
    text = "Водохранилище над Калдером достигло летнего уровня на шесть недель раньше. " * 20
    assert "Водохранилище" in decode(f"<p>{text}</p>".encode("cp1251"))


def test_mojibake_is_repaired_only_where_it_is_certain() -> None:
    assert fix_mojibake("Lâ€™Ã©tÃ©") == "L’été"
    assert fix_mojibake("São Paulo à la carte") == "São Paulo à la carte"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (b"", "page.not_html"),
        (b"just words", "page.not_html"),
        (b"<p>" + b"x" * MAX_BYTES, "page.too_large"),
        (b"<html><body>" + b"<div>" * (MAX_DEPTH + 50) + b"deep", "page.too_deep"),
        (b"<html><body>" + b"<b>x</b>" * (MAX_ELEMENTS + 1), "page.too_many_nodes"),
        (
            b"<html><body>" + (b"<p " + b" ".join(b"a%d=1" % n for n in range(1000)) + b">x</p>") * (MAX_ATTRIBUTES // 1000 + 1),
            "page.too_many_attributes",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_c47_page_that_breaks_a_cap_is_refused_with_its_reason(html: bytes, reason: str) -> None:
    with pytest.raises(UnreadablePage) as refusal:
        extract_article(html, URL)
    assert refusal.value.reason == reason


def test_c46_page_just_inside_the_depth_cap_is_read() -> None:
    html = (
        b"<html><body>"
        + b"<div>" * (MAX_DEPTH - 10)
        + b"<p>"
        + b"The reservoir is full again, the board said on Monday. " * 4
        + b"</p>"
    )
    assert "reservoir" in extract_article(html, URL).body


def test_address_that_is_none_is_refused() -> None:
    with pytest.raises(UnreadablePage) as refusal:
        extract_article(b"<p>words</p>", "http://[broken")
    assert refusal.value.reason == "page.bad_address"


def test_refusal_keeps_its_reason_across_a_process_border() -> None:
    rebuild, arguments = UnreadablePage(URL, "deep", "page.too_deep").__reduce__()
    again = rebuild(*arguments)
    assert (again.subject, again.detail, again.reason) == (URL, "deep", "page.too_deep")


def test_nul_bytes_do_not_cut_the_text() -> None:
    html = b"<html><body><article><p>The reservoir\x00 above Calder Moss is full again, they said.</p></article></body></html>"
    assert extract_article(html, URL).body.startswith("The reservoir above Calder Moss")
