"""What every task needs and what takes long to get ready: import this module in a process that forks its tasks.

Great Expectations takes two seconds, the stages one, the public suffixes a tenth. Does not know who forks.
"""

from include.newsdesk.matching.urls import registrable_domain
from include.newsdesk.quality import prepare
from include.newsdesk.stages import fetch, load, marts, parse, poll, stories, validate  # noqa: F401

prepare()
registrable_domain("https://www.example/")
