"""Cut a text into overlapping pieces, each a 64-bit number: the set that near copies share.

Does not compare texts.
"""

import re
import zlib

import numpy as np
from numpy.typing import NDArray

Shingles = NDArray[np.uint64]

WORDS_PER_SHINGLE = 3
CHARACTERS_PER_SHINGLE = 5

# Vowel signs and accents: parts of a word that Python's \w doesn't count as such.
MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
_BETWEEN_WORDS = re.compile(rf"[^\w\x00-\x7f{MARKS}]+")
_ASCII_BETWEEN_WORDS = bytes(byte if byte >= 0x80 or re.match(r"\w", chr(byte)) else 0x20 for byte in range(256))
# Thai, Lao, Burmese, Khmer, Japanese, Chinese.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0002ffff"
_UNSPACED = re.compile(f"[{UNSPACED}]")
_UNSPACED_SHARE = 0.25

_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
# Odd and unrelated, one for each place in a shingle: powers of 2^64 divided by the golden ratio.
_MULTIPLIERS = [np.uint64(pow(0x9E3779B97F4A7C15, power, 2**64)) for power in range(1, CHARACTERS_PER_SHINGLE + 1)]


def shingles(text: str) -> Shingles:
    """Return the shingles: 3 words, or 5 characters where much of the text is in a script without spaces.

    Case, punctuation and spacing don't matter. Repeated shingles are repeated. A text shorter than one shingle gives
    one, a text without words none.
    """
    text = text.casefold()
    unspaced = False
    if not text.isascii():
        unspaced = len(_UNSPACED.findall(text)) > _UNSPACED_SHARE * len(text)
        text = _BETWEEN_WORDS.sub(" ", text)
    words = text.encode("utf-8", "surrogatepass").translate(_ASCII_BETWEEN_WORDS).split()
    if unspaced:
        characters = b"".join(words).decode("utf-8", "surrogatepass").encode("utf-32-le", "surrogatepass")
        return _windows(np.frombuffer(characters, dtype="<u4").astype(np.uint64), CHARACTERS_PER_SHINGLE)
    return _windows(np.fromiter(map(zlib.crc32, words), dtype=np.uint64, count=len(words)), WORDS_PER_SHINGLE)


def mixed(numbers: Shingles) -> Shingles:
    """Return numbers of which every bit depends on every bit of the input (the finaliser of splitmix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * _MIX_1
    numbers = (numbers ^ (numbers >> np.uint64(27))) * _MIX_2
    return numbers ^ (numbers >> np.uint64(31))


def _windows(units: Shingles, width: int) -> Shingles:
    """Return one number for each run of `width` neighbours; the order of the neighbours counts."""
    if not len(units):
        return units
    count = max(1, len(units) - width + 1)
    total = np.zeros(count, dtype=np.uint64)
    for offset, multiplier in enumerate(_MULTIPLIERS[: min(width, len(units))]):
        total += units[offset : offset + count] * multiplier
    return mixed(total)
