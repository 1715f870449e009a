"""The process of testers, and those that have collected the tests of a class: each ends with whoever asked for it."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from grader.sandbox import tester_process as module
from grader.sandbox.link import is_portable
from grader.sandbox.tester_process import ForkedTester, WarmTester, WarmTesters

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux" or is_portable(), reason="there are forks on Linux alone")


class Suite:
    """Stands for the tests of a task: anything that can be referred to weakly."""


class RecordedTester:
    """Stands for a tester, and notes how it is left."""

    def __init__(self) -> None:
        self.left: list[str] = []

    def hang_up(self) -> None:
        """Note that it is to end."""
        self.left.append("ended")

    def forget(self) -> None:
        """Note that it goes on for another process."""
        self.left.append("forgotten")

    def ask(self, *_: Any) -> dict[str, Any]:
        """Be gone."""
        raise EOFError


def warm_of(tester: RecordedTester) -> WarmTester:
    """Return a process that has collected tests, with `tester` in the place of the connection to it."""
    stands_for: Any = tester
    return WarmTester(stands_for)


@pytest.fixture
def process() -> Iterator[module.TesterProcess]:
    """Give a process of testers."""
    made = module.TesterProcess()
    yield made
    made.close()


def test_a_tester_ends_and_leaves_no_folder(process: module.TesterProcess) -> None:
    """And may be ended again; the process lives on for the next one."""
    tester = process.fork()
    assert isinstance(tester, ForkedTester)
    tester.close()
    with pytest.raises(EOFError):
        tester.receive()
    process.end(tester._pid)
    assert process.alive
    assert os.listdir(process._folder) == []  # noqa: PTH208 - the names alone


def test_a_process_that_is_closed_is_not_asked(process: module.TesterProcess) -> None:
    """Its folder is gone with it."""
    folder = process._folder
    process.close()
    assert not process.alive
    assert not os.path.exists(folder)  # noqa: PTH110 - a text


def test_a_process_that_ends_while_it_is_asked_is_replaced() -> None:
    """What the judge began with the one that died is begun with the next."""
    module.close_shared()
    broken = module.shared_tester_process()
    first = module.start_tester()
    broken._messages.hang_up()
    second = module.start_tester()
    assert module.shared_tester_process() is not broken
    assert isinstance(second, ForkedTester)
    first.close()  # nobody is left to ask, and nothing is left to end
    second.close()
    module.close_shared()


def test_the_process_of_a_suite_ends_with_the_suite() -> None:
    """Nobody is left who would ask for it, and an open socket would be left to chance."""
    testers, suite, tester = WarmTesters(), Suite(), RecordedTester()
    testers.keep(suite, warm_of(tester))
    assert testers.testers[suite] is not None
    del suite
    gc.collect()
    assert tester.left == ["ended"]
    assert not testers.testers


def test_all_of_them_end_together() -> None:
    """A suite without such a process is remembered too."""
    testers, suites, made = WarmTesters(), [Suite(), Suite(), Suite()], [RecordedTester(), RecordedTester()]
    for suite, tester in zip(suites, [*map(warm_of, made), None], strict=True):
        testers.keep(suite, tester)
    testers.close()
    assert [tester.left for tester in made] == [["ended"], ["ended"]]
    assert testers.testers[suites[2]] is None


def test_in_another_process_it_is_only_forgotten() -> None:
    """The judge's own one goes on with it: what a fork shuts down is shut down for both."""
    tester = RecordedTester()
    warm = warm_of(tester)
    warm._owner = os.getpid() + 1
    assert not warm.alive
    warm.close()
    assert tester.left == ["forgotten"]


def test_one_that_is_gone_is_not_asked_again() -> None:
    """The tests are collected for each submission then."""
    warm = warm_of(RecordedTester())
    assert warm.alive
    warm.end(1)
    assert not warm.alive
