"""Write the golden JSON beside every page of `tests/data/pages`, or beside those named.

    python -m tests.bench.record_pages [CASE...]

Does not judge: read the diff before you commit it.
"""

import json
import sys

from tests.golden_pages import PAGES, recorded


def main() -> None:
    """Record the named cases, without names all."""
    names = sys.argv[1:] or sorted(page.stem for page in PAGES.glob("*.html"))
    for name in names:
        page = PAGES / f"{name}.html"
        text = json.dumps(recorded(page.read_bytes()), ensure_ascii=False, indent=1) + "\n"
        golden = page.with_suffix(".json")
        changed = not golden.exists() or golden.read_text(encoding="utf-8") != text
        golden.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{'recorded' if changed else 'unchanged'} {name}\n")


if __name__ == "__main__":
    main()
