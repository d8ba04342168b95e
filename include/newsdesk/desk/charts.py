"""Draw figures as SVG for a page. Does not read the database, and uses no colour of its own: the style sheet has them."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

WIDTH, HEIGHT, FOOT, LABEL = 720, 120, 18, 32


def hourly_bars(hours: Sequence[tuple[datetime, int]]) -> Markup:
    """Draw a bar an hour, the highest as high as the chart, with every sixth hour named below."""
    highest = max((count for _, count in hours), default=0) or 1
    step = WIDTH / max(len(hours), 1)
    parts = []
    for index, (hour, count) in enumerate(hours):
        height = count / highest * HEIGHT
        parts.append(
            Markup('<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}</title></rect>').format(
                index * step + 1, HEIGHT - height, step - 2, height, f"{hour:%Y-%m-%d %H:00} UTC: {count} articles"
            )
        )
        if hour.hour % 6 == 0:
            text = f"{hour:%H:00}" if hour.hour else f"{hour:%a %d}"
            is_last = index * step > WIDTH - LABEL
            place = (WIDTH if is_last else index * step, HEIGHT + FOOT - 4, "end" if is_last else "start", text)
            parts.append(Markup('<text x="{:.1f}" y="{}" text-anchor="{}">{}</text>').format(*place))
    total = sum(count for _, count in hours)
    label = f"{total} articles in {len(hours)} hours, at most {highest if total else 0} in one"
    return Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, HEIGHT + FOOT, label, Markup().join(parts)
    )
