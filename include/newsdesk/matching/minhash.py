"""MinHash signatures: how much of their wording two articles share, and keys under which near copies meet.

Does not look up or store signatures. The numbers are part of the stored format: another seed, multiplier or shingle
makes stored signatures useless.
"""

import numpy as np
from numpy.typing import NDArray

from include.newsdesk.matching.shingles import Shingles, mixed, shingles

HASHES = 128
BANDS = 32
SIGNATURE_BYTES = 4 * HASHES
NEAR_COPY_SIMILARITY = 0.5
"""From here on two articles are near copies: precision 1.000 on pages read by different extractors."""

_ROWS = HASHES // BANDS
_BLOCK = 2048
_SEED = 20_260_101
_RANDOM = mixed(np.arange(_SEED, _SEED + 2 * HASHES, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
# Odd and 64-bit on 64-bit shingles: without wrap-around products rise with the shingle, and minima agree by themselves.
_MULTIPLIERS = (_RANDOM[:HASHES] | np.uint64(1)).reshape(-1, 1)
_ADDENDS = _RANDOM[HASHES:].reshape(-1, 1)
_BAND_NUMBERS = np.arange(1, BANDS + 1, dtype=np.uint64) * np.uint64(0xD6E8FEB86659FD93)
_EMPTY = b"\xff" * SIGNATURE_BYTES


def signature(text: str) -> bytes:
    """Return the MinHash of the text's shingles: 128 unsigned 32-bit minima, little endian, 512 bytes.

    The signature of a text without words is alike to nothing, itself included.
    """
    return _minima(shingles(text))


def bands(signature: bytes) -> list[int]:
    """Return 32 signed 32-bit keys, one a band of 4 minima; near copies share at least one.

    Two texts with Jaccard similarity J share a key with probability 1 - (1 - J^4)^32: .87 at J = .5, .9998 at J = .7.
    The band's number is mixed in, so that a key is only ever equal in its own band. Empty for a text without words.
    """
    if signature == _EMPTY:
        return []
    rows = np.frombuffer(signature, dtype="<u4").astype(np.uint64).reshape(BANDS, _ROWS)
    keys = _BAND_NUMBERS
    for row in rows.T:
        keys = mixed(keys + row)
    keys_32: list[int] = (keys >> np.uint64(32)).astype(np.uint32).view(np.int32).tolist()
    return keys_32


def similarity(first: bytes, second: bytes) -> float:
    """Return the estimate of the Jaccard similarity of two texts' shingles: 0 to 1, standard error at most .044."""
    if first == _EMPTY or second == _EMPTY:
        return 0.0
    equal = np.frombuffer(first, dtype="<u4") == np.frombuffer(second, dtype="<u4")
    return int(np.count_nonzero(equal)) / HASHES


def _minima(pieces: Shingles) -> bytes:
    minima: NDArray[np.uint32] = np.full(HASHES, 0xFFFFFFFF, dtype=np.uint32)
    for start in range(0, len(pieces), _BLOCK):
        # A block's products stay in the processor's cache, and a text of any length needs the same memory.
        products = pieces[start : start + _BLOCK] * _MULTIPLIERS + _ADDENDS
        minima = np.minimum(minima, (products.min(axis=1) >> np.uint64(32)).astype(np.uint32))
    return minima.astype("<u4").tobytes()
