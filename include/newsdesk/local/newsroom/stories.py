"""Compose invented news stories, one phrasebook a language, the same stories for the same seed.

A phrasebook holds whole sentences by topic. `{place}` is filled once a story, `{#40-90}` is a number, `{this|that}` a
choice. Lines that begin with the same mark, as in `[a] `, belong to one strand of a topic.
Does not know publishers, addresses or times.
"""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml

_SLOT = re.compile(r"\{([^{}]*)\}")
_STRAND = re.compile(r"\[(\w)\] ")
_WORD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]|\w+")  # Japanese writes no spaces: each character counts
_DRAFTS = 12
_LIKENESS = 0.25  # Jaccard index of word 3-shingles; near-copy detection in use starts far above


@dataclass(frozen=True)
class Block:
    """Hold one piece of a story's body."""

    kind: Literal["paragraph", "subhead", "quote", "item"]
    text: str


@dataclass(frozen=True)
class Story:
    """Hold a story as written, before a publisher prints it."""

    language: str
    topic: str
    title: str
    later_title: str
    standfirst: str
    body: tuple[Block, ...]
    later_paragraph: str
    correction_note: str
    section: str
    tags: tuple[str, ...]
    place: str
    caption: str

    def with_edited_title(self) -> "Story":
        """Return the story under its second headline."""
        return replace(self, title=self.later_title)

    def with_edited_text(self) -> "Story":
        """Return the story with its last paragraph rewritten and a note that says so."""
        edited = (Block("paragraph", self.later_paragraph), Block("paragraph", self.correction_note))
        return replace(self, body=self.body[:-1] + edited)


class Writer:
    """Write the stories of one language, one after the other.

    A draft that resembles an earlier story of its topic, or has its headline, is thrown away and written anew; after
    `_DRAFTS` of them the least alike is printed.
    """

    def __init__(self, language: str, seed: str) -> None:
        """Read the phrasebook of the language."""
        self._book = _phrasebook(language)
        self._language = language
        self._random = random.Random(f"{language}:{seed}")
        self._topics: list[str] = []
        self._earlier: dict[str, list[frozenset[str]]] = {}
        self._titles: set[str] = set()

    def write(self) -> Story:
        """Return the next story; topics take turns in a shuffled order."""
        if not self._topics:
            self._topics = sorted(self._book["topics"])
            self._random.shuffle(self._topics)
        name = self._topics.pop()
        earlier = self._earlier.setdefault(name, [])
        drafts = []
        for _ in range(_DRAFTS):
            story = self._draft(name)
            shingles = _shingles(story)
            likeness = max((len(shingles & other) / len(shingles | other) for other in earlier), default=0.0)
            drafts.append((story.title in self._titles, likeness, story, shingles))
            if likeness <= _LIKENESS and story.title not in self._titles:
                break
        _, _, story, shingles = min(drafts, key=lambda draft: draft[:2])
        earlier.append(shingles)
        self._titles.add(story.title)
        return story

    def _draft(self, name: str) -> Story:
        topic = self._book["topics"][name]
        topic = {**topic, **self._strand(topic)}
        own, general = _lines(topic["body"]), _lines(self._book["general"])
        count = self._random.randint(9, 15)
        outside = self._random.randint(2, 4)
        sentences = self._random.sample(own, min(count - outside, len(own) - 1)) + self._random.sample(general, outside)
        slots = self._slots(topic)
        title = self._pick(topic["titles"], slots)
        others = [line for line in _lines(topic["titles"]) if self._fill(line, slots) != title]
        spare = next(line for line in own if line not in sentences)
        return Story(
            language=self._language,
            topic=name,
            title=title,
            later_title=self._fill(self._random.choice(others), slots),
            standfirst=self._pick(topic["standfirsts"], slots),
            body=tuple(_introduced(self._body(topic, [self._fill(line, slots) for line in sentences], slots), slots)),
            later_paragraph=self._fill(spare, slots),
            correction_note=self._pick(self._book["correction"], slots),
            section=topic["section"],
            tags=(*self._random.sample(topic["tags"], 2), slots["place"]),
            place=slots["place"],
            caption=self._pick(topic["captions"], slots),
        )

    def _strand(self, topic: Mapping[str, Any]) -> dict[str, str]:
        """Return the lines of one strand of the topic, without their marks."""
        mark = _mark(self._random.choice(_lines(topic["titles"])))
        kept = {}
        for name in ("titles", "standfirsts", "leads", "body"):
            fitting = [line for line in _lines(topic[name]) if _mark(line) in ("", mark)]
            kept[name] = "\n".join(_STRAND.sub("", line, count=1) for line in fitting)
        return kept

    def _body(self, topic: Mapping[str, Any], sentences: list[str], slots: Mapping[str, str]) -> list[Block]:
        joint = self._book.get("joint", " ")
        lead = joint.join([self._pick(topic["leads"], slots), sentences[0]])
        rest = sentences[1:]
        blocks = [Block("paragraph", joint.join(rest[i : i + 2])) for i in range(0, len(rest), 2)]
        spoken = _lines(topic["quotes"])
        for position, line in zip((1, len(blocks) - 1), self._random.sample(spoken, 2), strict=True):
            kind: Literal["paragraph", "quote"] = "quote" if self._random.random() < 0.3 else "paragraph"
            blocks.insert(position, Block(kind, self._fill(line, slots)))
        if self._random.random() < 0.35:
            blocks[-1:-1] = self._list(topic, slots)
        if len(sentences) > 10:
            blocks.insert(len(blocks) // 2, Block("subhead", self._pick(topic["subheads"], slots)))
        return [Block("paragraph", lead), *blocks]

    def _list(self, topic: Mapping[str, Any], slots: Mapping[str, str]) -> list[Block]:
        items = self._random.sample(_lines(topic["items"]), 3)
        intro = Block("paragraph", self._pick(topic["list_intro"], slots))
        return [intro, *(Block("item", self._fill(line, slots)) for line in items)]

    def _slots(self, topic: Mapping[str, Any]) -> dict[str, str]:
        draw = self._random
        people = self._book["people"]
        places = draw.sample(self._book["places"], 2)
        slots = {"place": places[0], "town": places[1]}
        given = draw.sample(people["given"], 3)
        family = draw.sample(people["family"], 3)
        for role, first, last in zip(("official", "expert", "resident"), given, family, strict=True):
            slots[role] = people["order"].format(given=first, family=last)
            slots[f"{role}_short"] = people["short"].format(given=first, family=last)
        for name, values in {**self._book["slots"], **topic["slots"]}.items():
            slots[name] = draw.choice(values)
        return slots

    def _pick(self, lines: str, slots: Mapping[str, str]) -> str:
        return self._fill(self._random.choice(_lines(lines)), slots)

    def _fill(self, line: str, slots: Mapping[str, str]) -> str:
        def value(match: re.Match[str]) -> str:
            inside = match.group(1)
            if inside.startswith("#"):
                low, high = inside[1:].split("-")
                return f"{self._random.randint(int(low), int(high)):,}".replace(",", self._book["thousands"])
            return self._random.choice(inside.split("|")) if "|" in inside else slots[inside]

        while _SLOT.search(line):  # choices may hold slots
            line = _SLOT.sub(value, line)
        return line[:1].upper() + line[1:]


def _introduced(blocks: list[Block], slots: Mapping[str, str]) -> list[Block]:
    """Give every person the full name at the first mention."""
    for role in ("official", "expert", "resident"):
        full, short = slots[role], slots[f"{role}_short"]
        first = next((place for place, block in enumerate(blocks) if short in block.text), None)
        if first is not None:
            before, _, after = blocks[first].text.partition(short)
            if not (before + short).endswith(full) and not (short + after).startswith(full):
                blocks[first] = replace(blocks[first], text=before + full + after)
    return blocks


def _shingles(story: Story) -> frozenset[str]:
    words = _WORD.findall("\n".join([story.title, story.standfirst, *(block.text for block in story.body)]).lower())
    return frozenset(" ".join(words[i : i + 3]) for i in range(len(words) - 2))


def _mark(line: str) -> str:
    found = _STRAND.match(line)
    return found.group(1) if found else ""


def _lines(text: str) -> list[str]:
    return text.strip().split("\n")


@cache  # a phrasebook takes longer to read than all its stories to write
def _phrasebook(language: str) -> dict[str, Any]:
    file = resources.files("include.newsdesk.local.newsroom") / "content" / f"phrases_{language}.yaml"
    book: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return book
