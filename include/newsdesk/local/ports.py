"""Choose TCP ports on loopback, so that several copies run side by side. Does not keep a port reserved."""

import socket

from include.newsdesk.errors import PermanentError

LOOPBACK = "127.0.0.1"


class PortTaken(PermanentError):
    """Another program listens on this port; stop it or choose another port."""


def is_free(port: int) -> bool:
    """Tell whether a server could listen on this loopback port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def choose_port(preferred: int | None = None, avoid: frozenset[int] = frozenset()) -> int:
    """Return the preferred port if it is free, else a free one outside `avoid` that the system picks."""
    if preferred is not None and preferred not in avoid and is_free(preferred):
        return preferred
    while True:
        with socket.socket() as probe:
            probe.bind((LOOPBACK, 0))
            port = int(probe.getsockname()[1])
        if port not in avoid:
            return port
