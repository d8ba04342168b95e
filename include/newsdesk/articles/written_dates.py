"""Read dates as people write them, in many languages and orders.

Does not choose among dates (see `dates.py`). Strict: a text without a full date gives None.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

NAMES = (
    "january january. jan janvier januar jänner januari enero ene gennaio gen janeiro styczeń stycznia ocak leden ledna "
    "tammikuu tammikuuta январь января січня јануар ιανουαρίου januára január sausio janvāris jaanuar ianuarie siječnja "
    "يناير كانون_الثاني ינואר มกราคม ม.ค. tháng_1|"
    "february feb febr february février févr fevrier februar februari febrero febbraio fevereiro fev luty lutego şubat únor "
    "února helmikuu helmikuuta февраль февраля лютого φεβρουαρίου februára február vasario veljače februarie "
    "فبراير شباط פברואר กุมภาพันธ์ ก.พ.|"
    "march mar mars märz maerz mrz maart marzo março marzec marca mart březen března maaliskuu maaliskuuta март марта березня "
    "μαρτίου március kovo ožujka martie "
    "مارس آذار מרץ มีนาคม มี.ค.|"
    "april apr avril avr abril abr aprile kwiecień kwietnia nisan duben dubna huhtikuu huhtikuuta апрель апреля квітня "
    "απριλίου apríla április balandžio travnja aprilie "
    "أبريل ابريل نيسان אפריל เมษายน เม.ย.|"
    "may mai mayo maggio mag maio mei maj maja mayıs květen května toukokuu toukokuuta май мая травня μαΐου mája május "
    "gegužės svibnja "
    "مايو أيار מאי พฤษภาคม พ.ค.|"
    "june jun juin juni junio giugno giu junho czerwiec czerwca haziran červen června kesäkuu kesäkuuta июнь июня червня "
    "ιουνίου júna június birželio lipnja iunie "
    "يونيو حزيران יוני มิถุนายน มิ.ย.|"
    "july jul juillet juil juli julio luglio lug julho lipiec lipca temmuz červenec července heinäkuu heinäkuuta июль июля "
    "липня ιουλίου júla július liepos srpnja iulie "
    "يوليو تموز יולי กรกฎาคม ก.ค.|"
    "august aug août aout augustus agosto ago sierpień sierpnia ağustos srpen srpna elokuu elokuuta август августа серпня "
    "αυγούστου augusta augusztus rugpjūčio kolovoza augusti "
    "أغسطس اغسطس آب אוגוסט สิงหาคม ส.ค.|"
    "september sept sep septembre septiembre settembre set setembro wrzesień września eylül září syyskuu syyskuuta сентябрь "
    "сентября вересня σεπτεμβρίου septembra szeptember rugsėjo rujna septembrie "
    "سبتمبر أيلول ספטמבר กันยายน ก.ย.|"
    "october oct octobre oktober okt octubre ottobre ott outubro out październik października ekim říjen října lokakuu "
    "lokakuuta октябрь октября жовтня οκτωβρίου októbra október spalio listopada_hr octombrie "
    "أكتوبر اكتوبر تشرين_الأول אוקטובר ตุลาคม ต.ค.|"
    "november nov novembre noviembre novembro listopad listopada kasım listopadu marraskuu marraskuuta ноябрь ноября "
    "листопада νοεμβρίου novembra lapkričio studenoga noiembrie "
    "نوفمبر تشرين_الثاني נובמבר พฤศจิกายน พ.ย.|"
    "december dec décembre déc dezember dez desember des diciembre dic dicembre dezembro grudzień grudnia aralık prosinec "
    "prosince joulukuu joulukuuta декабрь декабря грудня δεκεμβρίου decembra gruodžio prosinca decembrie "
    "ديسمبر كانون_الأول דצמבר ธันวาคม ธ.ค."
)
MONTHS = {name.replace("_", " "): number for number, names in enumerate(NAMES.split("|"), 1) for name in names.split()}
MONTH = "|".join(sorted((re.escape(name) for name in MONTHS), key=len, reverse=True))
ZONES = {
    "utc": 0,
    "gmt": 0,
    "z": 0,
    "bst": 1,
    "wet": 0,
    "west": 1,
    "cet": 1,
    "cest": 2,
    "mez": 1,
    "mesz": 2,
    "eet": 2,
    "eest": 3,
    "msk": 3,
    "ist": 5.5,
    "pkt": 5,
    "wib": 7,
    "hkt": 8,
    "sgt": 8,
    "jst": 9,
    "kst": 9,
    "aest": 10,
    "aedt": 11,
    "nzst": 12,
    "est": -5,
    "edt": -4,
    "et": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "sast": 2,
    "trt": 3,
}
YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})\s?(?:[-./]|年|년)\s?(?P<m>1[0-2]|0?[1-9])\s?(?:[-./]|月|월)\s?(?P<d>3[01]|[12]\d|0?[1-9])(?!\d)"
)
DAY_NAMED = re.compile(
    rf"(?<![\d.])(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|er|º|ª|\.)?\s*(?:de\s+|di\s+|of\s+|[-/\s]|"
    rf"ב)?\s*(?P<n>{MONTH})\.?,?(?:\s+(?:de|del|of)|[-/])?\s*,?\s*(?P<y>(?:19|20)\d{{2}}|25\d{{2}})(?!\d)",
    re.I,
)
MONTH_NAMED = re.compile(
    rf"(?<!\w)(?P<n>{MONTH})\.?\s+(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|"
    rf"th)?,?\s+(?:(?:at\s+)?\d{{1,2}}:\d\d\s*(?:[ap]\.?m\.?)?,?\s+)?(?P<y>(?:19|20)\d{{2}})(?!\d)",
    re.I,
)
NUMERIC = re.compile(r"(?<![\d/.-])(?P<a>\d{1,2})\s?(?P<s>[./-])\s?(?P<b>\d{1,2})\s?(?P=s)\s?(?P<y>(?:19|20)\d{2})(?!\d)")
CLOCK = re.compile(
    r"(?<![\d:])(?P<h>[01]?\d|"
    r"2[0-3])\s?[:.hHh時시]\s?(?P<i>[0-5]\d)(?![\d.])(?::(?P<s>[0-5]\d))?\s*(?P<half>[ap]\.?\s?m\b\.?)?\s*(?:Uhr|uhr|"
    r"hs?\b)?\s*\(?(?P<z>(?:UTC|GMT)?[+-]\d{2}:?\d{2}|[A-Z]{2,4}\b)?"
)
MORNING = re.compile(r"(오전|午前|上午|オ前)|(오후|午後|下午)")
BUDDHIST = 543


@dataclass(frozen=True, slots=True)
class Written:
    """A date found in a text: the time, whether it had a clock time, whether it named its zone."""

    at: datetime
    clock: bool
    zoned: bool


def read_written(text: str, month_first: bool) -> Written | None:
    """Read the first full date of a text and the clock time near it; `month_first` decides 03/04/2020."""
    text = text[:400]
    day = first_day(text, month_first)
    if day is None:
        return read_mail_date(text)
    start, end, year, month, number = day
    if year > 2400:
        year -= BUDDHIST
    try:
        at = datetime(year, month, number, tzinfo=UTC)
    except ValueError:
        return None
    clock = CLOCK.search(text[end : end + 40]) or CLOCK.search(text[max(0, start - 40) : start]) or CLOCK.search(text[start:end])
    return with_clock(at, clock, text) if clock else Written(at, False, False)


def read_mail_date(text: str) -> Written | None:
    """Read an RFC 5322 date."""
    try:
        at = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return Written(at if at.tzinfo else at.replace(tzinfo=UTC), True, at.tzinfo is not None)


def first_day(text: str, month_first: bool) -> tuple[int, int, int, int, int] | None:
    """Find the first date: (start, end, year, month, day)."""
    found = []
    for pattern in (YEAR_FIRST, DAY_NAMED, MONTH_NAMED):
        if match := pattern.search(text):
            parts = match.groupdict()
            month = MONTHS[parts["n"].lower()] if "n" in parts else int(parts["m"])
            found.append((match.start(), match.end(), int(parts["y"]), month, int(parts["d"])))
    if match := NUMERIC.search(text):
        first, second = int(match["a"]), int(match["b"])
        if second > 12 or (month_first and first <= 12 and match["s"] != "."):
            first, second = second, first
        if 1 <= second <= 12 and 1 <= first <= 31:
            found.append((match.start(), match.end(), int(match["y"]), second, first))
    return min(found, default=None)


def with_clock(at: datetime, clock: re.Match[str], text: str) -> Written:
    """Add the clock time and, where it is named, the zone."""
    hour, half = int(clock["h"]), (clock["half"] or "").lower()
    asian = MORNING.search(text)
    if (half.startswith("p") or (asian and asian[2])) and hour < 12:
        hour += 12
    elif (half.startswith("a") or (asian and asian[1])) and hour == 12:
        hour = 0
    hours = zone_hours(clock["z"] or "")
    zone = timezone(timedelta(hours=hours)) if hours is not None else UTC
    return Written(
        at.replace(hour=hour, minute=int(clock["i"]), second=int(clock["s"] or 0), tzinfo=zone), True, hours is not None
    )


def zone_hours(name: str) -> float | None:
    """Return the hours east of UTC that a zone's abbreviation or offset stands for."""
    match = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})", name)
    if match:
        hours = int(match[2]) + int(match[3]) / 60
        return (hours if match[1] == "+" else -hours) if hours < 15 else None
    return ZONES.get(name.lower())
