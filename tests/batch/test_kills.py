"""kill -9 at random moments, many times: the class ends in the same table as one to which nothing happens."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.batch.class_of import RIGHT, SLOW, WRONG, results, table, write_class
from tests.batch.family import done, finish, forkers, kill, pool, start, zygotes

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
SEED = ("--seed", "5")
STUDENTS = {f"s{number:02}": (SLOW, WRONG, RIGHT)[number % 3] for number in range(24)}
VICTIMS = {
    "main": lambda process: [process.pid],
    "pool": lambda process: pool(process.pid),
    "forker": lambda process: forkers(process.pid),
    "zygote": lambda process: zygotes(process.pid),
}
KILLS = 16
"""Of each kind, at least."""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the table and the decisions of a run to which nothing happens."""
    root = write_class(tmp_path_factory.mktemp("undisturbed"), **STUDENTS)
    finish(start(root, *SEED), 0)
    return table(root), results(root)


@pytest.mark.parametrize("kind", VICTIMS)
def test_killed_at_random_moments_it_ends_in_the_same_table(tmp_path: Path, undisturbed: Any, kind: Any) -> None:
    """Whoever dies, the same command goes on, and what is finished stays finished."""
    moments, kills = random.Random(kind), 0
    for attempt in range(KILLS):
        root = write_class(tmp_path / str(attempt), **STUDENTS)
        code = None
        while code != 0:  # a killed batch, or one in which a submission has lost its process twice
            code, died = disturbed(root, VICTIMS[kind], moments, KILLS - kills)
            kills += died
        assert (table(root), results(root)) == undisturbed
        if kills == KILLS:
            return
    raise AssertionError(f"only {kills} were killed in the middle of something")


def disturbed(root: Any, victims: Any, moments: Any, most: Any) -> Any:
    """Run the batch, killing a victim whenever a few more are done; return its exit code and how many died."""
    process, died = start(root, *SEED), 0
    due = done(root) + moments.randrange(4)
    while process.poll() is None:
        time.sleep(0.005)
        if died < most and done(root) >= due and (here := victims(process)):
            time.sleep(moments.uniform(0, 0.3))
            died += kill(moments.choice(here))
            due = done(root) + moments.randrange(1, 5)
    process.communicate(timeout=60)
    return process.returncode, died
