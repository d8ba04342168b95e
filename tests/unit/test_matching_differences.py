"""Differences between two readings of a page, as people see them."""

from include.newsdesk.matching.differences import FIELDS, Difference, differences, word_diff

SAME = dict.fromkeys(FIELDS)


def test_fields_that_differ_are_named_with_both_values() -> None:
    assert differences(SAME | {"title": "Wall"}, SAME | {"title": "The wall"}) == [Difference("title", "Wall", "The wall")]


def test_a_list_and_a_tuple_of_the_same_values_are_equal() -> None:
    assert differences(SAME | {"tags": ["quay"]}, SAME | {"tags": ("quay",)}) == []


def test_a_diff_by_words_shows_what_went_and_came_with_some_words_around() -> None:
    old = " ".join(f"w{n}" for n in range(40)) + "\n\nThe mayor said no."
    new = " ".join(f"w{n}" for n in range(40)) + "\n\nThe mayor announced a plan."
    assert list(word_diff(old, new)) == ["@@ word 38 @@ w37 w38 w39 ¶ The mayor [-said no.-] {+announced a plan.+}"]


def test_far_changes_are_hunks_of_their_own_and_equal_texts_have_none() -> None:
    words = [f"w{n}" for n in range(60)]
    changed = ["first", *words[1:-1], "last"]
    hunks = list(word_diff(" ".join(words), " ".join(changed)))
    assert [hunk.split(" @@")[0] for hunk in hunks] == ["@@ word 1", "@@ word 54"]
    assert list(word_diff("a b", "a b")) == []
