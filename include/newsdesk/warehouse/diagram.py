"""The entity diagram: tables with their keys, and an arrow for each foreign key, as an SVG that suits light and dark pages.

A table stands right of those that it references; rows are ordered so that arrows stay short. Does not draw views.
"""

from html import escape

from include.newsdesk.warehouse.dictionary import Column, Table

WIDTH, GAP_X, GAP_Y = 216, 84, 22
HEADER, ROW, MARGIN = 26, 18, 20
STYLE = """
  svg { --page: #ffffff; --box: #ffffff; --text: #1f2328; --dim: #59636e; --line: #818b98;
        --news: #0969da; --marts: #1a7f37; --ops: #9a6700; --raw: #8250df; --staging: #bf3989; }
  @media (prefers-color-scheme: dark) {
    svg { --page: #0d1117; --box: #151b23; --text: #f0f6fc; --dim: #9198a1; --line: #656c76;
          --news: #1f6feb; --marts: #238636; --ops: #9e6a03; --raw: #8957e5; --staging: #bf4b8a; }
  }
  text { font: 12px system-ui, sans-serif; fill: var(--text); }
  .title { font-weight: 600; fill: #ffffff; } .dim { fill: var(--dim); } .key { font-weight: 600; }
  .page { fill: var(--page); } .box { fill: var(--box); stroke: var(--line); }
  .arrow { fill: none; stroke: var(--line); stroke-width: 1.3; } .head { fill: var(--line); }
"""
Place = tuple[int, int]


def draw(tables: list[Table]) -> str:
    """Draw all tables."""
    drawn = {table.full_name: table for table in tables if table.kind == "table"}
    places = arrange(drawn)
    width = max(x for x, _ in places.values()) + WIDTH + MARGIN
    height = max(y + box_height(drawn[name]) for name, (_, y) in places.items()) + MARGIN
    arrows = [arrow(places, drawn, table, column) for table in drawn.values() for column in shown(table) if column.references]
    boxes = [box(table, places[name]) for name, table in drawn.items()]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">',
        "<title>Tables of the warehouse and their foreign keys</title>",
        f"<style>{STYLE}</style>",
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path class="head" d="M0,0 L8,4 L0,8 z"/></marker></defs>',
        f'<rect class="page" width="{width}" height="{height}"/>', *arrows, *boxes, "</svg>", "",
    ])  # fmt: skip


def shown(table: Table) -> list[Column]:
    """Choose the columns that make the picture: keys and references."""
    return [column for column in table.columns if column.name in table.primary_key or column.references]


def box_height(table: Table) -> int:
    """Height of a table's box: header, shown columns, the number of the others."""
    return HEADER + ROW * (len(shown(table)) + 1)


def arrange(tables: dict[str, Table]) -> dict[str, Place]:
    """Give each table its place: right of those that it references, but no further left than needed; those
    without any stand below."""
    depth = depths(tables)
    places: dict[str, Place] = {}
    bottom = 0
    for column in range(max(depth.values()) + 1):
        x, y = MARGIN + column * (WIDTH + GAP_X), MARGIN
        names = sorted((n for n in depth if depth[n] == column), key=lambda n: (height_of_parents(tables[n], places), n))
        for name in names:
            places[name] = (x, y)
            y += box_height(tables[name]) + GAP_Y
        bottom = max(bottom, y)
    for index, name in enumerate(sorted(set(tables) - set(depth))):
        places[name] = (MARGIN + index * (WIDTH + GAP_X), bottom)
    return places


def depths(tables: dict[str, Table]) -> dict[str, int]:
    """Number the columns of linked tables: one right of what they reference, and roots moved right up to their children."""
    linked = {t.full_name for t in tables.values() if parents(t)} | {p for t in tables.values() for p in parents(t)}
    children = {name: {t.full_name for t in tables.values() if name in parents(t)} for name in linked}
    depth: dict[str, int] = dict.fromkeys(linked, 0)
    for _ in tables:
        for name in sorted(linked):
            least = 1 + max((depth[parent] for parent in parents(tables[name])), default=-1)
            inner = [depth[child] - 1 for child in children[name] if children[child]]
            depth[name] = max(least, min(inner)) if inner else least
    return depth


def parents(table: Table) -> set[str]:
    """Name the other tables that a table references."""
    return {column.references for column in table.columns if column.references} - {table.full_name}


def height_of_parents(table: Table, places: dict[str, Place]) -> float:
    """Mean height of the tables that a table references."""
    heights = [places[parent][1] for parent in parents(table) if parent in places]
    return sum(heights) / len(heights) if heights else 0.0


def row_of(table: Table, name: str | None) -> int:
    """Middle of a column's row below the top of its box."""
    names = [column.name for column in shown(table)]
    return HEADER + ROW * (names.index(name) if name in names else 0) + ROW // 2


def arrow(places: dict[str, Place], tables: dict[str, Table], table: Table, column: Column) -> str:
    """Draw one foreign key, from its column's left side to the right side of the table that it points to."""
    assert column.references is not None
    target = tables[column.references]
    x1, y1 = places[table.full_name][0], places[table.full_name][1] + row_of(table, column.name)
    x2, y2 = places[target.full_name][0] + WIDTH, places[target.full_name][1] + row_of(target, column.target)
    if target is table:  # A loop at the right side.
        x1 += WIDTH
        path = f"M{x1},{y1} C{x1 + 40},{y1} {x1 + 40},{y2} {x2 + 2},{y2}"
    else:
        path, half = f"M{x1},{y1}", GAP_X // 2
        while x1 - x2 > GAP_X:  # Tables stand between: pass through the nearest gap.
            y = gap_near(places, tables, x1 - GAP_X - WIDTH, y1)
            path += f" C{x1 - half},{y1} {x1 - half},{y} {x1 - GAP_X},{y} h-{WIDTH}"
            x1, y1 = x1 - GAP_X - WIDTH, y
        path += f" C{x1 - half},{y1} {x2 + half},{y2} {x2 + 2},{y2}"
    name = f"{table.full_name}.{column.name} to {target.full_name}"
    return f'<path class="arrow" d="{path}" marker-end="url(#head)"><title>{escape(name)}</title></path>'


def short(kind: str) -> str:
    """Name a type as SQL's short form does."""
    return escape(kind.replace("timestamp with time zone", "timestamptz"))


def gap_near(places: dict[str, Place], tables: dict[str, Table], x: int, y: int) -> int:
    """Find the gap between the boxes of a column that is nearest to a height."""
    tops = [(top, top + box_height(tables[name])) for name, (left, top) in places.items() if left == x]
    return min([MARGIN // 2, *(bottom + GAP_Y // 2 for _, bottom in tops)], key=lambda gap: abs(gap - y))


def box(table: Table, place: Place) -> str:
    """Draw one table."""
    x, y = place
    columns, height = shown(table), box_height(table)
    lines = [
        f"<g><title>{escape(table.full_name)}: {escape(table.comment)}</title>",
        f'<rect class="box" x="{x}" y="{y}" width="{WIDTH}" height="{height}" rx="4"/>',
        f'<path d="M{x},{y + HEADER} v-{HEADER - 4} q0,-4 4,-4 h{WIDTH - 8} q4,0 4,4 v{HEADER - 4} z"'
        f' style="fill: var(--{table.schema})"/>',
        f'<text class="title" x="{x + 8}" y="{y + 18}">{escape(table.full_name)}</text>',
    ]
    for index, column in enumerate(columns):
        baseline = y + HEADER + ROW * index + 13
        mark = ' class="key"' if column.name in table.primary_key else ""
        lines.append(f'<text{mark} x="{x + 8}" y="{baseline}">{escape(column.name)}</text>')
        lines.append(f'<text class="dim" x="{x + WIDTH - 8}" y="{baseline}" text-anchor="end">{short(column.type)}</text>')
    others = len(table.columns) - len(columns)
    lines.append(f'<text class="dim" x="{x + 8}" y="{y + HEADER + ROW * len(columns) + 13}">{others} more</text></g>')
    return "\n".join(lines)
