"""Functions for child processes: documents that parse, and documents that do what none should."""

import os
import resource
import sys
import time
from dataclasses import dataclass

from include.newsdesk.errors import RejectedError


@dataclass(frozen=True)
class Parsed:
    text: str


class NotAPage(RejectedError):
    """The document is not a page."""

    reason = "page.not_html"


def parse(text: str) -> Parsed:
    match text:
        case "hang":
            while True:
                pass
        case "wait":
            time.sleep(60)
        case "hoard":
            bytearray(1 << 40)
        case "die":
            os.abort()
        case "reject":
            raise NotAPage("https://site.example/", "a picture")
        case "bug":
            raise ZeroDivisionError("broken rule")
        case "print":
            sys.stdout.write("noise\n")
            sys.stdout.flush()
    return Parsed(text)


def tell_limits() -> tuple[int, int, list[str]]:
    secrets = [name for name in os.environ if name.startswith("NEWSDESK_")]
    return resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0], secrets


def grow(megabytes: int) -> int:
    return len(bytearray(megabytes * 2**20))


def own_process() -> int:
    return os.getpid()
