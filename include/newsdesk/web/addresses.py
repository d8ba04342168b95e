"""Which network addresses belong to the open web: a deny table, not a guess.

Sources: the IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890 and later), the IPv6 forms that carry
an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo), multicast, and an address that a cloud uses for its inner
services. Python's `is_global` is not used: it says yes to NAT64 and 6to4 forms of 127.0.0.1. Does not resolve names or
open sockets.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from include.newsdesk.errors import PermanentError

Network = IPv4Network | IPv6Network

DENIED_IPV4: dict[str, str] = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "carrier-grade NAT",
    "127.0.0.0/8": "loopback",
    "168.63.129.16/32": "inner service of a cloud",
    "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "protocol assignments",
    "192.0.2.0/24": "documentation",
    "192.31.196.0/24": "AS112",
    "192.52.193.0/24": "multicast tunnels",
    "192.88.99.0/24": "6to4 relay",
    "192.168.0.0/16": "private",
    "192.175.48.0/24": "AS112",
    "198.18.0.0/15": "benchmarking",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved or broadcast",
}

# All of IPv6 outside 2000::/3 is denied first: loopback, unspecified, mapped, compatible, NAT64, discard-only, unique
# local, link-local, site-local, multicast, segment routing and everything that nobody has assigned.
GLOBAL_IPV6 = IPv6Network("2000::/3")
DENIED_IPV6: dict[str, str] = {
    "2001::/23": "protocol assignments, Teredo and ORCHID among them",
    "2001:db8::/32": "documentation",
    "2002::/16": "6to4",
    "2620:4f:8000::/48": "AS112",
    "3ffe::/16": "6bone, given back",
    "3fff::/20": "documentation",
}

_DENIED_IPV4 = [(IPv4Network(network), words) for network, words in DENIED_IPV4.items()]
_DENIED_IPV6 = [(IPv6Network(network), words) for network, words in DENIED_IPV6.items()]


class BadNetwork(PermanentError):
    """A network that settings allow is not in CIDR form, such as `10.1.0.0/16`."""


def parse_networks(networks: tuple[str, ...]) -> tuple[Network, ...]:
    """Read CIDR strings; raises `BadNetwork`."""
    try:
        return tuple(ip_network(network) for network in networks)
    except ValueError as error:
        raise BadNetwork("allow_networks", str(error)) from error


def is_allowed_network(address: str, networks: tuple[Network, ...]) -> bool:
    """Tell whether the settings name a network that holds the address."""
    parsed = ip_address(address)
    return any(parsed in network for network in networks)


def why_denied(address: str) -> str | None:
    """Give the words of the rule that denies an address, or None when it belongs to the open web."""
    if "%" in address:
        return "an address with a zone"
    try:
        parsed = ip_address(address)
    except ValueError:
        return "not an address"
    if isinstance(parsed, IPv4Address):
        return next((words for network, words in _DENIED_IPV4 if parsed in network), None)
    return _why_ipv6_denied(parsed)


def _why_ipv6_denied(address: IPv6Address) -> str | None:
    if address not in GLOBAL_IPV6:
        return "outside the global unicast space"
    return next((words for network, words in _DENIED_IPV6 if address in network), None)
