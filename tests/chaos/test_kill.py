"""`kill -9` before and after every statement of the stages; then the stage runs again, and nothing is lost or doubled.

The points of all stages are counted on the wire. A quick run takes some of them, evenly spread; NEWSDESK_KILL_POINTS=all
takes every one.
"""

import itertools
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass

import psutil
import psycopg2
import pytest
from psycopg2 import sql

from include.newsdesk.local.newsroom.newsroom import Newsroom
from include.newsdesk.local.postgres import EmbeddedPostgres
from include.newsdesk.stages.catalogue import sync_feeds
from tests.chaos import victim
from tests.chaos.fingerprint import fingerprint
from tests.chaos.wire import Side, Wire
from tests.postgres import admin

ROUNDS = ("new", "corrected")
POINTS_PER_STAGE = 4
# The leases of a killed task run out by themselves; nobody waits ten minutes for that here.
TIME_PASSES = """
update ops.feeds set lease_until = now() where lease_until > now();
update ops.hosts set lease_until = now(), next_request_at = now() where lease_until > now() or next_request_at > now();
"""
FORKS = multiprocessing.get_context("forkserver")
NUMBERS = itertools.count(1)


@dataclass
class World:
    """A server, a newsroom that has published one round, and a database before and after each stage of that round."""

    postgres: EmbeddedPostgres
    environment: dict[str, str]
    stages: dict[str, tuple[str, str, str]]  # Stage to database before, database after, open batches.

    def copy(self, database: str) -> str:
        name = f"kill_{next(NUMBERS)}"
        with admin(self.postgres) as cursor:
            cursor.execute(sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(database)))
        return name

    def drop(self, database: str) -> None:
        with admin(self.postgres) as cursor:
            cursor.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(database)))

    def query(self, database: str, text: str) -> list[tuple]:
        connection = psycopg2.connect(self.postgres.url(database))
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(text)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def run(self, database: str, stage: str, open_batches: str, cut_at: int = 0, side: Side = "before") -> list[str]:
        """Run a stage in a process of its own, perhaps to its death; returns the statements that it sent."""
        wire = Wire(self.postgres.port, cut_at, side, lambda: process.kill())
        url = self.postgres.url(database, "newsdesk_loader", "loader-secret").replace(f":{self.postgres.port}/", f":{wire.port}/")
        environment = self.environment | {"NEWSDESK_DATABASE_URL": url, "BATCHES": open_batches}
        process = FORKS.Process(target=victim.run_stage, args=(stage, environment))
        process.start()
        process.join(120)
        wire.close()
        assert process.exitcode == (-9 if cut_at else 0), f"{stage} ended with {process.exitcode}"
        process.close()
        self.wait_until_alone(database)
        return wire.statements

    def undisturbed(self, start: str) -> str:
        """Run all stages from a database on, keep it as it is before and after each, and return the last one."""
        before = start
        for stage in victim.STAGES:
            self.wait_until_alone(before)
            after = self.copy(before)
            rows = self.query(after, "select batch_id from ops.batches where state = 'open'")
            open_batches = " ".join(str(batch_id) for (batch_id,) in rows)
            self.run(after, stage, open_batches)
            self.stages[stage] = (before, after, open_batches)
            before = after
        return before

    def wait_until_alone(self, database: str) -> None:
        """Wait until the server has noticed that the clients of a database are gone."""
        with admin(self.postgres) as cursor:
            for _ in range(3000):
                cursor.execute("select count(*) from pg_stat_activity where datname = %s", (database,))
                if cursor.fetchone() == (0,):
                    return
                time.sleep(0.01)
        raise AssertionError(f"{database} is still in use")


@pytest.fixture(scope="module", params=ROUNDS)
def world(
    request: pytest.FixtureRequest, postgres: EmbeddedPostgres, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    FORKS.set_forkserver_preload(["tests.chaos.victim"])
    environment = {
        "NEWSDESK_ALLOW_NETWORKS": "127.0.0.0/8", "NEWSDESK_ALLOW_ANY_PORT": "true", "NEWSDESK_HOST_DELAY_SECONDS": "0",
        "NEWSDESK_PARSE_PROCESSES": "1", "PYTHONWARNINGS": "ignore",
    }  # fmt: skip
    directory = tmp_path_factory.mktemp("world")
    room = Newsroom(directory / "newsroom", size=24)
    room.start()
    catalogue = directory / "feeds.yaml"
    catalogue.write_text(room.feeds_yaml(), encoding="utf-8")
    world = World(postgres, environment, {})
    rehearsal = world.copy(template)  # The newsroom breaks one feed off at its first showing: that is over now.
    sync_feeds(postgres.url(rehearsal), catalogue)
    world.run(rehearsal, "poll", "")
    start = world.copy(template)
    sync_feeds(postgres.url(start), catalogue)
    end = world.undisturbed(start)
    if request.param == "corrected":
        room.publish_corrections()
        world.query(end, "update ops.feeds set next_poll_at = now()")
        end = world.undisturbed(end)
    yield world
    room.stop()
    for database in {rehearsal, start, end, *(name for pair in world.stages.values() for name in pair[:2])}:
        world.drop(database)


def kill_points(world: World, stage: str, before: str, open_batches: str) -> list[tuple[int, Side]]:
    """List the points of a stage: all of them, or some in even distances, the first and the last among them."""
    database = world.copy(before)
    count = len(world.run(database, stage, open_batches))
    world.drop(database)
    points: list[tuple[int, Side]] = [(n, side) for n in range(1, count + 1) for side in ("before", "after")]
    if os.environ.get("NEWSDESK_KILL_POINTS") == "all":
        return points
    return [points[round(i * (len(points) - 1) / (POINTS_PER_STAGE - 1))] for i in range(POINTS_PER_STAGE)]


@pytest.mark.parametrize("stage", victim.STAGES)
def test_a_stage_that_is_killed_at_any_statement_and_run_again_does_its_work_once(world: World, stage: str) -> None:
    before, after, open_batches = world.stages[stage]
    expected = fingerprint(world.postgres.url(after))
    points = kill_points(world, stage, before, open_batches)
    for number, side in points:
        database = world.copy(before)
        statements = world.run(database, stage, open_batches, number, side)
        world.query(database, TIME_PASSES)
        world.run(database, stage, open_batches)
        found = fingerprint(world.postgres.url(database))
        unlike = {table: (expected[table], found[table]) for table in expected if found[table] != expected[table]}
        assert not unlike, f"{side} statement {number} of {stage}: {statements[-1]}"
        world.drop(database)


def crash(postgres: EmbeddedPostgres) -> None:
    """Stop the server as `pg_ctl stop -m immediate` does, without a checkpoint, and start it again."""
    server = psutil.Process(postgres.pid)
    server.send_signal(signal.SIGQUIT)
    server.wait(30)
    postgres.stop()
    postgres.start()


def test_postgres_that_is_stopped_at_once_between_any_two_stages_loses_nothing(world: World) -> None:
    _, polled, _ = world.stages["poll"]
    _, after, _ = world.stages["marts"]
    database = world.copy(polled)  # Which feed is polled first decides which article is the original: that is settled here.
    for stage in list(victim.STAGES)[1:]:
        crash(world.postgres)
        rows = world.query(database, "select batch_id from ops.batches where state = 'open'")
        world.run(database, stage, " ".join(str(batch_id) for (batch_id,) in rows))
    assert fingerprint(world.postgres.url(database)) == fingerprint(world.postgres.url(after))
    world.drop(database)
