"""Child processes: what a document may cost, and that its neighbours don't pay."""

import sys

import pytest

from include.newsdesk.stages.child import Done, ParserPool, ParserUnusable, SetAside
from tests.parse_targets import Parsed


def calls(*texts: str) -> list[dict[str, str]]:
    return [{"text": text} for text in texts]


def pool(target: str = "parse", *, workers: int = 1, seconds: float = 10, memory_mib: int = 64) -> ParserPool:
    return ParserPool(f"tests.parse_targets:{target}", workers=workers, seconds=seconds, memory_mib=memory_mib)


def test_dataclasses_come_back_in_order_from_several_children() -> None:
    texts = [str(number) for number in range(50)]
    with pool(workers=2) as parsers:
        assert list(parsers.map(calls(*texts))) == [Done(Parsed(text)) for text in texts]


def test_a_document_that_takes_too_long_is_set_aside_and_its_neighbours_are_parsed() -> None:
    with pool(seconds=0.4) as parsers:
        outcomes = list(parsers.map(calls("a", "wait", "b", "wait", "c")))
    timeout = SetAside("parse.timeout", "more than 2.4 s")
    assert outcomes == [Done(Parsed("a")), timeout, Done(Parsed("b")), timeout, Done(Parsed("c"))]


def test_a_document_that_takes_too_much_cpu_is_set_aside_and_its_neighbours_are_parsed() -> None:
    with pool(seconds=1) as parsers:
        outcomes = list(parsers.map(calls("a", "hang", "b")))
    assert outcomes[0] == Done(Parsed("a"))
    assert isinstance(outcomes[1], SetAside)
    assert outcomes[1].reason == "parse.timeout"
    assert outcomes[2] == Done(Parsed("b"))


def test_few_calls_start_one_child_only() -> None:
    with pool("own_process", workers=4) as parsers:
        assert len({outcome.value for outcome in parsers.map([{}] * 16) if isinstance(outcome, Done)}) == 1


def test_a_document_that_needs_too_much_memory_is_set_aside_and_its_neighbours_are_parsed() -> None:
    with pool() as parsers:
        outcomes = list(parsers.map(calls("a", "hoard", "b")))
    assert outcomes == [Done(Parsed("a")), SetAside("parse.memory", "out of memory"), Done(Parsed("b"))]


def test_a_document_that_kills_the_parser_is_set_aside_and_its_neighbours_are_parsed() -> None:
    with pool() as parsers:
        outcomes = list(parsers.map(calls("a", "die", "b")))
    assert outcomes == [Done(Parsed("a")), SetAside("parse.crashed", "exit status -6"), Done(Parsed("b"))]


def test_a_rejection_keeps_its_reason_and_a_bug_is_set_aside_as_a_crash() -> None:
    with pool() as parsers:
        rejected, broken, fine = parsers.map(calls("reject", "bug", "a"))
    assert rejected == SetAside("page.not_html", "The document is not a page (https://site.example/): a picture")
    assert broken == SetAside("parse.crashed", "ZeroDivisionError('broken rule')")
    assert fine == Done(Parsed("a"))


def test_what_the_parser_prints_does_not_disturb_its_answers() -> None:
    with pool() as parsers:
        assert list(parsers.map(calls("print", "a"))) == [Done(Parsed("print")), Done(Parsed("a"))]


def test_children_stay_warm_between_calls_and_limit_themselves_and_see_no_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NEWSDESK_DATABASE_URL", "postgresql://user:secret@db.example/news")
    with pool("tell_limits", seconds=7) as parsers:
        (first,) = parsers.map([{}])
        (second,) = parsers.map([{}])
    assert isinstance(first, Done)
    memory, cpu, secrets = first.value
    assert first == second
    assert 64 * 2**20 < memory < 1024 * 2**20
    assert 7 <= cpu <= 12
    assert secrets == []


@pytest.mark.skipif(sys.platform != "linux", reason="the address space is measured on Linux only")
@pytest.mark.parametrize(("megabytes", "is_enough"), [(40, True), (65, False)])
def test_the_memory_limit_counts_from_what_the_imports_took(megabytes: int, is_enough: bool) -> None:
    with pool("grow") as parsers:
        (outcome,) = parsers.map([{"megabytes": megabytes}])
    assert isinstance(outcome, Done) is is_enough


def test_no_documents_start_no_child() -> None:
    with ParserPool("no.such.module:parse") as parsers:
        assert list(parsers.map([])) == []


def test_a_target_that_does_not_exist_is_a_permanent_error() -> None:
    with ParserPool("no.such.module:parse") as parsers, pytest.raises(ParserUnusable, match="no.such.module"):
        list(parsers.map([{}]))
