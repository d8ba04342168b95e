"""Turn the CSS selectors of publisher rules into XPath.

Knows tag, `.class`, `#id`, `[attr]`, `[attr=value]`, `[attr*=part]`, `[attr^=start]`, descendants, `>` and commas;
raises ValueError on anything else. Does not know pseudo-classes: a rule that needs one is better written with another selector.
"""

import re
from functools import cache

from lxml import etree

STEP = re.compile(
    r"(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<rest>(?:[.#][\w-]+|\[[\w:-]+(?:[*^~]?=(?:\"[^\"]*\"|'[^']*'|[\w./:-]+))?\])*)$"
)
PART = re.compile(
    r"(?P<mark>[.#])(?P<name>[\w-]+)|\[(?P<attribute>[\w:-]+)(?:(?P<test>[*^~]?=)(?P<value>\"[^\"]*\"|'[^']*'|[\w./:-]+))?\]"
)


@cache
def compiled(selector: str) -> etree.XPath:
    """Compile a selector."""
    return etree.XPath(" | ".join(path_of(part.strip()) for part in selector.split(",")))


def path_of(selector: str) -> str:
    """Translate one selector without commas."""
    path, axis = "", "//"
    for word in selector.replace(">", " > ").split():
        if word == ">":
            axis = "/"
            continue
        step = STEP.match(word)
        if not step:
            raise ValueError(f"not a selector: {selector}")
        path += axis + (step["tag"] or "*") + "".join(condition(part) for part in PART.finditer(step["rest"]))
        axis = "//"
    if not path or axis == "/":
        raise ValueError(f"not a selector: {selector}")
    return path


def condition(part: re.Match[str]) -> str:
    """Translate one class, id or attribute condition."""
    if part["mark"] == ".":
        return f"[contains(concat(' ', normalize-space(@class), ' '), ' {part['name']} ')]"
    if part["mark"] == "#":
        return f"[@id='{part['name']}']"
    value = (part["value"] or "").strip("\"'")
    quoted = f'"{value}"' if "'" in value else f"'{value}'"
    tests = {
        None: f"[@{part['attribute']}]",
        "=": f"[@{part['attribute']}={quoted}]",
        "*=": f"[contains(@{part['attribute']}, {quoted})]",
        "^=": f"[starts-with(@{part['attribute']}, {quoted})]",
        "~=": f"[contains(concat(' ', @{part['attribute']}, ' '), concat(' ', {quoted}, ' '))]",
    }
    return tests[part["test"]]
