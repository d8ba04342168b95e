"""Writes the page of all expectations: `python -m include.newsdesk.quality > docs/expectations.md`.

Does not judge anything.
"""

import sys

from include.newsdesk.quality.handbook import document

sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
sys.stdout.write(document())
