"""A thousand grades through an LMS that fails in one request of ten."""

import random
import time
from pathlib import Path
from typing import Any

import pytest

from tests.lms.canvas_double import CanvasDouble, class_of
from tests.lms.graded_class import result, write_class
from tests.lms.lms_server import AFTER, FAILURES
from tests.lms.moodle_double import MoodleDouble, course_of
from tests.lms.pushed import push

COUNT = 1000


@pytest.mark.slow
@pytest.mark.parametrize("lms", ["canvas", "moodle"])
def test_a_thousand_grades_arrive_once(tmp_path: Path, lms: str) -> None:
    """Every grade and comment is there, none was written twice, and a second push writes nothing."""
    double: Any = CanvasDouble(class_of(COUNT)) if lms == "canvas" else MoodleDouble(course_of(COUNT))
    first = 0 if lms == "canvas" else 1000
    points = {number: number % 5 for number in range(1, COUNT + 1)}
    platform = "Canvas" if lms == "canvas" else "Moodle"
    results = [result(str(first + number), got, platform=platform) for number, got in points.items()]
    folder = write_class(tmp_path / "graded", results)
    chance = random.Random(1)
    kinds = [*FAILURES, *AFTER]
    double.failures = {number: chance.choice(kinds) for number in range(20_000) if chance.random() < 0.1}
    began = time.monotonic()
    with double:
        done = push(double, folder, lms=lms)
        requests, seconds = len(double.seen), time.monotonic() - began
        writes = double.writes
        print(f"{lms}: {requests} requests, {seconds:.0f} s, {len(done.pauses)} pauses")  # noqa: T201 - shown by -s
        assert not done.report.failed
        assert sorted(write[0] for write in writes) == list(range(1, COUNT + 1))
        assert double.scores() == [got * 2.5 for got in points.values()]
        if lms == "canvas":
            assert {len(student.comments) for student in double.students.values()} == {1}
        double.failures = {}
        assert {row.decision.value for row in push(double, folder, lms=lms).plan.rows} == {"unchanged"}
        assert len(writes) == COUNT
