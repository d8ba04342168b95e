"""Set phrases of many languages that stand around an article: dates, bylines, credits, promotion, links to more.

Does not match inside running text: every pattern is for a whole run or its beginning. All but LABEL_BYLINE and OURS want the
text in lower case: a pattern that ignores case takes several times as long.
"""

import re

MONTHS = (
    "jan(?:uary|uar|vier|uari|eiro)?|jänner|enero|ene|gennaio|gen|styczeń|stycznia|ocak|januari|január|leden|ledna|"
    "tammikuu(?:ta)?|января|січня|"
    "feb(?:ruary|ruar|ruari|braio|rero)?|février|févr|fevereiro|fev|febbraio|lutego|şubat|február|února|helmikuuta|февраля|"
    "лютого|"
    "mar(?:ch|s|zo|ço|t|ca|et)?|märz|mrz|maart|marca|mart|března|maaliskuuta|марта|березня|"
    "apr(?:il|ile|iel)?|avril|abril|abr|avr|kwietnia|nisan|dubna|huhtikuuta|апреля|квітня|"
    "may|mai|mayo|maggio|mag|mei|maja|mayıs|května|toukokuuta|мая|травня|maio|maj|"
    "jun(?:e|i|io|ho)?|juin|giugno|giu|czerwca|haziran|června|kesäkuuta|июня|червня|"
    "jul(?:y|i|io|ho)?|juillet|juil|luglio|lug|lipca|temmuz|července|heinäkuuta|июля|липня|"
    "aug(?:ust|usti|ustus)?|août|agosto|ago|sierpnia|ağustos|srpna|elokuuta|августа|серпня|"
    "sept?(?:ember|embre|iembre|embro|tembre)?|settembre|set|setembro|września|eylül|září|syyskuuta|сентября|вересня|"
    "oct(?:ober|obre|ubre)?|okt(?:ober|óber)?|ottobre|ott|out|outubro|października|ekim|října|lokakuuta|октября|жовтня|"
    "nov(?:ember|embre|iembre|embro)?|listopada|kasım|listopadu|marraskuuta|ноября|листопада|"
    "dec(?:ember|embre)?|dez(?:ember|embro)?|déc(?:embre)?|dic(?:iembre|embre)?|grudnia|aralık|prosince|joulukuuta|декабря|грудня"
)
DATE_WORDS = re.compile(
    rf"\b(?:{MONTHS}|mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|"
    rf"donnerstag|freitag|samstag|sonntag|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    r"published|updated|last|posted|modified|on|at|am|pm|a\.m|p\.m|gmt|utc|bst|est|edt|et|pt|pst|pdt|ist|cet|cest|first|date|"
    r"time|created|as|of|"
    r"stand|uhr|um|veröffentlicht|aktualisiert|erstellt|zuletzt|geändert|vom|der|den|le|à|publié|mis|jour|modifié|de|del|el|"
    r"publicado|actualizado|actualización|a|las|las|h|hs|"
    r"pubblicato|aggiornato|il|alle|ore|publicerad|uppdaterad|publisert|oppdatert|opdateret|kl|gepubliceerd|bijgewerkt|om|"
    r"julkaistu|päivitetty|opublikowano|aktualizacja|"
    r"опубликовано|обновлено|в|о|г|yayınlanma|güncelleme|tarihi|son|saat|wib|diperbarui|ago|hours?|minutes?|days?|vor|stunden|"
    r"minuten|tagen|"
    r"th|st|nd|rd|min|mins|minutes?|read|reading|lesezeit|lesedauer|lecture|lectura|lettura|leestijd|okuma|süresi|dk|sn|"
    r"lästid|lesetid)\b"
    r"|[年月日時分秒년월일시분初公開更新配信入力수정입력公開]|\d+|[\W_]+",
)
DIGIT = re.compile(r"\d")
LETTER = re.compile(r"[^\W_]")
BYLINE = re.compile(
    r"(?:by|von|par|por|di|af|av|door|text|texte|texto|autor(?:in)?|auteur|author|written by|reported by|posted by|words by|"
    r"story by|"
    r"автор|текст|oleh|penulis|foto|photo|redaktion|rédaction|reporting by|editing by|compiled by)s?\s*:?\s+\S",
)
LABEL_BYLINE = re.compile(
    r"(?:By|Von|Par|Por|Text|Autor|Author|Written by|Reported by)\s*:?\s+[A-ZÀ-Þ][\w.'’-]+(?:\s+(?:[A-ZÀ-Þ&][\w.'’-]*|and|und|"
    r"et|y|de|van|von)){0,5}$"
)
READ_MORE = re.compile(
    r"[\W_]*(?:read (?:more|also|next|now|the full|:)|also read|see also|more (?:on|from|about|stories|news)|further reading|"
    r"related|recommended|watch(?: now| more| also)?:|click here|don'?t miss|must read|"
    r"you (?:may|might) (?:also )?like|what to read next|listen(?: to| now|:)|"
    r"lesen sie (?:auch|mehr|hier|dazu)|lies auch|mehr (?:zum thema|dazu|lesen)|auch interessant|das könnte|weiterlesen|zum "
    r"thema|weitere (?:artikel|news|themen)|lest auch|"
    r"lire (?:aussi|également|plus)|à lire|voir aussi|sur le même|"
    r"leggi anche|approfondi|per approfondire|lee también|leer más|lea también|te puede interesar|ver más|más (?:información|"
    r"noticias)|relacionad[ao]s?|mira también|"
    r"leia (?:também|mais)|veja (?:também|mais)|saiba mais|lees (?:ook|meer|verder)|bekijk ook|läs (?:också|mer|även)|les "
    r"(?:også|mer)|læs (?:også|mere)|lue myös|"
    r"czytaj (?:też|także|więcej|również)|zobacz (?:też|także|również)|přečtěte|čtěte|čítajte|"
    r"читайте (?:также|ещё|еще)|читать также|читайте на|смотрите также|читайте також|ayrıca oku|ilgili haber|baca juga|bacaan "
    r"lain|"
    r"関連記事|関連|あわせて読みたい|相关阅读|相关新闻|延伸閱讀|推荐阅读|관련기사|더보기|اقرأ أيضا|إقرأ أيضا|اقرأ ايضا|קראו עוד|"
    r"קראו גם|עוד בנושא|อ่านเพิ่มเติม|"
    r"ข่าวที่เกี่ยวข้อง)",
)
CREDIT = re.compile(
    r"[\W_]*(?:photos?|pictures?|images?|foto(?:s|graf(?:ie|ía)?)?|bild(?:er|quelle|rechte)?|photo(?:graph)? (?:credit|by|"
    r"courtesy)|image (?:credit|source|courtesy)|credits?|crédits?(?: photo)?|"
    r"fotografía|imagen|imágenes|source|sources|quellen?|fuente|fonte|bron|kilde|källa|infografik|grafik|graphic|video|vídeo|"
    r"featured image|lead image|cover image|фото|видео|источник|"
    r"写真|撮影|图片来源|来源|사진|출처|資料來源)\s*(?:by\b|:|：|©|/|=|＝|via\b|\|)",
)
COPYRIGHT = re.compile(
    r"\A[\W_]*(?:©|\(c\)|copyright\b)|\ball rights reserved\b|\balle rechte vorbehalten\b|\btous droits réservés\b|\btodos "
    r"los derechos reservados\b|\bnot be (?:published|reproduced)|"
    r"無断転載|转载|版权所有|저작권자|무단\s?(?:전재|복제)",
)
PROMOTION = re.compile(
    r"[\W_]*(?:(?:please )?(?:sign|signed) ?up\b|subscribe\b|(?:please )?(?:follow|like|join) (?:us|our|me|him|her|\w+ on|"
    r"the)\b|get (?:the|our|all|your|more|unlimited)\b.{0,80}(?:newsletter|inbox|app|alerts?|subscri)|"
    r"download (?:the|our)\b|register (?:now|for|to|/)|unlock (?:this|the|your|full|all|unlimited)\b|"
    r"already a (?:subscriber|member)|log ?in (?:to|or)|this (?:content|"
    r"article|story) is (?:reserved|only|available|exclusive|for subscribers)|"
    r"support (?:our|us|independent|the)|donate|become a (?:member|subscriber|patron)|have (?:a|you got a|you|an?y?) (?:news "
    r")?(?:tip|story)|got a (?:tip|story)|send (?:us )?(?:your )?(?:tips?|feedback)|contact (?:us|the author|staff|the "
    r"reporter)|"
    r"(?:share|like[ds]?|enjoy(?:ed|ing)?) (?:this|your|our|the) (?:story|article|post|content|video)|share (?:this|your)|"
    r"comment(?:s)? (?:below|on)|leave a comment|join the (?:conversation|discussion)|(?:our|the) (?:free "
    r")?(?:weekly|daily|morning) newsletter|"
    r"(?:jetzt )?(?:abonnieren|abonniere|anmelden|registrieren)|newsletter|folgen sie|folge uns|unterstützen sie|"
    r"inscrivez-vous|abonnez-vous|s'abonner|suivez|soutenez|"
    r"suscríbete|suscríbase|síguenos|regístrate|únete|iscriviti|abbonati|seguici|inscreva-se|assine|siga|"
    r"abonneer|meld je aan|volg ons|prenumerera|tegn abonnement|подпис(?:ывайтесь|аться|ывайся)|следите за|abone ol|takip ed|"
    r"ikuti|berlangganan|dapatkan|"
    r"구독|関注|关注|訂閱|会員|登録|この記事は|اشترك|تابعوا|הירשמו|עקבו|ติดตาม)",
)
NEWSLETTER = re.compile(
    r"\b(?:newsletters?|inbox|sign up|subscribe|subscription|abonn\w+|whatsapp|telegram|facebook|twitter|instagram|patreon|"
    r"app store|google play|google news|linkedin|tiktok|e-?mail|podcast)\b",
)
SIGN_UP = re.compile(r"\b(?:sign up|subscribe|signing up) (?:here )?(?:for|to) (?:the|our|my|your)\b.{0,40}\bnewsletters?\b")
TAIL = re.compile(
    r"[\W_]*(?:related (?:articles?|stories|content|topics|news|posts|links|coverage|:|$)|more (?:stories|from|on this|news|"
    r"like this|to read)|most (?:read|popular|viewed)|you may also|read next|up next|recommended|recommendations|"
    r"about the authors?|author bio|comments?(?: \(\d+\))?$|leave a (?:comment|reply)|join the conversation|trending|popular "
    r"(?:stories|now)|latest (?:news|stories|from)|top stories|more great|"
    r"tags?:?$|topics?:?$|filed under|share this|editor'?s? picks|sponsored|promoted|from our partners|around the web|further "
    r"reading|also on|support .{0,40}journalism|already (?:have an account|an? (?:subscriber|member)|subscribed|registered)\b|"
    r"(?:unlock|continue reading) (?:this|the|your) (?:full )?(?:article|story)|subscribe to (?:continue|keep) reading|"
    r"(?:sie haben bereits|schon|bereits) (?:ein|abonnent|registriert|kunde)\b.{0,30}\?|jetzt weiterlesen|"
    r"déjà (?:abonné|inscrit)|¿ya (?:eres suscriptor|tienes cuenta)|già abbonato|já é assinante|"
    r"mehr zum thema|mehr aus|weitere (?:artikel|themen|meldungen|nachrichten|beiträge)|das könnte sie|lesen sie auch|"
    r"kommentare$|meistgelesen|die redaktion empfiehlt|schlagwörter|themen:?$|quellen?:?$|über den autor|zur startseite|"
    r"sur le même (?:sujet|thème)|à lire (?:aussi|également)|les plus lus|commentaires$|articles? (?:liés|similaires|"
    r"recommandés)|"
    r"noticias relacionadas|te puede interesar|más noticias|lo más (?:leído|visto)|comentarios$|etiquetas|temas:?$|"
    r"leggi anche|potrebbe interessarti|articoli correlati|commenti$|notícias relacionadas|leia também|mais lidas|"
    r"lees ook|gerelateerd|meest gelezen|läs mer|mest läst|les også|mest lest|læs også|"
    r"читайте также|материалы по теме|новости по теме|по теме|теги|комментарии|ilgili haberler|berita terkait|baca juga|"
    r"関連記事|おすすめ|ランキング|相关(?:新闻|阅读|报道)|延伸閱讀|관련\s?(?:기사|뉴스)|많이 본|"
    r"اقرأ أيضا|مواضيع ذات صلة|כתבות נוספות|תגובות)",
)


def is_date_line(text: str) -> bool:
    """Tell whether a short text says nothing but a date, a time or a reading time."""
    if len(text) >= 120 or DIGIT.search(text) is None:
        return False
    at = 0
    while at < len(text) and (word := DATE_WORDS.match(text, at)):
        at = word.end()
    return at == len(text)


CONSENT = re.compile(
    r"(?:external|externe[rn]?|extern|externo|esterno|externe)\s+(?:content|inhalt\w*|innehåll|innhold|contenu|contenido|"
    r"contenuto|inhoud|source)|(?:cookie|privacy|privatsphäre|datenschutz|consent)[- ]?(?:settings|preferences|einstellungen|"
    r"manager)|"
    r"(?:this|dieser|ce|este|questo) (?:content|inhalt|contenu|contenido|contenuto) (?:is|wird|ist|est|es|è) (?:not|nicht|"
    r"hosted|provided|von|blocked|fourni)|personenbezogene daten an|allow (?:all )?cookies|cookies? (?:akzeptieren|zustimmen|"
    r"acept\w+|accept\w*)|"
    r"um (?:diesen|den) inhalt (?:anzu|zu)|zustimmung (?:erforderlich|widerrufen)|accepter les cookies|empfohlener "
    r"(?:redaktioneller|externer) inhalt|javascript (?:is )?(?:disabled|deaktiviert|aktivieren)|enable javascript|your "
    r"browser does not support|(?:browser|video).{0,30}(?:not|nicht) (?:supported|unterstützt)",
)

LABEL = re.compile(
    r"[\W_]*(?:advertisement|advertising|ad|sponsored(?: content)?|anzeige|werbung|reklame?|publicidad|publicité|publicidade|"
    r"pubblicità|annons|advertentie|mainos|реклама|広告|광고|إعلان|פרסומת|โฆษณา|embed|loading\.*|"
    r"[a-z]*\$\$[a-z]+\$\$|\[\[?[\w ]+\]\]?|\{\{?[\w .]+\}\}?|story continues below.*|article continues .*|continue reading.*|"
    r"(?:author|publish(?:ed)?(?: on| date)?|updated(?: on)?|posted(?: on)?):|"
    r"show more|see more|close|share|print|copy link|tweet|vis mer|mehr anzeigen)[\W_]*$",
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}")
NUMBERED = re.compile(r"(?:#|№|no\.? ?)?\d{1,3}[.):]?\s")
# An appeal for money or members: a word for giving and a word for us, in one of the last paragraphs.
APPEAL = re.compile(
    r"\b(?:donat\w+|subscri\w+|support(?:ing|ers?)? (?:our|us|independent|this)|become a (?:member|subscriber|patron|"
    r"supporter|friend)|membership|spende\w*|unterstütz\w+|abonn\w+|mitglied\w*|faire un don|soutenez|suscri\w+|dona(?:r|ción|"
    r"zione)|sostien\w+|apoi\w+|"
    r"reader-(?:funded|supported)|crypto\w+, become|patreon|пожертв\w+|поддерж\w+|newsletters?)\b",
)
OURS = re.compile(
    r"\b(?:we|our|(?-i:us)|you|your|wir|uns|unser\w*|ihnen|du|dein\w*|nous|notre|nos|vous|votre|nosotros|nuestr\w+|tu|tus|noi|"
    r"nostr\w+|мы|нас|наш\w*)\b",
    re.I,
)


CONSENT_WORDS = re.compile(
    "cookie|privacy|privatsph|datenschutz|consent|zustimm|extern|content|inhalt|contenu|contenido|contenuto|javascript|"
    "browser|personenbezogen",
)


def asks_consent(text: str) -> bool:
    """Tell whether a text is what stands in place of an embed until the reader agrees to cookies."""
    return CONSENT_WORDS.search(text) is not None and CONSENT.search(text) is not None


COPYRIGHT_WORDS = re.compile(
    r"©|\(c\)|copyright|reserved|vorbehalten|réservés|reservados|not be |転載|转载|版权|저작권|무단",
)


def claims_copyright(text: str) -> bool:
    """Tell whether a text says who holds the rights."""
    return COPYRIGHT_WORDS.search(text) is not None and COPYRIGHT.search(text) is not None
