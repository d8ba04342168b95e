"""Newsdesk: feeds are polled, pages fetched, articles parsed, validated and loaded into Postgres.

stages                                     joins the two rows below; what Airflow's tasks call
web  warehouse                             I/O: the open web, Postgres
feeds  articles  quality  matching         pure: bytes and times in, records out
settings  errors                           ground
local  cli                                 the embedded runtime and the command line
"""

VERSION = "0.1.0"
