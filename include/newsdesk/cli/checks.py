"""`check`: run the checks of the whole warehouse and say what they found. Does not repair anything."""

import argparse
import json

from include.newsdesk.cli.tables import draw_table
from include.newsdesk.cli.warehouse import find_warehouse
from include.newsdesk.stages import checks
from include.newsdesk.warehouse.values import plain


def check(options: argparse.Namespace) -> int:
    """Print every check with what it found, or everything as JSON; 1 if a check is not met."""
    find_warehouse()
    results = checks.run_checks()
    if options.json:
        print(json.dumps(results, default=plain, ensure_ascii=False, indent=2))
    else:
        rows = [
            {
                "check": one["check_name"], "is": "met" if one["success"] else one["severity"],
                "about": "" if one["success"] else one["subject"], "found": one["meaning"] if one["success"] else one["detail"],
                "look at": "" if one["success"] else one["look_at"],
            }
            for one in results
        ]  # fmt: skip
        print(draw_table(rows))
    return 0 if all(one["success"] for one in results) else 1
