"""Run a command of Newsdesk: `python -m include.newsdesk COMMAND`. Does not hold logic: see `cli/`."""

import sys

from include.newsdesk.cli.parser import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
