"""Answers made ready ahead of the marker: which ones, in which order, and that nothing of it is ever seen to fail."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from grader.marking import ahead
from grader.marking.ahead import AHEAD, AheadRenderer, next_numbers
from grader.marking.queue import AnswerState, QueuedAnswer
from grader.store.marking import FIRST
from tests.marking.small_site import ITEM

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.marking.small_site import SmallSite

UNMARKED, MARKED, DRAFT = AnswerState.UNMARKED, AnswerState.MARKED, AnswerState.DRAFT


@pytest.mark.parametrize(
    ("states", "number", "expected"),
    [
        pytest.param([UNMARKED] * 4, 2, [3, 4, 1], id="those-after-it-then-from-the-beginning"),
        pytest.param([UNMARKED, MARKED, DRAFT, AnswerState.CHECK], 1, [3], id="only-open-ones"),
        pytest.param([AnswerState.LOOK_AGAIN, UNMARKED], 2, [1], id="never-itself"),
        pytest.param([MARKED] * 3, 1, [], id="nothing-left"),
        pytest.param([UNMARKED] * 40, 35, [36, 37, 38, 39, 40, 1, 2, 3, 4, 5], id="not-more-than-some"),
    ],
)
def test_the_next_open_answers_are_made_ready(states: list[AnswerState], number: int, expected: list[int]) -> None:
    """In the order of the key for the next one."""
    queue = [QueuedAnswer(index, f"s{index}", state) for index, state in enumerate(states, 1)]
    assert next_numbers(queue, number) == expected
    assert len(expected) <= AHEAD


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[int]]:
    """Return what waits until so many answers were made ready, and returns their numbers in order."""
    numbers: list[int] = []
    more = threading.Condition()

    def show(answer: Any, headings: Any) -> None:
        assert headings == ["Proof"]
        with more:
            numbers.append(answer.number)
            more.notify_all()

    def wait(count: int) -> list[int]:
        with more:
            assert more.wait_for(lambda: len(numbers) >= count, 60)
            return list(numbers)

    monkeypatch.setattr(ahead, "show_answer", show)
    monkeypatch.setattr(ahead, "SHARE", 0)
    return wait


@pytest.mark.parametrize("ahead_of_time", ["", "?part&ahead"], ids=["looked-at", "fetched-ahead"])
def test_a_page_makes_the_next_ones_ready(
    site: SmallSite, shown: Callable[[int], list[int]], ahead_of_time: str
) -> None:
    """Also one that the browser has fetched ahead: it asks for no other page when that one is shown."""
    assert site.client().get(f"/q/{ITEM}/2{ahead_of_time}").status_code == 200
    assert shown(3) == [3, 4, 1]


def test_who_has_gone_on_is_followed(site: SmallSite, shown: Callable[[int], list[int]]) -> None:
    """What was begun for the page before ends."""
    renderer = AheadRenderer(site.service)
    release = threading.Event()
    site.service._thread.submit(release.wait, 60)
    renderer.follow(ITEM, 1, "m", FIRST)
    renderer.follow(ITEM, 3, "m", FIRST)
    release.set()
    assert shown(3)[-3:] == [4, 1, 2]


def test_what_fails_is_seen_by_nobody(
    site: SmallSite, shown: Callable[[int], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks for the page is told; the next ones are made ready all the same."""
    renderer = AheadRenderer(site.service)
    with monkeypatch.context() as broken:
        broken.setattr(ahead, "answer_view", None)
        renderer.follow(ITEM, 1, "m", FIRST)
        renderer._thread.submit(int).result(60)
    renderer.follow(ITEM, 1, "m", FIRST)
    assert shown(3) == [2, 3, 4]


def test_a_site_that_closes_waits_for_nothing(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the pause would be."""
    monkeypatch.setattr(ahead, "SHARE", 10**6)
    renderer = AheadRenderer(site.service)
    renderer.follow(ITEM, 1, "m", FIRST)
    site.service.closing.set()
    renderer._thread.submit(int).result(60)
