"""The commands behind `python -m include.newsdesk` and the Makefile. Does not hold logic that a test or a DAG needs."""
