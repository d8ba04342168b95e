"""The data dictionary: every table, view and column with its comment, read from a migrated database, as Markdown and YAML.

Does not hold a text of its own about any of them: the comments in the migrations are the source.
"""

from dataclasses import dataclass

import yaml
from psycopg2.extensions import connection as Connection

from include.newsdesk.warehouse.statements import execute

HEAD = """\
# Data dictionary

Every table, view and column of the warehouse. Generated from the comments in `include/newsdesk/warehouse/migrations/` by
`make docs`. Where to begin: [warehouse.md](warehouse.md). Analysts read `news` and `marts`; `ops`, `raw` and `staging` are for
those who run the pipeline.
"""
SCHEMAS = {
    "news": "Publishers and articles: a stable contract for analysts",
    "marts": "Ready answers: a stable contract for analysts",
    "ops": "How the pipeline runs, for operators",
    "raw": "What publishers sent, byte for byte",
    "staging": "Pages of running batches",
}


@dataclass(frozen=True)
class Column:
    """One column; `references` is the table that it points to, and `target` the column there."""

    name: str
    type: str
    required: bool
    comment: str
    unique: bool
    references: str | None
    target: str | None


@dataclass(frozen=True)
class Table:
    """One table or view."""

    schema: str
    name: str
    kind: str
    comment: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    for_analysts: bool

    @property
    def full_name(self) -> str:
        """Name with the schema."""
        return f"{self.schema}.{self.name}"


def read_dictionary(connection: Connection) -> list[Table]:
    """Read all tables and views, those for analysts first."""
    tables = []
    for row in execute(connection, "select_dictionary"):
        references = {key["column"]: (key["table"], key["target"]) for key in row["foreign_keys"]}
        columns = tuple(
            Column(**c, unique=c["name"] in row["unique_columns"], references=table, target=target)
            for c in row["columns"]
            for table, target in [references.get(c["name"], (None, None))]
        )
        key = tuple(row["primary_key"])
        tables.append(Table(row["schema"], row["name"], row["kind"], row["comment"] or "", columns, key, row["for_analysts"]))
    return tables


def to_markdown(tables: list[Table]) -> str:
    """Render the dictionary as one page, a section for each table."""
    parts = [HEAD]
    for schema, title in SCHEMAS.items():
        those = [table for table in tables if table.schema == schema]
        parts.append(f"## {schema}\n\n{title}.\n")
        parts.append("| name | | what it is |\n|---|---|---|")
        parts += [f"| [{t.name}](#{t.schema}{t.name}) | {t.kind} | {escape(t.comment)} |" for t in those]
        parts.append("")
        parts += [section(table) for table in those]
    return "\n".join(parts)


def section(table: Table) -> str:
    """Render one table; a column that must have a value is marked, as are keys and references."""
    lines = [f"### {table.full_name}", "", escape(table.comment), ""]
    if not table.for_analysts and table.schema in ("news", "marts"):
        lines += ["Not readable by analysts.", ""]
    lines += ["| column | type | | meaning |", "|---|---|---|---|"]
    for column in table.columns:
        marks = [
            *(["key"] if column.name in table.primary_key else []),
            *([f"→ {column.references}"] if column.references else []),
            *(["required"] if column.required and column.name not in table.primary_key else []),
        ]
        lines.append(f"| `{column.name}` | {column.type} | {', '.join(marks)} | {escape(column.comment)} |")
    return "\n".join([*lines, ""])


def escape(text: str) -> str:
    """Keep a text inside its cell."""
    return text.replace("|", "\\|").replace("<", "&lt;")


def to_sources(tables: list[Table]) -> str:
    """Render what analysts may read as a dbt `sources` file, with tests for keys and references."""
    sources = [
        {"name": schema, "description": SCHEMAS[schema] + ".", "schema": schema, "tables": [
            source(table) for table in tables if table.schema == schema and table.for_analysts
        ]}
        for schema in ("news", "marts")
    ]  # fmt: skip
    head = "# What analysts may read, for dbt and tools that take its `sources`. Generated from the comments by `make docs`.\n"
    return head + yaml.dump({"version": 2, "sources": sources}, Dumper=Indented, sort_keys=False, allow_unicode=True, width=130)


class Indented(yaml.SafeDumper):
    """Indents the items of lists, as dbt's own files do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Begin a level, never without indentation."""
        super().increase_indent(flow, False)


def source(table: Table) -> dict[str, object]:
    """Describe one table for dbt."""
    described: dict[str, object] = {"name": table.name, "description": table.comment}
    if any(column.name == "loaded_at" for column in table.columns):
        described["loaded_at_field"] = "loaded_at"
    described["columns"] = [column_source(table, column) for column in table.columns]
    return described


def column_source(table: Table, column: Column) -> dict[str, object]:
    """Describe one column for dbt, with the tests that its constraints allow."""
    described: dict[str, object] = {"name": column.name, "data_type": column.type, "description": column.comment}
    tests: list[object] = [*(["unique"] if column.unique else []), *(["not_null"] if column.required else [])]
    if column.references and column.references.startswith("news."):
        to = f"source('news', '{column.references.removeprefix('news.')}')"
        tests.append({"relationships": {"to": to, "field": column.target}})
    if tests:
        described["tests"] = tests
    return described
