"""Text that was decoded or rendered wrongly.

Does not repair anything.
"""

import re

# What the bytes 0x80 to 0xBF turn into when UTF-8 is read as Windows-1252 or Latin-1.
_TRAIL = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
# The same for Windows-1251.
_TRAIL_1251 = "[ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬®Їґ°±Ііµ¶·ё№є»јЅѕї]"

# One pair is proof only where it is rare in honest text. Capitals before a closing quote and letters before a no-break space
# ("MANHÃ”", "2 × 4", "privé »") look alike: hence the look-behind, and the runs for scripts that would show in whole words.
_MOJIBAKE = re.compile(
    rf"(?<![A-ZÀ-Þ])[ÃÅÄ]{_TRAIL}"
    rf"|(?<![A-ZÀ-Þ])Â[\u0080-\u00bf]"
    rf"|â€{_TRAIL}?"
    rf"|ðŸ{_TRAIL}{{2}}|\ufffd|ï»¿|ï¿½|锟斤拷|ã[€‚ƒ]{_TRAIL}"
    rf"|(?:[ÎÏÐÑ×ØÙÚÛ]{_TRAIL}){{3,}}"
    rf"|(?:[à-í]{_TRAIL}{{2}}){{2,}}"
    rf"|(?:[РС]{_TRAIL_1251}){{3,}}"
)


def count_mojibake(text: str) -> int:
    """Count places where UTF-8 was read as another encoding, or a character was lost (U+FFFD)."""
    return 0 if text.isascii() else len(_MOJIBAKE.findall(text))
