"""Each case of the catalogue of attacks and faults has a test that is named after its number."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
CASES = {
    "a01": "an address that is not of the open web",
    "a02": "an address in another spelling",
    "a03": "an IPv4 address inside an IPv6 one, and other special networks",
    "a04": "a name that changes its address",
    "a05": "a name with an open and an inner address",
    "a06": "a redirect to an inner address",
    "a07": "a redirect to another scheme",
    "a08": "redirects without end or without a place",
    "a09": "a page that wants more fetched",
    "a10": "another port",
    "a11": "our own address",
    "a12": "a proxy in the environment",
    "a13": "credentials that travel",
    "a14": "a URL that two parsers read differently",
    "a15": "control characters in URLs and headers",
    "a16": "a secret for a hub that the feed names",
    "a17": "a resolver that hangs",
    "a18": "a certificate that is not valid",
    "a19": "host names that cannot exist",
    "a20": "a way to the web beside the guarded client",
    "b21": "a server that drips",
    "b22": "a body without end",
    "b23": "a length that lies",
    "b24": "a bomb",
    "b25": "codings in codings",
    "b26": "a coded body that was cut",
    "b27": "a body that is not what its coding says",
    "b28": "headers without end",
    "b29": "another page in place of the one asked for",
    "b30": "a 304 that nobody asked for",
    "b31": "an empty or partial answer",
    "b32": "an absurd Retry-After",
    "b33": "a move and a farewell",
    "b34": "an absurd freshness",
    "b35": "a connection that breaks anywhere",
    "b36": "an unknown or wrong charset",
    "c37": "entities that explode",
    "c38": "a document that names files and addresses to open",
    "c39": "harmless entities",
    "c40": "a feed that is nested without end",
    "c41": "a text of many megabytes",
    "c42": "references to characters that don't exist",
    "c43": "an author that is searched for minutes",
    "c44": "more entries than anyone reads",
    "c45": "openings without an end",
    "c46": "a page that is nested without end",
    "c47": "attributes and tags without end",
    "c48": "a broken declaration in a page",
    "c49": "impossible dates",
    "c50": "guids: twice, none, endless, nearly alike",
    "c51": "a feed that claims another's guids",
    "c52": "links that are no web addresses",
    "c53": "active content",
    "c54": "what a terminal, a log or a table would obey",
    "c55": "what JSON allows and should not",
    "c56": "an odd robots.txt",
    "c57": "a robots.txt that is searched for minutes",
    "c58": "hidden text and pictures inside a page",
    "c59": "a file under the name of a page",
    "d60": "one bad row among good ones",
    "d61": "a judge that breaks",
    "d62": "values that look like code or patterns",
    "d63": "a batch in which every row fails",
}


def numbers_of_tests() -> set[str]:
    texts = [path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py")]
    return {number for text in texts for number in re.findall(r"^def test_([a-d]\d\d)_", text, re.MULTILINE)}


def test_every_case_has_a_test_of_its_number() -> None:
    seen = numbers_of_tests()
    assert {number: case for number, case in CASES.items() if number not in seen} == {}


def test_no_test_has_a_number_that_the_list_lacks() -> None:
    assert numbers_of_tests() - CASES.keys() == set()
