"""From a host name to a socket: resolve, check every address, connect to a checked one.

The address that was checked is the address that is dialled; nothing resolves the name a second time. Proxy variables
are not read. Does not speak HTTP or TLS.
"""

import ipaddress
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from include.newsdesk.web.addresses import is_allowed_network, parse_networks, why_denied
from include.newsdesk.web.budget import Budget
from include.newsdesk.web.limits import Limits
from include.newsdesk.web.refusals import refusal
from include.newsdesk.web.urls import Target

Resolve = Callable[[str], list[str]]

MOST_ADDRESSES = 8


@dataclass(frozen=True)
class Dialled:
    """An open socket, and whether only the settings allow its address."""

    socket: socket.socket
    is_widened: bool


def resolve_with_system(host: str) -> list[str]:
    """Ask the operating system for a name's addresses, in its order of preference."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_own_address(address: str) -> bool:
    """Tell whether packets to an address would stay on this machine; sends none."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((address, 9))
        except OSError:
            return False
        return ipaddress.ip_address(probe.getsockname()[0]) == ipaddress.ip_address(address)


class Dialler:
    """Opens sockets to the open web, and to the networks that the limits add."""

    def __init__(self, limits: Limits, resolve: Resolve = resolve_with_system) -> None:
        """Keep the rules; raises `BadNetwork`."""
        self._limits = limits
        self._networks = parse_networks(limits.allow_networks)
        self._resolve = resolve

    def dial(self, target: Target, budget: Budget) -> Dialled:
        """Connect to the first checked address that answers.

        Raises `port.denied`, `dns.failed`, `address.denied`, `connect.failed` or `deadline.exceeded`.
        """
        if not self._limits.allow_any_port and target.port not in self._limits.allow_ports:
            raise refusal("port.denied", target.url, f"port={target.port}")
        addresses = self._allowed_addresses(target, budget)
        give_up_at = time.monotonic() + budget.slice(self._limits.connect_seconds)
        problem: OSError | None = None
        for index, (address, is_widened) in enumerate(addresses):
            share = (give_up_at - time.monotonic()) / (len(addresses) - index)
            try:
                opened = socket.create_connection((address, target.port), timeout=budget.slice(max(share, 0.001)))
            except OSError as error:
                problem = error
                continue
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return Dialled(opened, is_widened)
        if isinstance(problem, TimeoutError):
            raise budget.timed_out("connect.failed") from problem
        raise refusal("connect.failed", target.url, str(problem)) from problem

    def _allowed_addresses(self, target: Target, budget: Budget) -> list[tuple[str, bool]]:
        allowed: list[tuple[str, bool]] = []
        denied: list[str] = []
        for address in self._lookup(target, budget)[:MOST_ADDRESSES]:
            why = why_denied(address)
            if why is None and not is_own_address(address):
                allowed.append((address, False))
            elif why != "not an address" and "%" not in address and is_allowed_network(address, self._networks):
                allowed.append((address, True))
            else:
                denied.append(f"{address} ({why or 'our own'})")
        if not allowed:
            raise refusal("address.denied", target.url, ", ".join(denied))
        return allowed

    def _lookup(self, target: Target, budget: Budget) -> list[str]:
        try:
            return [str(ipaddress.ip_address(target.host))]
        except ValueError:
            pass
        lookup = _Lookup(self._resolve, target.host)
        lookup.start()
        lookup.join(budget.slice(self._limits.dns_seconds))
        if lookup.is_alive():
            raise budget.timed_out("dns.failed")
        if not lookup.addresses:
            raise refusal("dns.failed", target.url, str(lookup.problem or "no address")) from lookup.problem
        return lookup.addresses


class _Lookup(threading.Thread):
    """One lookup: the system's resolver takes no timeout, so it is left behind in its thread when it hangs."""

    def __init__(self, resolve: Resolve, host: str) -> None:
        super().__init__(name=f"lookup-{host}", daemon=True)
        self._resolve = resolve
        self._host = host
        self.addresses: list[str] = []
        self.problem: Exception | None = None

    def run(self) -> None:
        try:
            self.addresses = self._resolve(self._host)
        except (OSError, UnicodeError) as error:
            self.problem = error
