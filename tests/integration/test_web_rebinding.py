"""Ten thousand names that change their address between one look and the next."""

import random
import socket

import pytest

from include.newsdesk.web.client import GuardedClient
from include.newsdesk.web.limits import Limits
from include.newsdesk.web.refusals import FetchFailed, FetchRefused

TRIES = 10_000
INNER = ["127.0.0.2", "::1", "::ffff:127.0.0.2", "64:ff9b::7f00:2", "2002:7f00:2::", "10.0.0.1", "169.254.169.254", "0.0.0.0"]


def test_a04_of_ten_thousand_rebinding_tries_none_connects() -> None:
    order = random.Random(4)

    def flip(_: str) -> list[str]:
        # 127.0.0.1 stands for a public address: it is allowed, and on this port it is taken but nobody listens.
        return order.sample([*INNER, "127.0.0.1"], k=order.randint(1, 3))

    with (
        socket.socket() as inner,
        socket.socket() as taken,
        GuardedClient(Limits(allow_any_port=True, allow_networks=("127.0.0.1/32",)), resolve=flip) as client,
    ):
        inner.bind(("127.0.0.2", 0))
        taken.bind(("127.0.0.1", inner.getsockname()[1]))
        inner.listen()
        inner.setblocking(False)
        reasons = []
        for _ in range(TRIES):
            with pytest.raises((FetchFailed, FetchRefused)) as caught:
                client.get(f"http://flip.example:{inner.getsockname()[1]}/", kind="page")
            reasons.append(caught.value.reason)
        with pytest.raises(BlockingIOError):
            inner.accept()
    assert set(reasons) == {"address.denied", "connect.failed"}
    assert min(reasons.count(reason) for reason in set(reasons)) > TRIES / 10
