"""Alerts: told once when something begins and once when it is over, to a webhook that may be away."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import psycopg2
import pytest

from include.newsdesk.stages import alerts, checks
from include.newsdesk.stages.validate import validate
from include.newsdesk.warehouse.statements import execute
from include.newsdesk.web.webhook import WebhookAddress, WebhookFailed, post_json
from tests.postgres import News
from tests.staged_pages import article, stage

FINDING = {
    "check_name": "books.balance", "subject": "The Ledger", "severity": "critical", "detail": "2 lost", "look_at": "ops.balance"
}  # fmt: skip


class Webhook(ThreadingHTTPServer):
    """A local receiver that keeps what it is told."""

    def __init__(self) -> None:
        self.status = 204
        self.told: list[dict[str, object]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # noqa: N802 - the name is given
                outer.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(outer.status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/secret-path"


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Webhook]:
    server = Webhook()
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("NEWSDESK_ALERT_WEBHOOK", server.url)
    yield server
    server.shutdown()
    server.server_close()


def update(news: News, *findings: dict[str, str]) -> None:
    connection = psycopg2.connect(news.loader_url)
    try:
        with connection:
            alerts.update_alerts(connection, findings)
    finally:
        connection.close()


def test_an_event_is_told_once_when_it_begins_and_once_when_it_is_over(news: News, webhook: Webhook) -> None:
    for _ in range(3):
        update(news, FINDING)
        alerts.send_alerts()
    assert [one["event"] for one in webhook.told] == ["opened"]
    assert webhook.told[0]["text"] == "Critical: books.balance (The Ledger): 2 lost. Look at ops.balance."
    for _ in range(3):
        update(news)
        alerts.send_alerts()
    assert [one["event"] for one in webhook.told] == ["opened", "closed"]
    assert webhook.told[1]["text"] == "Over: books.balance (The Ledger). Look at ops.balance."
    update(news, FINDING)
    assert alerts.send_alerts() == {"sent": 1}


def test_a_webhook_that_refuses_is_told_again_until_it_takes_it(news: News, webhook: Webhook) -> None:
    update(news, FINDING)
    for webhook.status in (500, 302):
        with pytest.raises(WebhookFailed, match=f"status {webhook.status}") as failed:
            alerts.send_alerts()
        assert "secret" not in str(failed.value)
    webhook.status = 200
    assert alerts.send_alerts() == {"sent": 1}
    assert alerts.send_alerts() == {"sent": 0}


def test_what_began_and_ended_unseen_is_not_told(news: News, webhook: Webhook) -> None:
    update(news, FINDING)
    update(news)
    assert alerts.send_alerts() == {"sent": 0}
    assert news.query("select count(*) from ops.alerts where closed_at is not null") == [(1,)]


def test_two_senders_at_once_tell_each_event_once(news: News, webhook: Webhook) -> None:
    update(news, *[FINDING | {"subject": f"feed {number}"} for number in range(20)])
    senders = [Thread(target=alerts.send_alerts) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    alerts.send_alerts()
    assert sorted(str(one["subject"]) for one in webhook.told) == sorted(f"feed {number}" for number in range(20))


def test_without_a_webhook_the_table_alone_tells(news: News) -> None:
    update(news, FINDING)
    assert alerts.send_alerts() == {"sent": 0}
    assert news.query("select check_name, sent_at from ops.alerts") == [("books.balance", None)]


def test_a_drifting_publisher_is_an_event_that_ends_with_a_batch_as_before(news: News, webhook: Webhook) -> None:
    validate(stage(news, [article(n) for n in range(25)]))
    validate(stage(news, [article(n, authors=[]) for n in range(30, 42)]))
    validate(stage(news, [article(50)]))  # One article alone says nothing.
    checks.check_warehouse()
    alerts.send_alerts()
    [drift] = (one for one in webhook.told if one["check_name"] == "publisher.profile")
    assert (drift["event"], drift["subject"], drift["look_at"]) == ("opened", "The Ledger", "marts.drift")
    validate(stage(news, [article(n) for n in range(60, 66)]))
    checks.check_warehouse()
    alerts.send_alerts()
    assert [one["event"] for one in webhook.told if one["check_name"] == "publisher.profile"] == ["opened", "closed"]


def test_a_failed_task_is_told_and_ends_an_hour_after_its_last_failure(news: News, webhook: Webhook) -> None:
    for _ in range(2):
        alerts.report_failure("ingest_articles.load", "run x: the database is away")
    assert [one["subject"] for one in webhook.told] == ["ingest_articles.load"]
    update(news)
    assert news.query("select count(*) from ops.alerts where closed_at is null") == [(1,)]
    news.query("update ops.alerts set last_at = now() - interval '2 hours'")
    update(news)
    alerts.send_alerts()
    assert [one["event"] for one in webhook.told] == ["opened", "closed"]


def test_a_webhook_must_be_an_address(news: News) -> None:
    for wrong in ("ftp://host/x", "hooks.example", "http://"):
        with pytest.raises(WebhookAddress):
            post_json(wrong, {})


def test_a_webhook_that_is_away_can_be_tried_again() -> None:
    with pytest.raises(WebhookFailed, match="127.0.0.1"):
        post_json("http://127.0.0.1:9/x", {})


def test_only_one_alert_of_a_kind_is_open(news: News) -> None:
    update(news, FINDING, FINDING)
    connection = psycopg2.connect(news.loader_url)
    try:
        with connection:
            assert len(execute(connection, "open_alerts", {"rows": json.dumps([FINDING])})) == 1
    finally:
        connection.close()
    assert news.query("select count(*) from ops.alerts") == [(1,)]
