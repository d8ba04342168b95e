"""What is done to the stack, and what must be true afterwards."""

import json
import os
import signal
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar
from urllib.request import ProxyHandler, build_opener

from include.newsdesk.errors import TransientError
from include.newsdesk.local.arrivals import compare
from include.newsdesk.local.reports import ask
from tests.chaos.fingerprint import fingerprint
from tests.compose.engine import Say
from tests.compose.stack import Stack

WORKERS = 2
ARRIVAL_SECONDS = 900.0
RECOVERY_SECONDS = 300.0
HIT_SECONDS = 300.0
# A batch whose entries have partly led to fetched pages.
MIDDLE = """
select e.batch_id, count(distinct e.entry_id) as entries, count(distinct p.page_id) as fetched
from ops.entries as e
inner join ops.batches as b on e.batch_id = b.batch_id
inner join staging.pages as p on e.batch_id = p.batch_id
where b.state = 'open'
group by e.batch_id having count(distinct p.page_id) <= count(distinct e.entry_id) - 4
order by e.batch_id desc
"""
AT_WORK = """
select r.partition_key, t.hostname
from task_instance as t inner join dag_run as r on t.dag_id = r.dag_id and t.run_id = r.run_id
where t.dag_id = 'ingest_articles' and t.task_id = 'fetch' and t.state = 'running'
  and t.last_heartbeat_at > now() - interval '5 seconds'  -- A dead worker's tasks count as running for a while.
"""
STUCK = """
select 'batch ' || batch_id || ' is open' as stuck from ops.batches where state = 'open'
union all select 'entry ' || entry_key || ' waits' from ops.entries where state = 'waiting'
union all select 'page ' || url || ' is staged' from staging.pages
union all select 'balance of ' || feed || ' is off by ' || difference from ops.balance where difference <> 0
"""
FAILED = "select dag_id, task_id, run_id from task_instance where state in ('failed', 'upstream_failed')"
# What depends on how long a run took and which batch came in first: how often feeds were asked, how entries fell into batches,
# which of two copies was loaded first, and so which articles stories grew around. Entries are held against the newsroom's plan,
# and their articles and quarantine are compared as links.
OF_THE_WAY = (
    "raw.captures", "ops.batches", "ops.feeds", "ops.polls", "ops.entries", "ops.quarantine", "ops.quality_results",
    "ops.data_docs", "ops.term_counts", "news.stories", "news.story_articles", "article to story",
)  # fmt: skip

Found = TypeVar("Found")


class Failed(Exception):
    """The stack did not do what it has to."""


def run(stack: Stack, say: Say) -> None:
    """Ingest twice, once disturbed, and compare. Raises Failed."""
    say("first run: undisturbed")
    expected = ingest(stack, say, disturb=False)
    stack.down()
    say("second run: a worker and Postgres are killed in the middle of batches")
    found = ingest(stack, say, disturb=True)
    unlike = [f"{name}: {expected[name]} became {found[name]}" for name in expected if found[name] != expected[name]]
    if unlike:
        raise Failed("\n".join(["the disturbed run ended otherwise:", *unlike]))
    say("both runs ended with the same rows: " + ", ".join(f"{name} {rows}" for name, (rows, _) in expected.items() if rows))


def ingest(stack: Stack, say: Say, disturb: bool) -> dict[str, tuple[int, str]]:
    """Bring in the first wave on empty volumes; returns the fingerprint of the end."""
    stack.up(WORKERS)
    check_doors(stack)
    if disturb:
        hit = kill_worker(stack, say)
        kill_postgres(stack, hit, say)
        say(f"all healthy {stack.wait_until_healthy(RECOVERY_SECONDS):.0f} s later")
    wait_for_arrival(stack, say)
    check_nothing_is_stuck(stack)
    rows = fingerprint(stack.database_url("news"))
    return {name: value for name, value in rows.items() if name not in OF_THE_WAY}


def check_doors(stack: Stack) -> None:
    """Ask what is published, from outside; nothing else may be."""
    for url in (f"http://{stack.ui}/api/v2/monitor/health", f"http://{stack.receiver}/health"):
        wait_for(partial(answers, url), f"an answer of {url}", RECOVERY_SECONDS)
    for service in ("postgres", "redis", "scheduler", "dag-processor", "triggerer", "worker"):
        for name, container in stack.containers(service).items():
            if any(container["NetworkSettings"]["Ports"].values()):
                raise Failed(f"{service} {name} publishes a port")


def answers(url: str) -> bool:
    """Tell whether an address answers well."""
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=20) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def kill_worker(stack: Stack, say: Say) -> int:
    """Kill the host process of a worker that has fetched part of a batch, and wait until its restart policy has it back.

    Returns the batch.
    """
    batch, host = wait_for(lambda: batch_under_way(stack), "a batch in its middle", HIT_SECONDS)
    kill(stack.containers("worker")[host])
    say(f"killed worker {host}, which had fetched {batch['fetched']} of {batch['entries']} entries of batch {batch['batch_id']}")
    wait_for(lambda: restarted(stack, "worker", 1), "the restart of the worker", RECOVERY_SECONDS)
    say(f"the worker is back, all healthy after {stack.wait_until_healthy(RECOVERY_SECONDS):.0f} s")
    return int(batch["batch_id"])


def kill_postgres(stack: Stack, hit: int, say: Say) -> None:
    """Kill the host process of Postgres while another batch than the one that was hit is in its middle."""
    batch, _ = wait_for(lambda: batch_under_way(stack, hit), "another batch in its middle", HIT_SECONDS)
    (postgres,) = stack.containers("postgres").values()
    kill(postgres)
    say(f"killed Postgres, with {batch['fetched']} of {batch['entries']} entries of batch {batch['batch_id']} fetched")
    wait_for(lambda: restarted(stack, "postgres", 1), "the restart of Postgres", RECOVERY_SECONDS)


def batch_under_way(stack: Stack, hit: int = 0) -> tuple[dict[str, Any], str] | None:
    """Return a batch, not the one that was hit, that is partly fetched and the host that is fetching it."""
    hosts = {row["partition_key"]: row["hostname"] for row in stack.query("airflow", AT_WORK)}
    for batch in stack.query("news", MIDDLE):
        if str(batch["batch_id"]) in hosts and batch["batch_id"] != hit:
            return batch, hosts[str(batch["batch_id"])]
    return None


def kill(container: dict[str, Any]) -> None:
    """Kill from the host: `docker kill` counts as the will of a person, after which no restart policy acts."""
    os.kill(container["State"]["Pid"], signal.SIGKILL)


def restarted(stack: Stack, service: str, times: int) -> bool:
    """Tell whether the engine has restarted containers of a service this often."""
    return sum(container["RestartCount"] for container in stack.containers(service).values()) >= times


def wait_for(look: Callable[[], Found | None], what: str, seconds: float) -> Found:
    """Look until something is found. Raises Failed."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.3)
    raise Failed(f"{what} was not seen in {seconds:.0f} s")


def wait_for_arrival(stack: Stack, say: Say) -> None:
    """Wait until the warehouse holds what the newsroom has published, and the marts show it. Raises Failed."""
    expected = json.loads(stack.ask_newsroom("/expected"))
    deadline, said = time.monotonic() + ARRIVAL_SECONDS, ""
    missing: tuple[str, ...] = ("nothing was seen",)
    while time.monotonic() < deadline:
        try:
            entries, marts = ask(stack.database_url("news"), "select_arrivals", "select_pending_marts")
        except TransientError:
            time.sleep(1)
            continue
        arrivals = compare(expected, entries.rows)
        missing, pending = arrivals.missing, marts.rows[0]["pending"]
        line = f"{arrivals.arrived} of {arrivals.planned} entries as planned, {pending} articles not in the marts"
        if line != said:
            say(line)
            said = line
        if not missing and not pending:
            return
        time.sleep(3)
    raise Failed("\n".join([f"not as planned after {ARRIVAL_SECONDS:.0f} s:", *missing[:20]]))


def check_nothing_is_stuck(stack: Stack) -> None:
    """Look for work that nobody does, and for tasks that gave up."""
    stuck = [row["stuck"] for row in stack.query("news", STUCK)]
    failed = ["failed: {dag_id} {task_id} {run_id}".format(**row) for row in stack.query("airflow", FAILED)]
    if stuck or failed:
        raise Failed("\n".join([*stuck, *failed]))
