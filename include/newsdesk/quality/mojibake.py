"""Text that was decoded with the wrong character set.

Does not repair anything.
"""

import re

# What the bytes 0x80 to 0xBF turn into when UTF-8 is read as Windows-1252 or Latin-1, and as Windows-1251.
_TRAIL = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_TRAIL_1251 = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬®Їґ°±Ііµ¶·ё№є»јЅѕї"

# Hardly any text has a lead and a trail side by side, so this is looked for first. It starts with one set of characters, as do
# all the patterns below: the scanner then skips everything else, and is ten times as fast as with one pattern of alternatives.
_HINT = re.compile(f"[Â-ÅÎ-Ñ×-Ûà-ïðРС][{_TRAIL}{_TRAIL_1251}]")

# One pair is proof only where it is rare in honest text. Capitals before a closing quote and letters before a no-break space
# ("MANHÃ”", "2 × 4", "privé »") look alike: hence the look-behind, and the runs for scripts that would show in whole words.
_PATTERNS = (
    re.compile(rf"[ÃÄÅ][{_TRAIL}](?<![A-ZÀ-Þ]..)"),
    re.compile(r"Â[\u0080-\u00bf](?<![A-ZÀ-Þ]..)"),
    re.compile(rf"[âãðï](?:(?<=â)€|(?<=ã)[€‚ƒ][{_TRAIL}]|(?<=ð)Ÿ[{_TRAIL}]{{2}}|(?<=ï)(?:»¿|¿½))"),
    re.compile(rf"[ÎÏÐÑ×ØÙÚÛ][{_TRAIL}](?:[ÎÏÐÑ×ØÙÚÛ][{_TRAIL}]){{2,}}"),
    re.compile(rf"[à-í][{_TRAIL}]{{2}}(?:[à-í][{_TRAIL}]{{2}})+"),
    re.compile(rf"[РС][{_TRAIL_1251}](?:[РС][{_TRAIL_1251}]){{2,}}"),
)


def count_mojibake(text: str) -> int:
    """Count places where UTF-8 was read as another encoding, or a character was lost (U+FFFD)."""
    if text.isascii():
        return 0
    misread = sum(len(pattern.findall(text)) for pattern in _PATTERNS) if _HINT.search(text) else 0
    return misread + text.count("\ufffd") + text.count("锟斤拷")
