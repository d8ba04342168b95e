"""MinHash: the estimator itself against exact Jaccard similarity, and the keys under which near copies meet."""

import random

import numpy as np
import pytest

from include.newsdesk.matching.minhash import BANDS, SIGNATURE_BYTES, bands, signature, similarity
from include.newsdesk.matching.shingles import shingles

TEXT = (
    "The harbour ferry returned on Tuesday after nine years, and four hundred people queued before dawn to be on board. "
    "Mara Lindqvist, who sold the first ticket, said the crossing would run hourly until the ice comes."
)


def invented_text(numbers: random.Random, words: int) -> list[str]:
    return [f"word{numbers.randrange(5000)}" for _ in range(words)]


def edited(numbers: random.Random, words: list[str], edits: int) -> list[str]:
    copy = list(words)
    for _ in range(edits):
        copy[numbers.randrange(len(copy))] = f"edit{numbers.randrange(10**6)}"
    return copy


def exact_jaccard(first: str, second: str) -> float:
    one, two = set(shingles(first).tolist()), set(shingles(second).tolist())
    return len(one & two) / len(one | two)


def test_estimate_is_unbiased_and_as_exact_as_128_independent_hashes_allow() -> None:
    numbers = random.Random(7)
    errors, allowed = [], []
    for _ in range(400):
        words = invented_text(numbers, numbers.randrange(40, 600))
        first, second = " ".join(words), " ".join(edited(numbers, words, numbers.randrange(1, len(words) // 3)))
        exact = exact_jaccard(first, second)
        errors.append(similarity(signature(first), signature(second)) - exact)
        allowed.append(exact * (1 - exact) / 128)
    assert abs(float(np.mean(errors))) < 0.006
    assert float(np.sqrt(np.mean(np.square(errors)))) < 1.12 * float(np.sqrt(np.mean(allowed)))


def test_texts_with_nothing_in_common_are_not_alike() -> None:
    numbers = random.Random(11)
    signed = [signature(" ".join(invented_text(numbers, 300))) for _ in range(40)]
    alike = [similarity(one, two) for i, one in enumerate(signed) for two in signed[:i]]
    assert max(alike) < 0.05
    assert not any(set(bands(one)) & set(bands(two)) for i, one in enumerate(signed) for two in signed[:i])


def test_keys_meet_as_often_as_the_bands_promise() -> None:
    numbers = random.Random(13)
    met, promised = 0, 0.0
    for _ in range(300):
        words = invented_text(numbers, 200)
        copy = edited(numbers, words, numbers.randrange(15, 40))
        first, second = " ".join(words), " ".join(copy)
        met += bool(set(bands(signature(first))) & set(bands(signature(second))))
        promised += 1 - (1 - exact_jaccard(first, second) ** 4) ** BANDS
    assert met == pytest.approx(promised, abs=25)
    assert 100 < met < 300


def test_a_text_is_alike_to_itself_whatever_its_case_spacing_and_punctuation() -> None:
    other = TEXT.upper().replace(" ", "\n ").replace(",", " –").replace(".", "…")
    assert similarity(signature(TEXT), signature(other)) == 1.0
    assert bands(signature(TEXT)) == bands(signature(other))


def test_order_of_words_matters() -> None:
    turned = " ".join(reversed(TEXT.split()))
    assert similarity(signature(TEXT), signature(turned)) < 0.05


def test_a_corrected_word_leaves_a_near_copy() -> None:
    assert similarity(signature(TEXT), signature(TEXT.replace("nine", "ten"))) > 0.75


def test_signature_and_keys_have_the_stored_form() -> None:
    signed = signature(TEXT)
    assert len(signed) == SIGNATURE_BYTES == 512
    keys = bands(signed)
    assert len(keys) == BANDS == 32
    assert all(type(key) is int and -(2**31) <= key < 2**31 for key in keys)
    assert len(set(keys)) == BANDS


def test_stored_signatures_stay_valid() -> None:
    # Changing this number makes every stored signature useless: then the stored ones must be computed again.
    assert bands(signature(TEXT))[:3] == [1708672467, 469134960, -2102859351]


def test_equal_minima_in_two_bands_make_different_keys() -> None:
    assert len(set(bands(np.full(128, 5, dtype="<u4").tobytes()))) == BANDS


@pytest.mark.parametrize("text", ["", "   ", "— … !", "\x00"])
def test_a_text_without_words_is_alike_to_nothing_and_never_found(text: str) -> None:
    assert similarity(signature(text), signature(text)) == 0.0
    assert bands(signature(text)) == []


@pytest.mark.parametrize("text", ["Ferry", "Ferry returns"])
def test_a_text_shorter_than_a_shingle_still_has_a_signature(text: str) -> None:
    assert similarity(signature(text), signature(text.lower())) == 1.0
    assert similarity(signature(text), signature(text + " now")) < 0.1


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("港の定期船が九年ぶりに火曜日から再開し、夜明け前に四百人が列を作った。切符売りは喜んだ。", ("九年", "十年")),
        ("港口渡轮在停航九年之后于星期二恢复运营，天亮之前已有四百人排队等候上船，售票员表示十分高兴。", ("四百", "五百")),
        ("เรือข้ามฟากกลับมาให้บริการในวันอังคารหลังจากหยุดไปเก้าปีและมีผู้คนสี่ร้อยคนมาเข้าแถวก่อนรุ่งสาง", ("สี่ร้อย", "ห้าร้อย")),
    ],
)
def test_scripts_without_spaces_are_cut_by_characters(text: str, edit: tuple[str, str]) -> None:
    assert len(shingles(text)) > 30
    assert 0.5 < similarity(signature(text), signature(text.replace(*edit))) < 1.0


def test_spaced_scripts_with_vowel_signs_are_cut_by_words() -> None:
    hindi = "बंदरगाह की नौका नौ साल बाद मंगलवार को फिर चली"
    assert len(shingles(hindi)) == len(hindi.split()) - 2


def test_a_quoted_foreign_name_does_not_turn_a_text_into_characters() -> None:
    assert len(shingles(f"{TEXT} 東京")) == len(TEXT.split()) - 1


def test_long_texts_are_signed_like_the_union_of_their_parts() -> None:
    numbers = random.Random(17)
    words = [f"w{numbers.randrange(10**9)}" for _ in range(9000)]
    whole = np.frombuffer(signature(" ".join(words)), dtype="<u4")
    parts = [np.frombuffer(signature(" ".join(words[i : i + 3002])), dtype="<u4") for i in range(0, 9000, 3000)]
    assert (whole == np.minimum.reduce(parts)).all()


def test_repeated_wording_counts_once() -> None:
    once = f"{TEXT} {TEXT}"
    assert similarity(signature(once), signature(f"{once} {TEXT} {TEXT}")) == 1.0


def test_lone_surrogates_are_no_words() -> None:
    assert similarity(signature(TEXT), signature(f"\ud800{TEXT}\udfff")) == 1.0
