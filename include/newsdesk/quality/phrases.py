"""Words that give away a page that is no article, in the languages of the feeds.

Everything is in lower case, for texts in lower case: a pattern that ignores case is four times as slow.
Each list holds wordings that sites really serve with status 200; an entry belongs here only when it would
be odd as the opening of a news text. A pattern begins with a letter, not with a group: only then does the search skip to the few
places where one of a list can begin, which makes it five times as fast. Does not hold thresholds: those are in `suite.py`.
"""

import re

GENERIC_TITLES = (
    # nothing said
    "home", "homepage", "start", "startseite", "accueil", "inicio", "untitled", "untitled document", "no title", "ohne titel",
    "sans titre", "article", "news", "index", "loading", "title", "document", "page", "error", "fehler", "erreur",
    # gates
    "subscribe", "subscribe now", "subscription required", "log in", "login", "sign in", "sign up", "register", "anmelden",
    "jetzt abonnieren", "connexion", "s'abonner", "abonnez-vous", "iniciar sesión", "suscríbete", "accedi", "abbonati", "войти",
    "ログイン", "登录", "로그인",
    # refusals
    "access denied", "access to this page has been denied", "forbidden", "403", "403 forbidden", "unauthorized", "blocked",
    "request blocked", "zugriff verweigert", "accès refusé", "acceso denegado", "accesso negato", "доступ запрещен",
    "доступ запрещён", "アクセスが拒否されました", "访问被拒绝",
    # challenges
    "just a moment", "just a moment...", "one moment, please...", "please wait", "please wait...", "attention required!",
    "are you a robot?", "are you human?", "robot check", "client challenge", "human verification", "security check", "captcha",
    "ddos-guard", "pardon our interruption", "checking your browser", "verify you are human", "einen moment bitte",
    "un momento...", "un instant...", "один момент…", "请稍候…", "しばらくお待ちください...",
    # failures
    "404", "not found", "404 not found", "error 404", "page not found", "page unavailable", "seite nicht gefunden",
    "page non trouvée", "page introuvable", "página no encontrada", "página não encontrada", "pagina non trovata",
    "pagina niet gevonden", "strona nie znaleziona", "nie znaleziono strony", "страница не найдена", "ページが見つかりません",
    "页面不存在", "페이지를 찾을 수 없습니다", "500 internal server error", "internal server error", "502 bad gateway",
    "bad gateway", "503 service unavailable", "service unavailable", "504 gateway time-out", "site maintenance",
    "under maintenance", "wartungsarbeiten", "redirecting", "redirecting...", "weiterleitung", "redirection",
    # consent
    "before you continue", "bevor sie fortfahren", "we value your privacy", "cookie consent", "privacy settings",
    "datenschutzeinstellungen", "your privacy choices", "privacy policy", "cookie policy", "terms of service",
)  # fmt: skip

CHALLENGES = (
    r"verify(?:ing)? (?:that )?you(?:'re|’re| are) (?:a )?(?:human|not a robot)",
    r"checking (?:your browser|if the site connection)", r"enable javascript and cookies to continue",
    r"unusual (?:traffic|activity) from your (?:computer|network|ip)", r"complete the security (?:check|verification)",
    r"press (?:&|and) hold to confirm", r"ddos protection by", r"confirm (?:that )?you are (?:a )?human",
    r"prove (?:that )?you(?:'re|’re| are) (?:human|not a robot)", r"performing security verification",
    r"your browser will redirect to your requested content", r"bestätigen sie,? dass sie (?:ein mensch|kein roboter) sind",
    r"ihr browser wird überprüft", r"vérifie[rz] que vous (?:êtes humain|n['’]êtes pas un robot)",
    r"vérification de votre navigateur",
    r"verifi[cq]u?e que (?:no es un robot|es (?:un )?humano|você (?:é humano|não é um robô))",
    r"confirme que (?:no es un robot|es (?:un )?humano|você (?:é humano|não é um robô))",
    r"demuestre que (?:no es un robot|es (?:un )?humano|você (?:é humano|não é um robô))",
    r"verifica(?:re)? (?:che )?(?:di essere umano|che non sei un robot)", r"controleer(?:t)? (?:of|dat) u geen robot bent",
    r"подтвердите,? что вы (?:не робот|человек)", r"проверка (?:вашего )?браузера", r"robot olmadığınızı doğrulayın",
    r"potwierdź,? że nie jesteś robotem", r"ロボットではないことを", r"完成(?:安全|人机)验证", r"进行安全验证", r"人机验证",
    r"로봇이 아님을", r"تحقق من أنك (?:إنسان|لست روبوت)",
)  # fmt: skip

CONSENTS = (
    r"accept all (?:the )?cookies", r"we (?:and our \w*\s*(?:partners|vendors)|use cookies)", r"before you continue to \w+",
    r"manage (?:your )?cookie (?:preferences|settings)", r"wir und unsere (?:\d+ )?(?:\w+ )?partner",
    r"alle cookies (?:akzeptieren|zulassen)", r"mit werbung (?:und tracking )?weiterlesen", r"wir verwenden cookies",
    r"nous et nos (?:\d+ )?partenaires", r"nous utilisons des cookies", r"accepter (?:tous )?les cookies",
    r"refuser (?:tous )?les cookies",
    r"continuer sans accepter", r"nosotros y nuestros (?:\d+ )?socios", r"utilizamos cookies",
    r"aceptar (?:todas las|todos os) cookies", r"noi e i nostri (?:\d+ )?partner", r"utilizziamo (?:i )?cookie",
    r"accetta(?:re)? (?:tutti )?i cookie", r"wij (?:en onze \w+|gebruiken cookies)", r"alle cookies accepteren",
    r"my i nasi partnerzy", r"używamy plików cookie", r"мы (?:используем|обрабатываем) (?:файлы )?cookie",
    r"vi (?:og våre partnere|bruger cookies|använder cookies)", r"クッキー(?:を使用|に同意)", r"cookieを使用して",
    r"我们使用\s?cookie", r"쿠키를 사용합니다", r"نستخدم ملفات تعريف الارتباط",
)  # fmt: skip

# The sentences of the advertisers' consent framework (TCF), which has an official translation for each language.
PRIVACY_NOTICES = (
    r"stor(?:e|ing) (?:and/or|and|or) access(?:ing)? information on a(?: user)? device",
    r"actively scan device characteristics", r"personali[sz]ed (?:advertising|ads) and content",
    r"informationen auf einem gerät (?:zu )?speichern", r"personalisierte (?:werbung|anzeigen) und inhalte",
    r"stocker et/ou accéder à des informations", r"publicités et contenus? personnalisés",
    r"almacenar (?:la )?información en un dispositivo", r"publicidad y contenido personalizados",
    r"archiviare informazioni su(?: un)? dispositivo", r"pubblicità e contenuti personalizzati",
    r"informatie op een apparaat opslaan", r"gepersonaliseerde advertenties en inhoud",
    r"przechowywani[ea] informacji na urządzeniu", r"spersonalizowane reklamy i treści",
    r"armazenar (?:e/ou aceder a )?informações num dispositivo", r"publicidade e conteúdos personalizados",
)  # fmt: skip

ERROR_PAGES = (
    r"the (?:requested )?(?:page|url|resource)[^.]{0,60} (?:could not be|was not|cannot be|can't be) found",
    r"page you(?:'re|’re| are| were)? (?:looking for|requested)[^.]{0,40}(?:not|n't|no longer|moved)",
    r"you don['’]t have permission to access", r"access to this (?:page|site|resource) (?:has been|is) denied",
    r"internal server error", r"bad gateway", r"service unavailable", r"gateway time-?out", r"error (?:403|404|500|502|503)",
    r"fatal error: uncaught", r"warning: mysqli?_", r"traceback \(most recent call last\)",
    r"error establishing a database connection", r"temporarily (?:down|unavailable) (?:for|due to) maintenance",
    r"not available in your (?:country|region)", r"unavailable (?:for legal reasons|in your (?:country|region|location))",
    r"seite[^.]{0,40} nicht (?:gefunden|mehr verfügbar)", r"artikel[^.]{0,40} nicht (?:gefunden|mehr verfügbar)",
    r"inhalt[^.]{0,40} nicht (?:gefunden|mehr verfügbar)", r"die (?:gewünschte|angeforderte) seite",
    r"la page (?:que vous (?:recherchez|demandez)|demandée)", r"la página (?:que (?:busca|buscas|solicitó)|solicitada)",
    r"la pagina (?:che (?:cerchi|stai cercando)|richiesta)", r"страница не (?:найдена|существует)",
    r"お探しのページ", r"页面(?:不存在|未找到|已被删除)", r"요청하신 페이지", r"الصفحة (?:المطلوبة|غير موجودة)",
)  # fmt: skip

SUBSCRIBE_ENDINGS = (
    r"subscribe (?:now |today )?(?:to|for) (?:continue|keep|read|unlock|full|unlimited)", r"already a (?:subscriber|member)\??",
    r"log in to (?:continue|read)", r"sign in to (?:continue|read)",
    r"this (?:article|story|content) is (?:for|available to|exclusive to|reserved for) (?:our |paying )*(?:subscribers|members)",
    r"to (?:read|continue reading) (?:the (?:full|rest)|this)[^.]{0,40}(?:subscribe|register|sign|log)",
    r"start your free trial", r"jetztlesen mit", r"weiterlesen mit", r"nur für abonnent", r"exklusiv für abonnent",
    r"jetzt (?:abonnieren|testen|freischalten)", r"bereits abonnent", r"réservé (?:à nos|aux) abonnés",
    r"abonnez-vous[^.]{0,60}(?:lire|article|suite)", r"il vous reste[^.]{0,60}(?:lire|article|suite)", r"déjà abonné",
    r"contenido (?:exclusivo )?para suscriptores", r"artículo (?:exclusivo )?para suscriptores",
    r"suscríbete para (?:seguir|leer|continuar)",
    r"ya (?:eres|soy) suscriptor", r"contenuto riservato agli abbonati", r"articolo riservato agli abbonati",
    r"abbonati per (?:leggere|continuare)",
    r"alleen voor abonnees", r"tylko dla (?:subskrybentów|prenumeratorów)",
    r"материал доступн[аы]? (?:только )?(?:по подписке|подписчикам)",
    r"статья доступн[аы]? (?:только )?(?:по подписке|подписчикам)", r"assine para (?:ler|continuar)",
    r"exclusivo para assinantes", r"有料会員限定", r"会員限定記事", r"この記事は有料", r"订阅(?:后)?(?:即可)?(?:继续)?阅读",
    r"유료 ?회원 ?전용",
)  # fmt: skip

READ_MORE_ENDINGS = (
    r"(?:read|see|show|learn) (?:more|on)", r"(?:continue|keep) reading", r"read (?:the )?(?:full|rest|whole)[^.\n]{0,40}",
    r"(?:full|more) (?:story|article)[^.\n]{0,30}", r"the post [^\n]{3,200} appeared first on [^\n]{2,80}", r"weiterlesen",
    r"mehr (?:lesen|dazu|erfahren)", r"zum (?:ganzen |vollständigen )?artikel", r"lire (?:la suite|plus)[^.\n]{0,30}",
    r"en savoir plus", r"(?:leer|lea|leé) más", r"(?:sigue|seguir) leyendo",
    r"leggi (?:tutto|di più|anche|l'articolo)[^.\n]{0,30}", r"continua a leggere", r"(?:lees|lees hier) (?:meer|verder)",
    r"(?:czytaj|więcej) (?:dalej|więcej|informacji)", r"читать (?:далее|дальше|полностью)", r"подробнее",
    r"(?:leia|saiba|ler) mais", r"devamını oku", r"läs (?:mer|hela)[^.\n]{0,20}", r"les (?:mer|mere|hele saken)", r"続きを読む",
    r"(?:阅读|查看)(?:全文|更多)", r"더 ?보기", r"اقرأ (?:المزيد|أيضا)",
)  # fmt: skip

BOILERPLATE_LINES = (
    "all rights reserved", "copyright ©", "©", "sign up for our", "sign up to our", "subscribe to our", "get our newsletter",
    "get the latest", "follow us on", "like us on", "share this", "share on facebook", "click here to", "advertisement",
    "story continues below", "this site uses cookies", "this website uses cookies", "we use cookies", "by continuing to use",
    "by clicking", "by signing up", "terms of use", "terms and conditions", "privacy policy", "related articles",
    "related stories", "more from", "most read", "recommended", "download our app", "this material may not be published",
    "enter your email", "thank you for subscribing", "leave a comment", "comments are closed", "please enable javascript",
    "javascript is disabled", "alle rechte vorbehalten", "newsletter abonnieren", "jetzt newsletter", "folgen sie uns",
    "artikel teilen", "anzeige", "mehr zum thema", "lesen sie auch", "meistgelesen", "diese website verwendet cookies",
    "wir verwenden cookies", "tous droits réservés", "inscrivez-vous à", "suivez-nous", "partager cet article", "à lire aussi",
    "publicité", "ce site utilise des cookies", "todos los derechos reservados", "suscríbete a", "síguenos", "compartir",
    "publicidad", "lea también", "este sitio utiliza cookies", "este sitio web utiliza cookies", "todos os direitos reservados",
    "siga-nos", "publicidade", "leia também", "tutti i diritti riservati", "iscriviti alla", "seguici su", "condividi",
    "pubblicità", "leggi anche", "questo sito utilizza", "alle rechten voorbehouden", "volg ons", "wszelkie prawa zastrzeżone",
    "все права защищены", "подпишитесь на", "поделиться", "реклама", "читайте также", "無断転載", "著作権", "版权所有",
    "未经授权", "相关阅读", "저작권자", "무단 전재", "جميع الحقوق محفوظة", "تابعونا على",
)  # fmt: skip

PLACEHOLDER_TITLE = (
    r"(?i)\{\{.*\}\}|\$\{\w|\[object object\]|^(?:undefined|null|none|nan|n/a|true|false|tba|tbd|test|asdf+)$"
    r"|^https?://\S+$|^[\w-]+\.(?:html?|php|aspx?|jpe?g|png|pdf)$|^%\w+%$"
)
PLACEHOLDER_BODY = (
    r"^\W*lorem ipsum|\{\{\s*[\w.|]+\s*\}\}|\[object object\]|\$\{\w[\w.]*\}"
    r"|^(?:undefined|null|none|nan)\b\W*(?:\n|$)"
)


def any_of(patterns: tuple[str, ...]) -> str:
    """Join patterns into one."""
    return "|".join(patterns)


def exactly(words: tuple[str, ...]) -> str:
    """Match any of the words, in any case, and nothing else but closing dots."""
    return f"(?i)^(?:{'|'.join(re.escape(word.rstrip('.…')) for word in words)})[.…]*$"


READ_MORE = rf"(?:^|\n|…|\.\.\.|[\[(»>→])\s*(?:{'|'.join(READ_MORE_ENDINGS)})\s*[.…:»>→\])]*$"
