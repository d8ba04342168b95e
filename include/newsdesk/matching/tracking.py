"""Which query parameters only say how a reader came to a page; the names are in tracking_parameters.txt.

Does not read or change URLs: `urls` asks about one name at a time.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class TrackingParameters:
    """The rules of one list."""

    names: frozenset[str]
    prefixes: tuple[str, ...]
    dropped_at: dict[str, tuple[str, ...]]
    kept_at: dict[str, tuple[str, ...]]

    def drop(self, name: str, host: str) -> bool:
        """Tell whether a parameter is for tracking; `name` and `host` are in lower case."""
        if name in self.names or name.startswith(self.prefixes):
            return not _is_at(host, self.kept_at.get(name, ()))
        return _is_at(host, self.dropped_at.get(name, ()))


def parse_tracking_parameters(text: str) -> TrackingParameters:
    """Read a list in the form that the head of tracking_parameters.txt describes."""
    names, prefixes = set(), []
    dropped_at: dict[str, tuple[str, ...]] = {}
    kept_at: dict[str, tuple[str, ...]] = {}
    for line in text.lower().splitlines():
        name, *sites = line.split("#")[0].split() or [""]
        if name.startswith("!"):
            kept_at[name[1:]] = tuple(sites)
        elif sites:
            dropped_at[name] = tuple(sites)
        elif name.endswith("*"):
            prefixes.append(name[:-1])
        elif name:
            names.add(name)
    return TrackingParameters(frozenset(names), tuple(prefixes), dropped_at, kept_at)


@cache
def tracking_parameters() -> TrackingParameters:
    """Return the list that comes with the package."""
    file = resources.files("include.newsdesk.matching") / "tracking_parameters.txt"
    return parse_tracking_parameters(file.read_text(encoding="utf-8"))


def _is_at(host: str, sites: tuple[str, ...]) -> bool:
    return any(host == site or host.endswith("." + site) for site in sites)
