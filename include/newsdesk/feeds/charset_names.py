"""Names of character encodings: what feeds declare, what Python calls it, and what the standard calls it.

Does not decode, except for the encodings that Python lacks.
"""

import codecs
import re
import unicodedata

# Names that feeds declare and Python does not know.
_ALIASES = {
    "ms-ansi": "cp1252",
    "ms-arab": "cp1256",
    "ms-cyrl": "cp1251",
    "ms-ee": "cp1250",
    "ms-greek": "cp1253",
    "ms-hebr": "cp1255",
    "ms-turk": "cp1254",
    "winbaltrim": "cp1257",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "windows-936": "gbk",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gbk",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-roman": "mac_roman",
    "x-sjis": "cp932",
    "x-x-big5": "big5",
    "big-5": "big5",
    "big-five": "big5",
    "bigfive": "big5",
    "cn-big5": "big5",
    "cn-gb": "gb18030",
    "gb13000": "gb18030",
    "cseuckr": "euc_kr",
    "csgb2312": "gb18030",
    "cswindows31j": "cp932",
    "koi8r": "koi8_r",
    "koi8u": "koi8_u",
    "tis620.2533-0": "tis_620",
    "latin-9": "iso8859_15",
    "unicode": "utf-16",
    "ucs-2": "utf-16",
    "ucs-4": "utf-32",
    "utf8mb4": "utf-8",
    "tcvn-5712": "tcvn",
    "tcvn5712-1": "tcvn",
    "tcvn5712-1:1993": "tcvn",
}
DETECTED = (
    "cp1252", "cp1251", "cp1250", "cp1254", "cp1256", "cp1253", "cp1255", "cp1258", "cp1257", "iso8859_2", "iso8859_15",
    "iso8859_9", "iso8859_7", "iso8859_5", "koi8_r", "koi8_u", "cp866", "tis_620",
    "big5", "gb18030", "shift_jis", "euc_jp", "euc_kr", "cp949",
)  # fmt: skip
"""What undeclared text may be in: the encodings of the web (WHATWG) that can be told apart, those of Latin letters and
their neighbours by how often they are met."""

BY_LANGUAGE = {
    "tr": "cp1254", "az": "cp1254", "vi": "cp1258", "lt": "cp1257", "lv": "cp1257", "et": "cp1257",
    "pl": "cp1250", "cs": "cp1250", "sk": "cp1250", "hu": "cp1250", "ro": "cp1250", "hr": "cp1250", "sl": "cp1250",
}  # fmt: skip
"""The usual encoding of languages in Latin letters for which windows-1252 is not enough."""

# Detection names a superset where the standard has a narrower, more usual name for the same text.
_STANDARD = {
    "cp949": "EUC-KR",
    "euc_kr": "EUC-KR",
    "koi8_r": "KOI8-R",
    "cp874": "TIS-620",
    "tis_620": "TIS-620",
    "big5": "Big5",
    "big5hkscs": "Big5",
    "cp950": "Big5",
    "shift_jis": "Shift_JIS",
    "cp932": "Shift_JIS",
    "shift_jis_2004": "Shift_JIS",
    "euc_jp": "EUC-JP",
    "euc_jis_2004": "EUC-JP",
    "gb2312": "GB18030",
    "gbk": "GB18030",
    "gb18030": "GB18030",
    "mac_cyrillic": "x-mac-cyrillic",
}
# TCVN 5712-1 (Vietnamese), bytes 0x80 to 0xff; the lower half is ASCII.
_TCVN = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
    "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò"
    "ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_NO_DOCUMENT = ("utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined")
_ISO_8859 = re.compile(r"(?:iso)?[-_ ]?8859[-_ ]?(\d{1,2})")


def codec_of(name: str) -> str | None:
    """Give Python's name of a text encoding, `tcvn` for ours, None for what is unknown or no encoding of text."""
    wanted = name.strip().lower()
    wanted = _ALIASES.get(wanted, wanted)
    if numbered := _ISO_8859.fullmatch(wanted):
        wanted = f"iso8859-{numbered[1]}"
    if wanted == "tcvn":
        return wanted
    if wanted == "gb2312":
        return "gb18030"
    try:
        found = codecs.lookup(wanted)
    except (LookupError, ValueError):
        return None
    # base64, zlib, rot13 are codecs too, and UTF-7 smuggles markup.
    if not found._is_text_encoding or found.name in _NO_DOCUMENT:
        return None
    return found.name


def standard_name(codec: str) -> str:
    """Give the usual name (IANA) of an encoding that detection named in Python's way."""
    return _STANDARD.get(codec, codec.replace("_", "-"))


def tcvn_text(raw: bytes) -> str:
    """Decode TCVN 5712-1, composing its combining tones."""
    return unicodedata.normalize("NFC", "".join(chr(byte) if byte < 0x80 else _TCVN[byte - 0x80] for byte in raw))
