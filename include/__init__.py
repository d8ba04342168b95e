"""The root of the project's own code: holds the package `newsdesk` and the feed catalogue."""
