"""Know what changes on a page by itself: counters, reading times, "updated 5 minutes ago", the parameters of an image.

Does not touch prose: only a whole line, or a part of one between bars or dashes, can be such a piece.
"""

import re

_AGO = r"""
    (?:about\s|over\s)? (?:\d+|an?|one)\s?
      (?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?|years?)\s ago
  | just\snow
  | vor\s (?:\d+|eine[rm])\s (?:sekunden?|min\.?|minuten?|std\.?|stunden?|tag(?:en)?|wochen?|monat(?:en)?|jahr(?:en)?)
  | il\sy\sa\s (?:\d+|une?)\s (?:secondes?|min|minutes?|h|heures?|jours?|semaines?|mois|ans?)
  | (?:hace|há|ha)\s (?:\d+|una?|uma?)\s (?:segundos?|min|minutos?|h|horas?|d[ií]as?|semanas?|m[eê]s(?:es)?|a[ñn]os?)
  | (?:\d+|uma?)\s (?:segundos?|min|minutos?|h|horas?|dias?|semanas?|meses)\s atrás
  | (?:\d+|una?|un'?)\s? (?:second[oi]|min|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi])\s fa
  | (?:\d+|een)\s (?:sec(?:onden?)?|min(?:uten?|uut)?|uur|uren|dag(?:en)?|we(?:ek|ken)|maand(?:en)?|jaar)\s geleden
  | (?:för\s)? (?:\d+|en)\s (?:sek(?:under)?|min(?:uter|ut)?|tim(?:mar|me)?|dag(?:ar)?|veck(?:or|a))\s sedan
  | for\s (?:\d+|e[nt]t?)\s (?:sek(?:under)?|min(?:utt?er|utt?)?|timer?|dag(?:er|e)?|uker?|uger?|måned(?:er)?)\s siden
  | (?:\d+\s)? (?:sekund\w?|min\.?|minut\w?|godz\.?|godzin\w?|dni|dzień|tygodni\w*|miesi\w+)\s temu
  | (?:\d+\s)? (?:секунд\w?|мин\.?|минут\w?|час\w{0,2}|день|дн\w{1,2}|недел\w|месяц\w{0,2})\s назад
  | (?:\d+\s)? (?:секунд\w?|хв\.?|хвилин\w?|годин\w?|день|дн\w{1,2}|тиж\w+|місяц\w*)\s тому
  | \d+\s (?:saniye|dk|dakika|sa|saat|gün|hafta|ay)\s önce
  | πριν\s (?:από\s)? \d+\s \w+
  | \d+\s (?:detik|menit|jam|hari|minggu|bulan)\s (?:yang\s)? lalu
  | \d+\s (?:giây|phút|giờ|ngày|tuần|tháng)\s trước
  | (?:قبل|منذ)\s (?:\d+\s)? \w+
  | \d+\s \S+\s (?:पहले|पूर्व)
  | \d+\s? (?:秒钟?|秒鐘|分钟?|分鐘|小时|小時|時間|天|日|[个個か]月|[週周]間?)\s? 前
  | \d+\s? (?:초|분|시간|일|주|개월)\s? 전
"""

_DATED = r"""
    (?:last\s)? (?:updated|modified|published|posted|edited) (?:\son|\sat)? | last\supdate
  | (?:zuletzt\s)? (?:aktualisiert|geändert|veröffentlicht) (?:\sam)? | stand | letztes\supdate
  | (?:dernière\s)? mise?\sà\sjour (?:\sle)? | publiée?(?:\sle)?
  | (?:última\s)? a(?:c)?tuali[sz](?:ado|ada|ación|ação) (?:\sel|\sem|\sa\slas)? | publicado(?:\sel|\sem)?
  | (?:ultimo\s)? aggiorna(?:to|mento) (?:\sil|\salle)? | pubblicato(?:\sil)?
  | (?:laatst\s)? (?:bijgewerkt|gewijzigd|gepubliceerd) (?:\sop|\som)?
  | (?:senast\s)? (?:uppdaterad|publicerad) | (?:sist\s|senest\s)? (?:oppdatert|opdateret|publisert|publiceret)
  | (?:ostatnia\s)? aktualizacja | zaktualizowano | opublikowano
  | обновлено | опубликовано | оновлено | опубліковано | последнее\sобновление
  | son\sgüncelleme | güncellenme(?:\starihi)? | τελευταία\sενημέρωση | (?:آخر\s)? تحديث
  | diperbarui | cập\snhật | (?:最終)?更新(?:日時|时间|時間)? | 최종\s?수정 | 입력 | 수정
"""

_COUNTED = r"""
    comments? | shares? | views? | likes? | reactions? | replies | reads? | readers? | retweets?
  | kommentare? | reaktionen | aufrufe | leser | mal\sgeteilt
  | commentaires? | partages? | vues? | réactions?
  | comentarios? | comentários? | compartid[oa]s | visitas | lecturas | visualizações
  | commenti | condivisioni | visualizzazioni | reacties | keer\sgedeeld
  | kommentar(?:er)? | delninge?a?r | visninge?a?r | komentarz[ey]? | udostępnie\w+ | odsłon\w?
  | комментари\w{1,2} | просмотр\w{0,2} | коментар\w{0,2} | перегляд\w{0,2}
  | yorum | paylaşım | görüntülenme | σχόλια | تعليقا?ت? | टिप्पणियाँ? | komentar | bình\sluận
  | コメント | 件のコメント | 条?评论 | 則?留言 | 次?阅读 | 개의\s댓글 | 댓글 | 조회수?
"""

_NUMBER = r"\d[\d.,\s]* (?:k|m|tsd\.?|mio\.?|mil|тыс\.?|万|만)?"

_READING = r"""
    \d+ [\s-]? min(?:ute)?s? [\s-] read
  | (?: lesezeit | temps\sde\slecture | tiempo\sde\slectura | tempo\s(?:di\slettura|de\sleitura) | leestijd | lästid
      | lesetid | læsetid | czas\sczytania | время\sчтения | reading\stime | okuma\ssüresi )
      [\s:]* (?:ca\.\s)? \d+ \s? \w* \.?
  | lecture\s\d+\smin(?:utes?)?
"""

_CLOCK_OR_DATE = r"\d{1,2}[:.h時시]\s?\d\d | \d\D.*\b(?:19|20)\d\d\b | (?:19|20)\d\d\D.*\d"

_PIECE = re.compile(
    rf"""
    (?:(?:{_DATED}) [\s:,]*)? (?:{_AGO}) \.?
  | (?:{_DATED}) [\s:,]+ (?=.*(?:{_CLOCK_OR_DATE})) .{{0,60}}
  | {_NUMBER} \s? (?:{_COUNTED})
  | (?:{_COUNTED}) \s? [:(]? \s? {_NUMBER} \)?
  | {_READING}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SEPARATOR = re.compile(r"\s*[|•·]\s*|\s-\s")
_BRACKETS = " ()[]"
_LONGEST_LINE = 160

_IMAGE_FILE = re.compile(r"\.(?:avif|gif|jpe?g|png|svg|webp)/?\Z", re.IGNORECASE)
# How a picture is to be cut, packed, signed or kept from caches; not which picture it is.
_IMAGE_VARIANT = re.compile(
    r"(?:w|h|width|height|size|resize|fit|crop|gravity|q|quality|dpr|fm|format|auto|compress|strip|op|ixlib"
    r"|s|sig|signature|hash|token|expires|exp|v|ver|version|t|ts|cb|cache|rev|_)=.*",
    re.IGNORECASE,
)


def without_volatile_pieces(line: str) -> str:
    """Return the line without the pieces that change by themselves; expects plain dashes and single spaces.

    Lines over 160 characters are prose and come back as they are.
    """
    if len(line) > _LONGEST_LINE:
        return line
    pieces = _SEPARATOR.split(line)
    kept = [piece for piece in pieces if not _PIECE.fullmatch(piece.strip(_BRACKETS))]
    return line if len(kept) == len(pieces) else " | ".join(kept)


def without_image_variant(url: str) -> str:
    """Return an image's address without scheme, fragment and the parameters that size, sign or date it.

    Where the path names an image file, the whole query goes.
    """
    address, _, query = url.partition("#")[0].partition("?")
    address = address.partition("://")[2] or address
    kept = [] if _IMAGE_FILE.search(address) else [item for item in query.split("&") if not _IMAGE_VARIANT.fullmatch(item)]
    return "?".join([address, "&".join(sorted(kept))]) if any(kept) else address
