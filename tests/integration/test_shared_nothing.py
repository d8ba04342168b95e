"""Workers share Postgres and nothing else: each stage runs on another machine than the one before, which is gone by then."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from include.newsdesk.local.arrivals import compare
from include.newsdesk.local.newsroom.newsroom import Newsroom
from include.newsdesk.local.reports import ask
from include.newsdesk.stages.catalogue import sync_feeds
from tests.postgres import News

ROOT = Path(__file__).parents[2]
POLL = "from include.newsdesk.stages import poll\nfor shard in poll.plan_shards(): poll.poll(shard)"
BATCH = "from include.newsdesk.stages import batches; batches.batch_entries()"
STEPS = [
    "from include.newsdesk.stages import fetch; fetch.fetch('{batch_id}')",
    "from include.newsdesk.stages import parse; parse.parse({{'batch_id': {batch_id}}})",
    "from include.newsdesk.stages import validate; validate.validate({{'batch_id': {batch_id}}})",
    "from include.newsdesk.stages import load; load.load({{'batch_id': {batch_id}}})",
]
MARTS = "from include.newsdesk.stages import marts; marts.build_marts()"
SETTINGS = {
    "NEWSDESK_ALLOW_NETWORKS": "127.0.0.0/8", "NEWSDESK_ALLOW_ANY_PORT": "true", "NEWSDESK_HOST_DELAY_SECONDS": "0",
    "NEWSDESK_PARSE_PROCESSES": "1", "PYTHONWARNINGS": "ignore",
}  # fmt: skip


def on_a_machine_of_its_own(code: str, machine: Path, database_url: str) -> list[str]:
    """Run code with an empty home, temporary folder and working folder; returns what it left there, which is gone then."""
    folders = {name: machine / name for name in ("home", "tmp", "cwd")}
    for folder in folders.values():
        folder.mkdir(parents=True)
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(folders["home"]), "TMPDIR": str(folders["tmp"]), "NEWSDESK_DATABASE_URL": database_url, **SETTINGS,
    }  # fmt: skip
    ran = subprocess.run([sys.executable, "-c", code], cwd=folders["cwd"], env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, f"{code}\n{ran.stderr[-3000:]}"
    left = [str(path.relative_to(machine)) for path in machine.rglob("*") if path.is_file()]
    shutil.rmtree(machine)
    return left


def test_every_stage_may_run_on_another_machine_than_the_one_before(news: News, tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "newsroom", size=24)
    room.start()
    left = []
    try:
        (tmp_path / "feeds.yaml").write_text(room.feeds_yaml(), encoding="utf-8")
        sync_feeds(news.loader_url, tmp_path / "feeds.yaml")
        left += on_a_machine_of_its_own(POLL, tmp_path / "a", news.loader_url)
        news.query("update ops.feeds set next_poll_at = now()")  # The newsroom breaks one feed off at its first showing.
        left += on_a_machine_of_its_own(POLL, tmp_path / "b", news.loader_url)
        left += on_a_machine_of_its_own(BATCH, tmp_path / "c", news.loader_url)
        rows = news.query("select batch_id from ops.batches where state = 'open'")
        assert rows
        for step, machine in zip(STEPS, "defg", strict=True):
            code = "\n".join(step.format(batch_id=batch_id) for (batch_id,) in rows)
            left += on_a_machine_of_its_own(code, tmp_path / machine, news.loader_url)
        left += on_a_machine_of_its_own(MARTS, tmp_path / "h", news.loader_url)
        expected = room.expected()
    finally:
        room.stop()
    entries, pending = ask(news.owner_url, "select_arrivals", "select_pending_marts")
    arrivals = compare([vars(one) for one in expected], entries.rows)
    assert arrivals.missing == ()
    assert arrivals.planned > 24
    assert pending.rows == [{"pending": 0}]
    assert left == []
