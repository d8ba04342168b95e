"""`feeds.yaml`: the feeds to poll, as people write them.

Does not read files and does not know which of the feeds are in the warehouse already.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from include.newsdesk.errors import PermanentError
from include.newsdesk.feeds.links import web_url

REQUIRED_KEYS = ("name", "url", "publisher", "language", "country")
OPTIONAL_KEYS = ("section", "enabled")

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Z]{2}|\d{3}))?")
_COUNTRY = re.compile(r"[A-Z]{2}")
_STRING, _BOOLEAN = "tag:yaml.org,2002:str", "tag:yaml.org,2002:bool"

Pair = tuple[yaml.Node, yaml.Node]


class BadCatalogue(PermanentError):
    """The feed catalogue can't be used."""


@dataclass(frozen=True)
class FeedConfig:
    """One feed of the catalogue; `language` is a BCP 47 tag, `country` ISO 3166-1 alpha-2."""

    name: str
    url: str
    publisher: str
    language: str
    country: str
    section: str | None = None
    enabled: bool = True


def parse_catalogue(text: str, filename: str) -> tuple[FeedConfig, ...]:
    """Read a catalogue, in its own order.

    Raises `BadCatalogue` at the first fault, naming file, line, key and what to write instead.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        detail = f"not YAML: {error.problem}; check indentation and quotes"
        raise BadCatalogue(f"{filename} line {line}", detail) from error
    except yaml.YAMLError as error:
        raise BadCatalogue(filename, f"not YAML: {error}") from error
    if root is None:
        return ()
    if not isinstance(root, yaml.SequenceNode):
        raise _fault(filename, root, "write a list: each feed begins with '- name: ...'")
    feeds = tuple(_feed(node, filename) for node in root.value)
    _refuse_duplicates(feeds, root.value, filename)
    return feeds


def _feed(node: yaml.Node, filename: str) -> FeedConfig:
    if not isinstance(node, yaml.MappingNode):
        raise _fault(filename, node, f"a feed is a block of keys: {', '.join(REQUIRED_KEYS)}")
    values = dict(_values(node.value, filename))
    for key in REQUIRED_KEYS:
        if key not in values:
            raise _fault(filename, node, f"key '{key}' is missing; add '{key}: ...' to this feed")
    return FeedConfig(**values)  # type: ignore[arg-type]


def _values(pairs: list[Pair], filename: str) -> Iterator[tuple[str, str | bool]]:
    seen: set[str] = set()
    for key_node, value_node in pairs:
        key = str(key_node.value)
        if key not in (*REQUIRED_KEYS, *OPTIONAL_KEYS):
            raise _fault(filename, key_node, f"unknown key '{key}'; use {', '.join((*REQUIRED_KEYS, *OPTIONAL_KEYS))}")
        if key in seen:
            raise _fault(filename, key_node, f"key '{key}' is given twice; remove one")
        seen.add(key)
        yield key, _flag(value_node, key, filename) if key == "enabled" else _text(value_node, key, filename)


def _flag(node: yaml.Node, key: str, filename: str) -> bool:
    if node.tag != _BOOLEAN:
        raise _fault(filename, node, f"key '{key}' must be true or false")
    return str(node.value).lower() in ("true", "yes", "on")


def _text(node: yaml.Node, key: str, filename: str) -> str:
    # YAML takes an unquoted NO for a truth value; for language and country it is Norwegian and Norway.
    word = node.tag == _STRING or (node.tag == _BOOLEAN and key in ("language", "country"))
    if not isinstance(node, yaml.ScalarNode) or not word or not node.value.strip():
        raise _fault(filename, node, f"key '{key}' must be text; put it in quotes")
    value = str(node.value).strip()
    if key == "url" and (web_url(value) is None or " " in value):
        raise _fault(filename, node, f"key 'url' is no web address: {value!r}; write it whole, with https://")
    if key == "language" and not _LANGUAGE.fullmatch(value):
        raise _fault(filename, node, f"key 'language' is no language tag: {value!r}; write one like en or pt-BR")
    if key == "country" and not _COUNTRY.fullmatch(value):
        raise _fault(filename, node, f"key 'country' is no country code: {value!r}; write two capitals like DE")
    return value


def _refuse_duplicates(feeds: tuple[FeedConfig, ...], nodes: list[yaml.Node], filename: str) -> None:
    names: dict[str, int] = {}
    urls: dict[str, int] = {}
    for feed, node in zip(feeds, nodes, strict=True):
        line = node.start_mark.line + 1
        address = re.sub(r"^https?://(www\.)?", "", feed.url.casefold()).rstrip("/")
        for key, value, known in (("name", feed.name.casefold(), names), ("url", address, urls)):
            if value in known:
                raise _fault(filename, node, f"key '{key}' repeats that of line {known[value]}; change or remove one")
            known[value] = line


def _fault(filename: str, node: yaml.Node, detail: str) -> BadCatalogue:
    return BadCatalogue(f"{filename} line {node.start_mark.line + 1}", detail)
