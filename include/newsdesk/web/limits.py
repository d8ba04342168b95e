"""Every limit of an exchange with the open web, with its default.

Does not read the environment: the stages turn settings into `Limits`.
"""

from dataclasses import dataclass, field
from typing import Literal

MIB = 1024 * 1024

Kind = Literal["feed", "page", "robots", "hub"]


@dataclass(frozen=True)
class BodyLimits:
    """Most bytes of one kind of body, as sent and as decoded."""

    wire: int
    decoded: int


def _default_bodies() -> dict[Kind, BodyLimits]:
    return {
        "feed": BodyLimits(5 * MIB, 15 * MIB),
        "page": BodyLimits(5 * MIB, 10 * MIB),
        "robots": BodyLimits(5 * MIB, 15 * MIB),
    }


@dataclass(frozen=True)
class Limits:
    """What one exchange may take, and where it may go.

    Of a robots.txt the first `robots_bytes` are read, of an error's or a hub's body the first `error_body_bytes`; every
    other body over its limit is refused. `allow_networks` (CIDR) and `allow_any_port` widen where requests may go: the
    sample newsroom on loopback needs both.
    """

    user_agent: str = "Newsdesk"
    bodies: dict[Kind, BodyLimits] = field(default_factory=_default_bodies)
    error_body_bytes: int = 64 * 1024
    robots_bytes: int = 512 * 1024
    ratio: int = 100
    ratio_free_bytes: int = MIB
    dns_seconds: float = 5.0
    connect_seconds: float = 10.0
    idle_seconds: float = 10.0
    total_seconds: float = 30.0
    redirects: int = 5
    header_lines: int = 100
    header_bytes: int = 64 * 1024
    url_characters: int = 2048
    retry_after_least_seconds: int = 60
    retry_after_most_seconds: int = 86_400
    allow_ports: frozenset[int] = frozenset({80, 443})
    allow_any_port: bool = False
    allow_networks: tuple[str, ...] = ()
