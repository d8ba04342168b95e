from datetime import UTC, datetime

import pytest

from include.newsdesk.matching.texts import text_hash
from include.newsdesk.matching.versions import changed_fields, version_hash
from include.newsdesk.matching.volatile import without_image_variant

ARTICLE = {
    "title": "Ferry late", "subtitle": None, "body": "It was late.", "authors": ["Mara Lindqvist", "Jon Aske"], "agencies": [],
    "dateline": None, "section": "Local", "tags": ["ferry", "harbour"], "language": "en", "kind": "article", "paywalled": False,
    "published_at": "2026-11-23T10:00:00+00:00", "modified_at": None, "lead_image_url": "https://img.example/a.jpg",
}  # fmt: skip
HASH = text_hash("Ferry late", "It was late.")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://img.example/a.jpg?w=640&h=480", "http://img.example/a.jpg#top"),
        ("https://img.example/a.JPG?anything=1", "https://img.example/a.JPG"),
        ("https://img.example/image?id=7&width=640", "https://img.example/image?token=abc&id=7"),
    ],
)
def test_one_picture_in_two_sizes_is_one_picture(one: str, other: str) -> None:
    assert without_image_variant(one) == without_image_variant(other)


def test_another_picture_is_another() -> None:
    assert without_image_variant("https://img.example/image?id=7") != without_image_variant("https://img.example/image?id=8")
    assert without_image_variant("https://img.example/a.jpg") != without_image_variant("https://img.example/b.jpg")


def test_the_order_of_authors_counts_and_that_of_tags_does_not() -> None:
    assert changed_fields(ARTICLE, ARTICLE | {"authors": ["Jon Aske", "Mara Lindqvist"]}) == ["authors"]
    assert changed_fields(ARTICLE, ARTICLE | {"tags": ["Harbour", "ferry"]}) == []


def test_times_are_compared_as_moments() -> None:
    as_time = ARTICLE | {"published_at": datetime(2026, 11, 23, 10, 0, 9, tzinfo=UTC)}
    in_another_zone = ARTICLE | {"published_at": "2026-11-23T12:00:00+02:00"}
    assert version_hash(as_time, HASH) == version_hash(in_another_zone, HASH) == version_hash(ARTICLE, HASH)


@pytest.mark.parametrize("name", sorted(set(ARTICLE) - {"title", "body", "modified_at"}))
def test_every_field_counts_in_the_hash(name: str) -> None:
    other = ["x"] if isinstance(ARTICLE[name], list) else "2026-11-24T10:00:00+00:00" if name == "published_at" else "x"
    assert version_hash(ARTICLE | {name: other}, HASH) != version_hash(ARTICLE, HASH)
    assert changed_fields(ARTICLE, ARTICLE | {name: other}) == [name]


def test_modified_at_alone_counts_nowhere() -> None:
    moved = ARTICLE | {"modified_at": "2026-11-23T11:00:00+00:00"}
    assert version_hash(moved, HASH) == version_hash(ARTICLE, HASH)
    assert changed_fields(ARTICLE, moved) == []


def test_the_text_counts_in_the_hash() -> None:
    assert version_hash(ARTICLE, text_hash("Ferry late", "It was early.")) != version_hash(ARTICLE, HASH)
