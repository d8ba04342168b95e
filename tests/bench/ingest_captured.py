"""Let the whole pipeline ingest folders of stored pages, and score what is then in the warehouse.

    python -m tests.bench.ingest_captured DIR [DIR ...] [--airflow] [--out OUT]

DIR is a folder that `serve_captured` serves; the scorer is `score.py` beside it. Without --airflow the stages are
called one after the other in this process; with it, a local installation runs its DAGs as in production. The feeds give
title and date, as real ones do: where truth has them, these two fields are easier here than from the page alone.
Does not leave anything behind but the predictions in OUT, and those only where OUT is given.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from psycopg2.extras import RealDictCursor

from include.newsdesk.cli.progress import interruptible, progress_to
from include.newsdesk.cli.tables import draw_table
from include.newsdesk.local.credentials import keep_credentials
from include.newsdesk.local.databases import prepare_databases
from include.newsdesk.local.demo import SETTINGS, STALLED_SECONDS
from include.newsdesk.local.postgres import EmbeddedPostgres
from include.newsdesk.local.stack import Stack
from include.newsdesk.stages import batches, fetch, load, marts, parse, poll, validate
from include.newsdesk.stages.catalogue import sync_feeds
from include.newsdesk.warehouse.connection import connected
from tests.bench.serve_captured import CapturedWeb, MissingFolder, page_key, read_pages

Row = dict[str, Any]
Progress = Callable[[str], None]

FOREIGN = "canonical.foreign"
"""Every page has this remark, since its canonical address is the real publisher's."""
SETTLED = ("loaded", "duplicate", "quarantined")
ENTRIES = """
select
  e.link, e.state, e.last_error, q.stage, q.reasons, q.evidence, original.url as original_url,
  a.title, a.body, a.authors, a.agencies, a.published_at, a.tags, a.section, a.language, a.warnings,
  m.url as image, m.caption, m.credit
from ops.entries e
left join ops.quarantine q on q.entry_id = e.entry_id and q.status = 'open'
left join news.articles a on a.article_id = e.article_id
left join news.articles original on original.article_id = a.duplicate_of
left join news.media m on m.article_id = a.article_id and m.position = 0 and m.kind = 'image'
"""
STATES = "select state, count(*) as entries from ops.entries group by state order by state"
SECONDS = """
select
  extract(epoch from (select max(done_at) from ops.batches) - (select min(captured_at) from raw.captures))::float
    as seconds,
  (select sum(difference)::integer from ops.balance) as difference
"""


def ask(url: str, statement: str) -> list[Row]:
    """Run one statement."""
    with connected(url, "newsdesk bench") as connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(statement)
        return [dict(row) for row in cursor.fetchall()]


def ignore_signals() -> None:
    """Let nothing disturb the cleaning up; the handlers come back at the end of `interruptible`."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)


@contextmanager
def ingested_directly(home: Path, catalogue: Path, progress: Progress) -> Iterator[str]:
    """Call the stages on the feeds of a catalogue, and give the owner's address of the database for a block."""
    postgres = EmbeddedPostgres(home / "postgres")
    try:
        postgres.start()
        urls = prepare_databases(postgres, None, keep_credentials(home / "credentials.json"))
        os.environ.update(SETTINGS, NEWSDESK_DATABASE_URL=urls.loader)
        sync_feeds(urls.loader, catalogue)
        for shard in poll.plan_shards():
            progress(f"polled {poll.poll(shard)}")
        for batch_id in batches.batch_entries():
            progress(f"loaded {load.load(validate.validate(parse.parse(fetch.fetch(batch_id))))}")
        progress(f"counted {marts.build_marts()}")
        yield urls.owner
    finally:
        ignore_signals()
        postgres.remove()


@contextmanager
def ingested_by_airflow(home: Path, catalogue: Path, pages: int, progress: Progress) -> Iterator[str]:
    """Start an installation on a catalogue, wait for its DAGs, and give the owner's address for a block."""
    stack = Stack(home / "stack", progress)
    stack.claim()
    try:
        stack.start(catalogue, SETTINGS)
        owner = stack.address().owner_url
        wait_until_settled(stack, owner, pages, progress)
        yield owner
    finally:
        ignore_signals()
        stack.stop()
        stack.remove()


def wait_until_settled(stack: Stack, owner: str, pages: int, progress: Progress) -> None:
    """Wait until every page's entry is settled, or until nothing has moved for minutes."""
    said, moved = "", time.monotonic()
    while time.monotonic() - moved < STALLED_SECONDS:
        stack.watch()
        states = {str(row["state"]): int(row["entries"]) for row in ask(owner, STATES)}
        line = ", ".join(f"{count} {state}" for state, count in states.items()) or "no entry yet"
        if line != said:
            progress(f"{pages} pages: {line}")
            said, moved = line, time.monotonic()
        if sum(states.values()) == pages and "waiting" not in states:
            return
        time.sleep(0.5)
    progress(f"nothing has moved for {STALLED_SECONDS:.0f} s")


def prediction(page_id: str, row: Row) -> Row:
    """Lay out what the warehouse holds of one page as the scorer wants it."""
    return {
        "id": page_id,
        "body": row["body"],
        "title": row["title"],
        "authors": [*row["authors"], *row["agencies"]],
        "published": row["published_at"] and row["published_at"].isoformat(),
        "tags": row["tags"],
        "section": row["section"],
        "lang": row["language"],
        "image": row["image"],
        "caption": row["caption"],
        "credit": row["credit"].split(", ") if row["credit"] else [],
    }


def by_set(web: CapturedWeb, rows: Mapping[str, Row]) -> list[Row]:
    """Count the pages of each set by what became of them."""
    counts = Counter((key.partition("/")[0], rows[key]["state"] if key in rows else "not seen") for key in web.pages)
    states = [*SETTLED, *sorted({state for _, state in counts} - {*SETTLED})]
    names = list(dict.fromkeys(key.partition("/")[0] for key in web.pages))
    served = Counter(key.partition("/")[0] for key in web.pages)
    return [{"set": name, "served": served[name], **{state: counts[name, state] for state in states}} for name in names]


def set_aside(web: CapturedWeb, rows: Mapping[str, Row]) -> list[str]:
    """List the pages that were quarantined, by reason, with what was seen instead."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for key, row in rows.items():
        if row["state"] == "quarantined":
            seen = json.dumps(row["evidence"], ensure_ascii=False)[:300]
            reason = f"{row['stage']}: {', '.join(row['reasons'])}"
            by_reason[reason].append(f"    {key}  {web.pages[key].url}\n      {seen}")
    return [line for reason, pages in sorted(by_reason.items()) for line in (f"  {reason} ({len(pages)})", *pages)]


def waiting(rows: Mapping[str, Row]) -> list[str]:
    """List the pages that could not be had yet, with the reason."""
    return [f"  {key}  {row['last_error']}" for key, row in rows.items() if row["state"] == "waiting"]


def remarks(rows: Mapping[str, Row]) -> list[str]:
    """List the pages that were loaded with a warning, by reason."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for key, row in rows.items():
        for reason in {*(row["warnings"] or ())} - {FOREIGN}:
            by_reason[reason].append(key)
    return [f"  {reason} ({len(keys)})  {' '.join(keys)}" for reason, keys in sorted(by_reason.items())]


def copies(rows: Mapping[str, Row]) -> list[str]:
    """List the pages that carry the text of another one."""
    return [f"  {key}  of {page_key(row['original_url'])}" for key, row in rows.items() if row["original_url"]]


def report(web: CapturedWeb, rows: Mapping[str, Row], whole: Row) -> str:
    """Tell in words what became of the pages."""
    seconds = whole["seconds"] or 0.0
    rate = len(web.pages) / seconds if seconds else 0.0
    parts = ["", draw_table(by_set(web, rows))]
    parts += ["Quarantined, by stage and reason:", *(set_aside(web, rows) or ["  none"])]
    parts += ["", "To be tried again:", *(waiting(rows) or ["  none"])]
    parts += ["", "Loaded with a warning:", *(remarks(rows) or ["  none"])]
    parts += ["", "Copies:", *(copies(rows) or ["  none"]), ""]
    parts += [f"{seconds:.1f} s from the first answer of a feed to the last batch loaded, {rate:.1f} pages/s; "
              f"balance off by {whole['difference']}"]  # fmt: skip
    return "\n".join(parts)


def scorer_of(folder: Path) -> Path:
    """Return the scorer beside a set. Raises MissingFolder."""
    path = folder.resolve().parent / "score.py"
    if not path.is_file():
        raise MissingFolder(f"nothing to score with: {path} is not there")
    return path


def score(folder: Path, rows: Mapping[str, Row], out: Path) -> str:
    """Write the predictions of one set to `out`/SET.jsonl and return what the scorer says."""
    name = folder.resolve().name
    found = {key.removeprefix(f"{name}/"): row for key, row in rows.items() if key.startswith(f"{name}/")}
    lines = [prediction(page_id, row) for page_id, row in found.items() if row["body"] is not None]
    predictions = out / f"{name}.jsonl"
    predictions.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    command = [sys.executable, str(scorer_of(folder)), str(folder), str(predictions), "--worst", "10"]
    return f"\n{name}\n{subprocess.run(command, check=True, capture_output=True, text=True).stdout}"


def run(folders: Sequence[Path], web: CapturedWeb, with_airflow: bool, out: Path, home: Path) -> int:
    """Ingest and report; return 0 if every page is settled, the parser crashed on none and the balance is even."""
    progress = progress_to(sys.stderr)
    catalogue = home / "feeds.yaml"
    web.write_catalogue(catalogue)
    ingest = (
        ingested_by_airflow(home, catalogue, len(web.pages), progress)
        if with_airflow
        else ingested_directly(home, catalogue, progress)
    )
    with ingest as owner:
        rows = {str(page_key(row["link"])): row for row in ask(owner, ENTRIES)}
        [whole] = ask(owner, SECONDS)
    print(report(web, rows, whole))
    for folder in folders:
        print(score(folder, rows, out))
    settled = all(key in rows and rows[key]["state"] in SETTLED for key in web.pages)
    crashed = any("parse.crashed" in (row["reasons"] or ()) for row in rows.values())
    return 0 if settled and not crashed and whole["difference"] == 0 else 1


def main() -> int:
    """Serve the pages, ingest them and stop all that was started; return 2 where a folder is missing."""
    parser = argparse.ArgumentParser(prog="ingest_captured", description="Ingest stored pages and score the warehouse.")
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR", help="holds truth.jsonl and pages/ID.html.gz")
    parser.add_argument("--airflow", action="store_true", help="run the DAGs instead of calling the stages")
    parser.add_argument("--out", type=Path, help="keep the predictions there, as SET.jsonl")
    options = parser.parse_args()
    try:
        for folder in options.folders:
            scorer_of(folder)
        web = CapturedWeb([page for folder in options.folders for page in read_pages(folder)])
    except MissingFolder as error:
        sys.stderr.write(f"ingest_captured: {error}\n")
        return 2
    home = Path(tempfile.mkdtemp(prefix="newsdesk-captured-"))
    out = options.out or home
    out.mkdir(parents=True, exist_ok=True)
    with interruptible():
        web.start()
        try:
            return run(options.folders, web, options.airflow, out, home)
        finally:
            ignore_signals()
            web.stop()
            shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
