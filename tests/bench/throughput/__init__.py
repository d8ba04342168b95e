"""Newsdesk beside what a user would pick instead: one origin, one machine, one run. Does not run in the test suite."""
