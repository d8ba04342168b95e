"""Keep the warehouse in shape: partitions ahead, what is too old deleted, tables vacuumed, Airflow's old logs removed.

The database decides what may go: never a capture that an open batch or an open quarantine row needs, never an article or a
revision. Does not archive: with an archive set, captures leave by `archive_captures` alone.
"""

import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path

from psycopg2.extensions import connection as Connection

from include.newsdesk.settings import Settings, read_settings
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import execute
from include.newsdesk.warehouse.vacuum import vacuum

logger = logging.getLogger(__name__)

DAYS_AHEAD = 7
DAY_SECONDS = 86_400
LOGS = ("dag_id=*", "dag_processor")
"""What Airflow writes below its log folder; other files there are not ours."""


def maintain_warehouse(dry_run: bool = False) -> dict[str, int]:
    """Do everything once; returns what was made, deleted and vacuumed, as counts. With `dry_run` it is only counted."""
    settings = read_settings()
    with connected(settings.database_url) as connection:
        done = {"partitions_made": 0 if dry_run else make_partitions(connection), "captures": 0, "captures_kept": 0}
        done |= prune_captures(connection, settings, dry_run)
        with connection:
            history = {"keep_days": settings.history_days, "dry_run": dry_run}
            done |= execute(connection, "prune_history", history)[0] | execute(connection, "prune_terms", history)[0]
        done["vacuumed"] = vacuum_tables(connection, dry_run)
    done["log_files"] = prune_logs(log_folder(), settings.history_days, dry_run)
    verb = "would do" if dry_run else "done"
    logger.info("maintenance %s %s", verb, " ".join(f"{name}={count}" for name, count in done.items()))
    return done


def make_partitions(connection: Connection) -> int:
    """Make the partitions of the coming days."""
    with connection:
        return int(execute(connection, "make_capture_partitions", {"days_ahead": DAYS_AHEAD})[0]["made"])


def prune_captures(connection: Connection, settings: Settings, dry_run: bool) -> dict[str, int]:
    """Drop captures past their retention, where that is set and there is no archive."""
    if settings.archive_url or not settings.retention_days:
        return {}
    with connection:
        days = execute(connection, "prune_captures", {"keep_days": settings.retention_days, "dry_run": dry_run})
    for row in days:
        logger.info("%s captures day=%s dropped=%d kept=%d", "would drop" if dry_run else "dropped", row["day"], row["dropped"],
                    row["kept"])  # fmt: skip
    return {"captures": sum(row["dropped"] for row in days), "captures_kept": sum(row["kept"] for row in days)}


def vacuum_tables(connection: Connection, dry_run: bool) -> int:
    """Vacuum and analyze the tables that need it and that this role may; the others are left to autovacuum."""
    with connection:
        tables = execute(connection, "select_tables_to_vacuum")
    for table in tables:
        state = "left to autovacuum" if not table["is_allowed"] else "would be vacuumed" if dry_run else "vacuumed"
        if table["is_allowed"] and not dry_run:
            vacuum(connection, table["schema"], table["name"])
        logger.info("%s table=%s.%s dead=%d changed=%d", state, table["schema"], table["name"], table["dead"], table["changed"])
    return sum(table["is_allowed"] for table in tables)


def log_folder() -> Path | None:
    """Say where Airflow writes its logs, if this runs beside it."""
    if folder := os.environ.get("AIRFLOW__LOGGING__BASE_LOG_FOLDER"):
        return Path(folder)
    home = os.environ.get("AIRFLOW_HOME")
    return Path(home) / "logs" if home else None


def prune_logs(folder: Path | None, keep_days: int, dry_run: bool) -> int:
    """Remove logs that nobody has written to for so many days, and folders that are empty then; returns how many files."""
    if folder is None or not folder.is_dir():
        return 0
    before = time.time() - keep_days * DAY_SECONDS
    old = [path for path in log_files(folder) if path.stat().st_mtime < before]
    for path in old if not dry_run else ():
        path.unlink(missing_ok=True)
        for parent in path.relative_to(folder).parents:
            if parent == Path() or any((folder / parent).iterdir()):
                break
            (folder / parent).rmdir()
    return len(old)


def log_files(folder: Path) -> Iterator[Path]:
    """List the log files of tasks and of the DAG processor; links are not followed."""
    for pattern in LOGS:
        for top in folder.glob(pattern):
            yield from (path for path in top.rglob("*.log") if path.is_file() and not path.is_symlink())
