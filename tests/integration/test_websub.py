"""The subscriber's side of WebSub, by the clauses of the Recommendation: a real hub, a real receiver, the real stages.

Numbers of three digits are the cases of the community's test suite; `MUST` and `SHOULD` name the clause.
"""

import re
import threading
from collections.abc import Callable, Iterator

import pytest

from include.newsdesk.stages import poll
from include.newsdesk.stages.websub import renew_subscriptions
from tests.postgres import News
from tests.receiver import Receiver, add_feed, receiver
from tests.websub_hub import Form, Hub

__all__ = ["receiver"]

ONE = "select state, outcome, detail from ops.subscriptions order by subscription_id"
LEASE = "select extract(epoch from lease_until - verified_at)::integer from ops.subscriptions"
Subscribe = Callable[[], Form]


@pytest.fixture
def hub(news: News, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setenv("NEWSDESK_ALLOW_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("NEWSDESK_ALLOW_ANY_PORT", "true")
    monkeypatch.setenv("NEWSDESK_HOST_DELAY_SECONDS", "0")
    monkeypatch.setenv("NEWSDESK_PUBLIC_URL", f"http://127.0.0.1:{receiver.port}/")
    with Hub() as running:
        running.topics["/topic"] = (200, {"Content-Type": "application/rss+xml"}, topic(running))
        yield running


@pytest.fixture
def feed(news: News, hub: Hub) -> int:
    """A feed whose last poll has found the hub."""
    feed_id = add_feed(news, url=hub.url("/topic"))
    news.query("update ops.feeds set hub_url = %s", hub.url())
    return feed_id


@pytest.fixture
def subscribed(hub: Hub, feed: int) -> Form:
    """An active subscription."""
    renew_subscriptions()
    [form] = hub.forms
    assert hub.verify(form)[0] == 200
    return form


def topic(hub: Hub, *titles: str, hub_path: str = "/hub", own: str = "/own") -> bytes:
    items = "".join(f"<item><title>{t}</title><guid>{t}</guid><link>https://harbour.example/{t}</link></item>" for t in titles)
    links = f'<a:link rel="hub" href="{hub.url(hub_path)}"/><a:link rel="self" href="{hub.url(own)}"/>'
    namespace = "http://www.w3.org/2005/Atom"
    return f'<rss version="2.0" xmlns:a="{namespace}"><channel><title>H</title>{links}{items}</channel></rss>'.encode()


def states(news: News) -> list[tuple]:
    return [row[:2] for row in news.query(ONE)]


# Subscribing


def test_5_1_must_send_a_form_with_callback_mode_and_the_topics_own_address(hub: Hub, feed: int, receiver: Receiver) -> None:
    """Also 200: a topic that reports a different rel=self."""
    assert renew_subscriptions()["requested"] == 1
    [form] = hub.forms
    assert hub.content_types == ["application/x-www-form-urlencoded"]
    assert (form["hub.mode"], form["hub.topic"], form["hub.lease_seconds"]) == ("subscribe", hub.url("/own"), "864000")
    assert re.fullmatch(rf"http://127\.0\.0\.1:{receiver.port}/websub/[\w-]{{43}}", form["hub.callback"])
    assert 32 <= len(form["hub.secret"].encode()) < 200


def test_5_1_should_give_each_subscription_a_callback_and_a_secret_of_its_own(hub: Hub, feed: int, news: News) -> None:
    hub.topics["/other"] = hub.topics["/topic"]
    add_feed(news, "Pier", hub.url("/other"))
    news.query("update ops.feeds set hub_url = %s", hub.url())
    renew_subscriptions()
    assert len({form["hub.callback"] for form in hub.forms}) == len({form["hub.secret"] for form in hub.forms}) == 2


@pytest.mark.parametrize("status", [302, 301])
def test_201_and_202_a_topic_that_has_moved_is_subscribed_where_it_is(hub: Hub, feed: int, status: int) -> None:
    hub.topics["/new"] = (200, {}, topic(hub, own="/new"))
    hub.topics["/topic"] = (status, {"Location": "/new"}, b"")
    renew_subscriptions()
    assert [form["hub.topic"] for form in hub.forms] == [hub.url("/new")]


@pytest.mark.parametrize("status", [302, 301, 307, 308])
def test_203_and_204_a_hub_that_has_moved_is_asked_where_it_is(hub: Hub, feed: int, news: News, status: int) -> None:
    hub.topics["/topic"] = (200, {}, topic(hub, hub_path=f"/moved/{status}"))
    assert renew_subscriptions() == {"requested": 1, "refused": 0, "left": 0, "ended": 0}
    [form] = hub.forms
    assert form["hub.mode"] == "subscribe"
    assert news.query("select final_hub_url from ops.subscriptions") == [(hub.url(),)]


def test_a_request_waits_for_its_hub_and_is_not_repeated(hub: Hub, feed: int) -> None:
    renew_subscriptions()
    renew_subscriptions()
    assert len(hub.forms) == 1


def test_a_hub_that_refuses_leaves_the_feed_to_polls_and_is_asked_again_later(hub: Hub, feed: int, news: News) -> None:
    hub.answer = 500
    assert renew_subscriptions()["refused"] == 1
    assert news.query(ONE) == [("ended", "refused", "status 500: why not")]
    assert renew_subscriptions()["refused"] == 0
    news.query("update ops.subscriptions set ended_at = now() - interval '1 hour'")
    assert renew_subscriptions()["refused"] == 1
    assert news.query("select failures from ops.subscriptions order by 1") == [(0,), (1,)]


def test_of_several_hubs_each_has_its_turn(hub: Hub, feed: int, news: News) -> None:
    links = f'<{hub.url("/nothing-here")}>; rel="hub", <{hub.url()}>; rel="hub"'
    hub.topics["/topic"] = (200, {"Link": links}, topic(hub))
    news.query(
        "insert into ops.subscriptions (feed_id, topic_url, hub_url, token, callback_url, secret, state, ended_at, outcome)"
        " values (%s, 't', %s, repeat('t', 40), 'c', repeat('s', 40), 'ended', now() - interval '1 day', 'silent')",
        feed,
        hub.url("/nothing-here"),
    )
    renew_subscriptions()
    assert news.query("select hub_url from ops.subscriptions order by subscription_id desc limit 1") == [(hub.url(),)]


def test_a_secret_never_goes_over_plain_http_into_the_open_web(
    hub: Hub, feed: int, news: News, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.topics["/topic"] = (200, {"Link": '<http://10.0.0.1/hub>; rel="hub"'}, topic(hub))
    renew_subscriptions()
    assert hub.forms == []
    assert news.query("select outcome, detail ~ '^(address|scheme).denied' from ops.subscriptions") == [("refused", True)]


def test_without_a_public_address_nothing_is_asked_for(hub: Hub, feed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_PUBLIC_URL", "")
    renew_subscriptions()
    assert hub.forms == []


def test_a_poll_finds_the_hub(hub: Hub, news: News) -> None:
    add_feed(news, url=hub.url("/topic"))
    hub.topics["/topic"] = (200, {}, topic(hub, "one"))
    poll.plan_shards(force=True)
    poll.poll({"shard": 0, "shards": 1})
    assert news.query("select hub_url from ops.feeds") == [(hub.url(),)]


# Verification of intent


def test_5_3_must_echo_the_challenge_of_a_pending_request_in_a_safe_media_type(hub: Hub, feed: int, news: News) -> None:
    renew_subscriptions()
    status, body, headers = hub.verify(hub.forms[0])
    assert (status, body) == (200, "challenge<b>&\u00e9")
    assert headers["content-type"].startswith("text/plain")
    assert headers["x-content-type-options"] == "nosniff"
    assert states(news) == [("active", None)]
    assert news.query(LEASE) == [(864_000,)]


def test_a_hub_may_ask_back_before_it_answers_the_request(hub: Hub, feed: int, news: News) -> None:
    asked: list[int] = []
    hub.on_request = lambda form: asked.append(hub.verify(form)[0])
    renew_subscriptions()
    assert asked == [200]
    assert states(news) == [("active", None)]


def test_205_and_5_3_must_answer_404_to_what_was_not_asked_for(hub: Hub, feed: int, news: News) -> None:
    renew_subscriptions()
    [form] = hub.forms
    wrong = ({"topic": hub.url("/another")}, {"mode": "unsubscribe"}, {"challenge": ""}, {"challenge": "x" * 1025}, {"mode": "x"})
    assert [hub.verify(form, **changes)[0] for changes in wrong] == [404] * 5
    assert hub.verify(form | {"hub.callback": form["hub.callback"] + "x"})[0] == 404
    assert states(news) == [("requested", None)]


def test_a_second_question_neither_lengthens_the_lease_nor_ends_the_subscription(subscribed: Form, hub: Hub, news: News) -> None:
    assert hub.verify(subscribed, lease_seconds="2592000")[0] == 404
    assert hub.verify(subscribed, mode="unsubscribe")[0] == 404
    assert states(news) == [("active", None)]
    assert news.query(LEASE) == [(864_000,)]


def test_several_hubs_asking_at_once_are_all_answered(hub: Hub, feed: int, news: News) -> None:
    renew_subscriptions()
    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.append(hub.verify(hub.forms[0])[0])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200] + [404] * 7


# Denial


@pytest.mark.parametrize("is_active", [False, True])
def test_5_2_should_take_a_denial_for_good(hub: Hub, feed: int, news: News, is_active: bool) -> None:
    renew_subscriptions()
    [form] = hub.forms
    if is_active:
        hub.verify(form)
        news.query("update ops.feeds set pushed_at = now(), interval_seconds = 900")
    assert hub.deny(form | {"hub.topic": "https://other.example/"}, "x") == 404
    assert hub.deny(form, "not\r\nyou\x00") == 200
    assert news.query(ONE) == [("ended", "denied", "not you")]
    renew_subscriptions()
    assert len(hub.forms) == 1
    assert news.query("select pushed_at is null and next_poll_at <= now() + interval '900 s' from ops.feeds") == [
        (is_active or False,)
    ]


# Renewal and its end


def test_5_3_must_ask_again_before_the_lease_is_over_with_a_new_callback_and_secret(
    subscribed: Form, hub: Hub, news: News
) -> None:
    news.query("update ops.subscriptions set verified_at = now() - interval '6 days', lease_until = now() + interval '4 days'")
    renew_subscriptions()
    old, new = hub.forms
    assert {old[name] != new[name] for name in ("hub.callback", "hub.secret")} == {True}
    assert states(news) == [("active", None), ("requested", None)]
    assert hub.push(old, topic(hub, "one")) == 202  # Without interruption.
    hub.verify(new)
    renew_subscriptions()  # The old one is given up now.
    assert hub.forms[2] | {"hub.mode": "unsubscribe"} == {name: old[name] for name in ("hub.callback", "hub.topic")} | {
        "hub.mode": "unsubscribe"
    }
    assert hub.verify(hub.forms[2])[:2] == (200, "challenge<b>&\u00e9")
    assert states(news) == [("ended", "replaced"), ("active", None)]
    assert hub.push(new, topic(hub, "two")) == 202


def test_5_1_may_unsubscribe_a_feed_that_is_not_polled_any_more(subscribed: Form, hub: Hub, news: News) -> None:
    news.query("update ops.feeds set state = 'paused'")
    assert renew_subscriptions()["left"] == 1
    request = hub.forms[1]
    assert (request["hub.mode"], request["hub.callback"]) == ("unsubscribe", subscribed["hub.callback"])
    assert "hub.secret" not in request
    assert hub.verify(request, topic="https://other.example/")[0] == 404
    assert hub.verify(request, lease_seconds="not read")[0] == 200
    assert states(news) == [("ended", "unsubscribed")]


def test_a_silent_hub_leaves_the_feed_to_polls_and_is_asked_again_later(hub: Hub, feed: int, news: News) -> None:
    renew_subscriptions()
    news.query("update ops.subscriptions set requested_at = now() - interval '1 hour'")
    assert renew_subscriptions() == {"requested": 0, "refused": 0, "left": 0, "ended": 1}
    assert states(news) == [("ended", "silent")]
    assert hub.verify(hub.forms[0])[0] == 404
    news.query("update ops.subscriptions set ended_at = now() - interval '1 hour'")
    assert renew_subscriptions()["requested"] == 1


def test_a_lease_that_ran_out_is_over_and_asked_for_again(subscribed: Form, hub: Hub, news: News) -> None:
    news.query("update ops.subscriptions set verified_at = now() - interval '2 days', lease_until = now()")
    news.query("update ops.feeds set pushed_at = now()")
    assert renew_subscriptions() == {"requested": 1, "refused": 0, "left": 0, "ended": 1}
    assert news.query("select pushed_at from ops.feeds") == [(None,)]


def test_6_1_a_topic_that_moved_to_another_hub_is_renewed_there(subscribed: Form, hub: Hub, news: News) -> None:
    hub.topics["/new"] = (200, {}, topic(hub, own="/new", hub_path="/moved/307"))
    hub.topics["/topic"] = (301, {"Location": "/new"}, b"")
    news.query("update ops.subscriptions set verified_at = now() - interval '6 days', lease_until = now() + interval '4 days'")
    renew_subscriptions()
    assert hub.forms[1]["hub.topic"] == hub.url("/new")


# Content distribution


def test_300_and_7_must_acknowledge_a_push_with_2xx(subscribed: Form, hub: Hub, news: News) -> None:
    assert hub.push(subscribed, topic(hub, "one")) == 202
    poll.plan_shards()
    assert news.query("select title, state from ops.entries") == [("one", "waiting")]


def test_301_and_7_1_must_ignore_a_push_whose_signature_does_not_match(subscribed: Form, hub: Hub, news: News) -> None:
    assert hub.push(subscribed | {"hub.secret": "another"}, topic(hub, "one")) == 404
    assert news.query("select count(*) from ops.inbox") == [(0,)]


def test_302_a_push_without_a_signature_is_rejected(subscribed: Form, hub: Hub, news: News) -> None:
    assert hub.push(subscribed, topic(hub, "one"), **{"X-Hub-Signature": ""}) == 404
    assert news.query("select count(*) from ops.inbox") == [(0,)]


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha384", "sha512"])
def test_7_1_should_check_the_signature_by_the_method_that_the_hub_names(subscribed: Form, hub: Hub, algorithm: str) -> None:
    assert hub.push(subscribed, topic(hub, "one"), algorithm) == 202


def test_7_must_not_tell_the_subscription_by_the_link_headers(subscribed: Form, hub: Hub, news: News) -> None:
    links = '<https://other.example/hub>; rel="hub", <https://other.example/feed>; rel="self"'
    assert hub.push(subscribed, topic(hub, "one"), Link=links) == 202
    poll.plan_shards()
    assert news.query("select f.name from ops.entries as e join ops.feeds as f using (feed_id)") == [("Harbour",)]


def test_7_a_hub_may_leave_out_what_it_has_pushed_before(subscribed: Form, hub: Hub, news: News) -> None:
    for title in ("one", "two"):
        assert hub.push(subscribed, topic(hub, title)) == 202
        poll.plan_shards()
    assert news.query("select title, state from ops.entries order by 1") == [("one", "waiting"), ("two", "waiting")]


# Polls beside pushes


def test_a_feed_that_is_pushed_is_polled_only_now_and_then_until_a_poll_finds_what_no_push_had_brought(
    subscribed: Form, hub: Hub, news: News
) -> None:
    def poll_once(*titles: str) -> tuple:
        hub.topics["/topic"] = (200, {}, topic(hub, *titles))
        news.query("update ops.feeds set next_poll_at = now()")
        poll.plan_shards()
        poll.poll({"shard": 0, "shards": 1})
        [found] = news.query("select pushed_at is not null, next_poll_at > now() + interval '5 hours' from ops.feeds")
        return found

    assert poll_once("one") == (False, False)
    hub.push(subscribed, topic(hub, "two"))
    assert poll_once("one", "two") == (True, True)
    assert poll_once("one", "two", "three") == (False, False)  # The hub has kept quiet about this one.
