"""Write anew what is made from the schema: `python -m include.newsdesk.local.catalogue_docs`.

    migrations ─► a database of its own ─► warehouse/schema.sql, docs/data-dictionary.md, docs/sources.yml, docs/images/schema.svg

Does not look at any other database: what is written depends on the migrations alone.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from include.newsdesk.local.postgres import EmbeddedPostgres
from include.newsdesk.local.postgres_binaries import installed_binaries
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.diagram import draw
from include.newsdesk.warehouse.dictionary import read_dictionary, to_markdown, to_sources
from include.newsdesk.warehouse.migrations import migrate

ROOT = Path(__file__).parents[3]
SCHEMA_HEAD = """\
-- The schema as the migrations leave it, to read and to compare. Written by `make docs`; databases are made by the migrations.

"""
# What changes from one dump or day to the next: the dump's own key, settings of its session, partitions made by date.
PASSING = re.compile(r"^(\\(un)?restrict .*|SET (?!check_function).*|SELECT pg_catalog\.set_config.*|--.*)\n", re.MULTILINE)


def documents(url: str) -> dict[str, str]:
    """Render all files from a migrated database: path below the repository to text."""
    with connected(url) as connection:
        tables = read_dictionary(connection)
    return {
        "include/newsdesk/warehouse/schema.sql": dump_schema(url),
        "docs/data-dictionary.md": to_markdown(tables),
        "docs/sources.yml": to_sources(tables),
        "docs/images/schema.svg": draw(tables),
    }


def dump_schema(url: str) -> str:
    """Dump the schema of a database without owners, days' partitions and what differs from one dump to the next."""
    command = [str(installed_binaries() / "pg_dump"), url, "--schema-only", "--no-owner", "--exclude-table=raw.captures_2*"]
    command += [f"--schema={name}" for name in ("raw", "ops", "staging", "news", "marts")]
    command += ["--extension=pg_trgm", "--extension=unaccent"]
    dumped = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return SCHEMA_HEAD + re.sub(r"\n{3,}", "\n\n", PASSING.sub("", dumped)).strip() + "\n"


def main() -> int:
    """Migrate a fresh database and write the files."""
    with tempfile.TemporaryDirectory(prefix="newsdesk-docs-") as folder:
        Path(folder).chmod(0o755)
        postgres = EmbeddedPostgres(Path(folder) / "postgres")
        postgres.start()
        try:
            url = postgres.url("postgres")
            migrate(url)
            for path, text in documents(url).items():
                (ROOT / path).write_text(text, encoding="utf-8")
                print(path)
        finally:
            postgres.remove()
    return 0


if __name__ == "__main__":
    sys.exit(main())
