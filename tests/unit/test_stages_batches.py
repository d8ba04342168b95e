"""Batches keep a host together and stay near their size."""

from include.newsdesk.stages.batches import plan_batches, size_for


def test_entries_of_one_host_share_a_batch_even_when_they_come_apart() -> None:
    assert plan_batches([(1, "a"), (2, "b"), (3, "a")], size=2) == [[1, 3], [2]]


def test_small_hosts_fill_a_batch_together() -> None:
    assert plan_batches([(1, "a"), (2, "b"), (3, "c")], size=2) == [[1, 2], [3]]


def test_a_host_larger_than_a_batch_is_not_split() -> None:
    assert plan_batches([(n, "a") for n in range(5)], size=2) == [[0, 1, 2, 3, 4]]


def test_no_entries_make_no_batch() -> None:
    assert plan_batches([], size=2) == []


def test_a_backlog_makes_larger_batches_before_it_makes_more_of_them() -> None:
    assert size_for(60, least=100) == 100
    assert size_for(1_200, least=100) == 300
    assert size_for(5_000, least=100) == 1_000
