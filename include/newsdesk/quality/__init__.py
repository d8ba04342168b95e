"""Judges staged articles: which rows go on, which are set aside, and why.

Great Expectations and pandas are imported when the first row is judged, so that importing this package costs nothing.
Does not read or write the warehouse: rows come in as mappings, a `Verdict` goes out.
"""

from include.newsdesk.quality.judging import judge, prepare
from include.newsdesk.quality.verdict import Failure, SuiteBroken, Verdict

__all__ = ["Failure", "SuiteBroken", "Verdict", "judge", "prepare"]
