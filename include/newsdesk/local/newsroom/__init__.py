"""The sample newsroom: invented publishers on loopback, with the truth about every article they publish.

It feeds the demonstration, the end-to-end tests and the benchmarks. Does not contact anything and
listens on 127.0.0.1 only.
"""

from include.newsdesk.local.newsroom.editions import Expected
from include.newsdesk.local.newsroom.newsroom import Newsroom, PortTaken

__all__ = ["Expected", "Newsroom", "PortTaken"]
