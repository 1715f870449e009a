"""How near answers come to a tolerance, and tolerances that accept 0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.judge import Preparation
from grader.verify.margins import accepts_nothing
from grader.verify.soundness import SeedBatch, try_seeds
from tests.verify.small_verify import REFERENCE, SPEC, WRONG, edited, task_of

if TYPE_CHECKING:
    from pathlib import Path

    from grader.sandbox.factory import WorkerFactory
    from grader.verify.findings import SeedTally


def tallies(folder: Path, cell: WorkerFactory, name: str, **texts: Any) -> dict[str, SeedTally]:
    """Return what the checks say of one solution under two seeds."""
    task = task_of(folder, **texts)
    (found,) = try_seeds(SeedBatch(folder, "twice", (0, 1), frozenset([name])), task, cell).findings
    return found.checks


ONE = "close(twice(x), ref.twice(x))"
RIGHT = "def twice_nearly(x):\n    return 2 * x * (1 + {error})\n"


@pytest.mark.parametrize(
    ("expect", "error", "used"),
    [
        pytest.param(ONE, 0.0, 0.0, id="exact"),
        pytest.param(ONE, 3e-7, 0.3, id="a-third"),
        pytest.param(ONE.replace("))", "), rtol=1e-3)"), 9e-4, 0.9, id="nearly-all"),
        pytest.param("at_most(twice(x), ref.twice(x)) or " + ONE, 3e-7, 0.3, id="one-of-two"),
        pytest.param("at_least(sum(abs(twice(x))), 2 * ref.low(x))", -3e-7, 0.3, id="one-sided"),
    ],
)
def test_the_share_of_the_tolerance_that_right_answers_use(
    tmp_path: Path, cell: WorkerFactory, expect: str, error: float, used: float
) -> None:
    """The largest distance from what is due over the tolerance there, in all cases."""
    reference = f"{REFERENCE}\ndef low(x):\n    return float(np.sum(np.abs(x)))\n"
    spec = edited(SPEC, (ONE, expect))
    found = tallies(tmp_path, cell, "twice_nearly", spec=spec, reference=reference, right=RIGHT.format(error=error))
    assert found["values"].lost == 0
    assert found["values"].used == pytest.approx(used, rel=1e-3, abs=1e-9)
    assert found["values"].beyond is None


ABOVE = "sum(abs(twice(x))) > ref.low(x)"
JUDGED = "ref.fits(x, twice(x))"


@pytest.mark.parametrize(
    ("expect", "error", "certain"),
    [
        pytest.param(ONE, 5e-8, True, id="well-within-a-tolerance"),
        pytest.param(ONE, 2e-7, False, id="a-fifth-of-a-tolerance"),
        pytest.param(ABOVE, 0.0, True, id="the-references-answers"),
        pytest.param(ABOVE, -0.04, True, id="a-little-nearer-to-the-edge"),
        pytest.param(ABOVE, -0.1, False, id="nearer-to-the-edge"),
        pytest.param(ABOVE, 0.5, True, id="further-from-the-edge"),
        pytest.param("ref.low(x) < sum(abs(twice(x))) < 9 * ref.low(x)", 3.0, False, id="nearer-to-the-other-edge"),
        pytest.param("not (sum(abs(twice(x))) <= ref.low(x))", -0.04, False, id="what-must-not-hold"),
        pytest.param(f"{ABOVE} or {JUDGED}", -0.04, False, id="or-a-predicate"),
        pytest.param(JUDGED, 1e-12, True, id="a-predicate-of-the-same"),
        pytest.param(JUDGED, 1e-8, False, id="a-predicate-of-something-else"),
        pytest.param(f"{ONE} and {JUDGED}", 1e-8, False, id="and-a-predicate"),
        pytest.param("argmax(twice(x)) == argmax(ref.twice(x))", 1e-8, False, id="a-place"),
    ],
)
def test_whether_chance_has_a_part_in_that_a_right_answer_passes(
    tmp_path: Path, cell: WorkerFactory, expect: str, error: float, certain: bool
) -> None:
    """None where it is the reference's, or stays well within what every relation leaves to it."""
    reference = f"{REFERENCE}\ndef low(x):\n    return float(np.sum(np.abs(x)))\n"
    reference += "\ndef fits(x, y):\n    return bool(np.allclose(y, 2 * x))\n"
    spec = edited(SPEC, (ONE, expect), ("points: 3, expect", 'points: 3, where: "sum(abs(x)) > 0", expect'))
    found = tallies(tmp_path, cell, "twice_nearly", spec=spec, reference=reference, right=RIGHT.format(error=error))
    assert found["values"].lost == 0
    assert found["values"].certain == certain


@pytest.mark.parametrize(
    ("body", "beyond"),
    [
        pytest.param("2 * x * (1 + 5e-6)", 5, id="near"),
        pytest.param("3 * x", 5e5, id="far"),
        pytest.param("np.full(len(x), np.nan)", None, id="no-number"),
        pytest.param("x[:0]", None, id="shape"),
        pytest.param("1 / 0", None, id="raises"),
    ],
)
def test_how_many_tolerances_a_wrong_answer_is_away(
    tmp_path: Path, cell: WorkerFactory, body: str, beyond: float | None
) -> None:
    """Where it is farthest, which is what catches it; what never reaches a comparison is not told by one."""
    wrong = edited(WRONG, ("return x ** 2", f"return {body}"))
    tally = tallies(tmp_path, cell, "twice_squared", wrong=wrong)["values"]
    assert tally.lost == 2
    assert tally.beyond == (beyond if beyond is None else pytest.approx(beyond, rel=1e-3))


@pytest.mark.parametrize(
    ("expect", "all_of_them"),
    [
        pytest.param(ONE, False, id="as-it-is"),
        pytest.param("close(twice(x), ref.twice(x), rtol=1)", True, id="rtol-1"),
        pytest.param("close(twice(x), ref.twice(x), scale=10000000 * sum(abs(x)) + 1)", True, id="large-scale"),
        pytest.param("close(twice(x) - ref.twice(x), 0, scale=1)", False, id="zero-is-due"),
        pytest.param(f"{ONE} and close(sum(twice(x)), 2 * sum(x), scale=10000000 * sum(abs(x)))", False, id="and"),
    ],
)
def test_a_tolerance_that_accepts_0_is_known(tmp_path: Path, expect: str, all_of_them: bool) -> None:
    """Counted in the cases in which something else is due; where 0 is due it says nothing."""
    task = task_of(tmp_path, spec=edited(SPEC, (ONE, expect)))
    inside, other = accepts_nothing(Preparation(1).of("twice", task.checks[0]))  # type: ignore[arg-type]
    assert (inside == other > 10) if all_of_them else inside == 0
