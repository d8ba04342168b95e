"""Newsdesk: feeds are polled, pages fetched, articles parsed, validated and loaded into Postgres."""
