"""The messages of a search: so many, and no more once the clock ends it."""

from __future__ import annotations

from grader.checks.search_budget import SearchBudget


def test_so_many_messages_may_be_asked() -> None:
    """And those that are left are known."""
    budget = SearchBudget(3, 60.0)
    assert [budget.take() for _ in range(4)] == [True, True, True, False]
    assert budget.left == 0


def test_none_is_asked_once_the_time_is_over() -> None:
    """Nor is one counted."""
    budget = SearchBudget(3, -1.0)
    assert not budget.take()
    assert budget.left == 3
