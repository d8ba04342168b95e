"""Month names in the languages that feeds are written in, and the marks for morning and afternoon.

Does not hold names with two meanings: of October and November only the Czech, Polish and Ukrainian `listopad` is kept.
"""

import unicodedata

MERIDIEM = r"a\.?\s?m\.?|p\.?\s?m\.?|오전|오후|上午|下午|午前|午後|晚上|早上"

# English, German, French, Spanish, Italian, Portuguese, Dutch, Scandinavian, Finnish, Polish, Czech, Romanian,
# Hungarian, Turkish, Indonesian, Russian, Ukrainian, Bulgarian, Greek, Estonian, Lithuanian, Arabic; without accents.
_NAMES = (
    """
    jan january januar janner jaenner janv janvier ene enero gen gennaio janeiro januari tammi tammikuuta sty
    stycznia styczen led ledna leden ian ianuarie oca ocak янв января январь січ січня яну януари ιαν ιανουαριου
    jaan jaanuar sausio يناير
    """,
    """
    feb february februar feber fev fevr fevrier febrero febbraio fevereiro februari helmi helmikuuta lut lutego
    luty uno unora unor februarie sub subat фев февр февраля февраль лют лютого февруари φεβ φεβρουαριου veebr
    veebruar vasario فبراير
    """,
    """
    mar march marz maerz mrz mars marzo marco mrt maart marts maalis maaliskuuta marca marzec bre brezna brezen
    martie marc marcius mart maret мар марта март бер березня μαρ μαρτιου kovo مارس
    """,
    """
    apr april avr avril abr abril aprile huhti huhtikuuta kwi kwietnia kwiecien dub dubna duben aprilie aprilis
    nis nisan апр апреля апрель кві квіт квітня април απρ απριλιου aprill balandzio أبريل ابريل
    """,
    """
    may mai mayo mag maggio maio mei maj touko toukokuuta maja kve kvetna kveten majus mayıs мая маи май тра
    трав травня μαι μαιου geguzes مايو
    """,
    """
    jun june juni juin junio giu giugno junho kesa kesakuuta cze czerwca czerwiec cer cervna cerven iun iunie
    junius haz haziran июн июня июнь чер черв червня юни ιουν ιουνιου juuni birzelio يونيو
    """,
    """
    jul july juli juil juillet julio lug luglio julho heina heinakuuta lip lipca lipiec cvc cervence cervenec
    iul iulie julius tem temmuz июл июля июль лип липня юли ιουλ ιουλιου juuli liepos يوليو
    """,
    """
    aug august aou aout ago agosto augustus augusti elo elokuuta sie sierpnia sierpien srp srpna srpen augusztus
    agu agustos agt agustus авг августа август сер серп серпня αυγ αυγουστου rugpjucio أغسطس اغسطس
    """,
    """
    sep sept september septembre set septiembre setiembre sett settembre setembro syys syyskuuta wrz wrzesnia
    wrzesien zar zari septembrie szept szeptember eyl eylul сен сент сентября сентябрь вер верес вересня сеп
    септември σεπ σεπτεμβριου rugsejo سبتمبر
    """,
    """
    oct october okt oktober octobre octubre ott ottobre out outubro loka lokakuuta paz pazdziernika pazdziernik
    rij rijna rijen octombrie eki ekim окт октября октябрь жов жовт жовтня октомври οκτ οκτωβριου oktoober
    spalio أكتوبر اكتوبر
    """,
    """
    nov november novembre noviembre novembro marras marraskuuta lis listopada listopad listopadu noi noiembrie
    kas kasım ноя нояб ноября ноябрь лис листоп листопада ное ноември νοε νοεμβριου lapkricio نوفمبر
    """,
    """
    dec december dez dezember decembre dic diciembre dicembre dezembro des desember joulu joulukuuta gru grudnia
    grudzien pro prosince prosinec decembrie ara aralık дек декабря декабрь гру груд грудня декември δεκ
    δεκεμβριου dets detsember gruodzio ديسمبر
    """,
)


def plain_word(word: str) -> str:
    """Fold case and drop accents."""
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


MONTHS: dict[str, int] = {plain_word(name): number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
"""Month numbers by plain name."""
