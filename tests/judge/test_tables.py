"""Tables and series of pandas: given to students' functions, returned by them, left behind, compared and shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.course import load_course
from grader.domains import DOMAINS, stream
from grader.judge import Grading, Preparation, grade
from grader.release import release
from grader.submission import SourceFile, Submission
from grader.values.comparison import close, difference
from grader.values.printing import as_python
from grader.worker.wire.plain import PlainValueError
from grader.worker.wire.tables import SeriesValue, TableValue, from_pandas, to_pandas
from grader.worker.wire.value_reading import read_value
from grader.worker.wire.value_writing import write_value
from tests.judge.small_gradings import outcomes, the
from tests.samples.course_files import course_of_files
from tests.samples.links import LINK_OF_RUN, workers_over

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.course import Course
    from grader.results import SubmissionResult
    from grader.sandbox.factory import WorkerFactory

SPEC = """
id: shop
title: Shop
statement: Write them.
functions:
  large: {args: [sales, least], returns: table}
  totals: {args: [sales], returns: series}
  mean: {args: [sales], returns: {optional: real}}
variables: {summary: table}
inputs:
  sales:
    table: {item: {choice: [tea, milk]}, price: {integer: [1, 9]}, weight: {real: [0, 1], grid: 1/8}}
    rows: [0, 5]
  least: {integer: [3, 7]}
cases: 20
checks:
  - {id: large, title: rows, points: 1, expect: "close(large(sales, least), ref.large(sales, least))"}
  - {id: totals, title: sums, points: 1, expect: "close(totals(sales), ref.totals(sales))"}
  - {id: mean, title: mean, points: 1, expect: "close(mean(sales), ref.mean(sales))"}
  - {id: summary, title: left behind, points: 1, expect: "close(summary, ref.summary) and summary['n'] == [1, 2]"}
"""
REFERENCE = """
import pandas as pd

summary = pd.DataFrame({"item": ["a", "b"], "n": [1, 2]})

def large(sales, least):
    return sales[sales["price"] >= least]

def totals(sales):
    return sales.groupby("item")["price"].sum()

def mean(sales):
    return float(sales["weight"].mean()) if len(sales) else None
"""
ALL = "passed passed passed passed"


def course_in(folder: Path, spec: str = SPEC) -> Course:
    """Return the course of a spec."""
    return course_of_files(folder, {"tasks/shop.yaml": spec, "reference/shop.py": REFERENCE})


@pytest.fixture(scope="module")
def grading(tmp_path_factory: pytest.TempPathFactory) -> Grading:
    """Return how the functions are graded."""
    return Grading(course_in(tmp_path_factory.mktemp("shop")).tasks, Preparation(1))


@pytest.fixture(scope="module")
def factory(grading: Grading) -> Iterator[WorkerFactory]:
    """Return where workers come from that have pandas imported."""
    assert grading.tasks[0].preload == ("pandas",)
    with workers_over(LINK_OF_RUN[0], grading.tasks[0].preload) as made:
        yield made


def graded_by(grading: Grading, factory: WorkerFactory, source: str) -> SubmissionResult:
    """Grade one file."""
    return grade(Submission("ana", (SourceFile("shop.py", source.encode()),)), grading, factory.worker)


SUBMISSIONS: dict[str, tuple[str, str]] = {
    "right": (REFERENCE, ALL),
    "by query": (REFERENCE.replace('sales[sales["price"] >= least]', 'sales.query("price >= @least")'), ALL),
    "a copy": (REFERENCE.replace("least]", "least].copy()"), ALL),
    "another index": (REFERENCE.replace("least]", "least].reset_index(drop=True)"), "failed passed passed passed"),
    "a column too few": (REFERENCE.replace("least]", "least][['item', 'price']]"), "failed passed passed passed"),
    "strict": (REFERENCE.replace(">= least", "> least"), "failed passed passed passed"),
    "a dict": (REFERENCE.replace("least]", "least].to_dict('list')"), "failed passed passed passed"),
    "an array": (REFERENCE.replace("least]", "least].to_numpy()"), "failed passed passed passed"),
    "means": (REFERENCE.replace(".sum()", ".mean()"), "passed failed passed passed"),
    "a dict of sums": (REFERENCE.replace(".sum()", ".sum().to_dict()"), "passed failed passed passed"),
    "reals for whole numbers": (REFERENCE.replace(".sum()", ".sum().astype(float)"), ALL),
    "another summary": (REFERENCE.replace("[1, 2]", "[1, 3]"), "passed passed passed failed"),
    "no summary": (REFERENCE.replace("summary = ", "result = "), "passed passed passed failed"),
    "a table that lies": (
        REFERENCE + "class DataFrame(pd.DataFrame):\n    __module__ = 'pandas'\n"
        "    columns = property(lambda self: 1 / 0)\n"
        "def large(sales, least):\n    return DataFrame(sales)\n", "error passed passed passed",
    ),
}  # fmt: skip


COSTLY = {"strict", "means", "another index"}
"""What is explained by trying slips in a reference that uses pandas; other tests here have such explanations."""


@pytest.mark.parametrize(
    ("source", "expected"),
    [pytest.param(*case, id=id_, marks=pytest.mark.wide if id_ in COSTLY else ()) for id_, case in SUBMISSIONS.items()],
)
def test_tables_come_and_go(grading: Grading, factory: WorkerFactory, source: str, expected: str) -> None:
    """Tables come and go."""
    result = graded_by(grading, factory, source)
    assert " ".join(outcomes(result).values()) == expected, [check.message for check in result.tasks[0].checks]


def test_the_sentence_names_the_column_and_the_row(grading: Grading, factory: WorkerFactory) -> None:
    """The sentence names the column and the row."""
    wrong = REFERENCE.replace("return sales[", "sales = sales.assign(price=sales['price'] + 1)\n    return sales[")
    check = the(graded_by(grading, factory, wrong), "large")
    assert re.search(r"has \d rows?, \d expected|\[.price.\]\[\d\]` is \d+ and should be \d|the index", check.message)
    assert check.counterexample is not None
    assert str(check.counterexample.inputs["sales"]).startswith("pd.DataFrame({'item': [")
    assert "import pandas as pd" in check.repeat
    index = the(graded_by(grading, factory, SUBMISSIONS["another index"][0]), "large")
    assert "index" in index.message


def test_a_kit_has_recorded_tables(tmp_path: Path, factory: WorkerFactory) -> None:
    """A kit has recorded tables."""
    course = course_in(tmp_path / "course")
    (task_kit,) = release(course, course.tasks, tmp_path / "kit")
    assert not task_kit.public
    kit = load_course(tmp_path / "kit", kits=True)
    grading = Grading(kit.tasks, Preparation(kit.seed or 0))
    assert " ".join(outcomes(graded_by(grading, factory, REFERENCE)).values()) == ALL


TABLE = TableValue({"a": [1, 2], "b": ["x", None]}, [3, 5])
VALUES: dict[str, Any] = {
    "a table": TABLE,
    "without rows": TableValue({"a": []}),
    "without columns": TableValue({}),
    "a series": SeriesValue([1.5, 2.5], ["x", "y"], "weights"),
    "in a list": [TABLE, 1],
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_tables_cross_the_wire(value: Any) -> None:
    """Tables cross the wire."""
    assert read_value(write_value(value)) == value


FORGED: dict[str, bytes] = {
    "columns of two lengths": write_value(TableValue({"a": [1, 2], "b": [1]})),
    "an index too long": write_value(TableValue({"a": [1]}, [1, 2])),
    "columns that are none": write_value(TableValue({"a": 1})),  # type: ignore[dict-item]
    "a series of no list": write_value(SeriesValue((1,))),  # type: ignore[arg-type]
    "names too few": write_value(SeriesValue([1, 2], [1])),
    "cut": write_value(TABLE)[:-3],
}


@pytest.mark.parametrize("data", FORGED.values(), ids=FORGED)
def test_what_does_not_fit_is_refused(data: bytes) -> None:
    """What does not fit is refused."""
    with pytest.raises(PlainValueError):
        read_value(data)


def test_pandas_values_become_plain_ones_and_back() -> None:
    """Pandas values become plain ones and back."""
    import pandas as pd

    frame = pd.DataFrame({"n": [1, 2], "t": pd.to_datetime(["2026-01-02", None]), "s": pd.array(["a", pd.NA])})
    plain = from_pandas(frame)
    assert plain.columns["n"] == [1, 2]
    assert plain.columns["t"][1] is None
    assert type(plain.columns["t"][0]).__module__ == "datetime"
    assert plain.index is None
    assert from_pandas(to_pandas(TABLE)) == TableValue({"a": [1, 2], "b": ["x", None]}, [3, 5])
    assert from_pandas([pd.Series([1]), (pd.Index([2]),)]) == [SeriesValue([1]), ([2],)]
    assert type(from_pandas(pd.DataFrame([[1, 2]], columns=["a", "a"]))).__name__ == "DataFrame"


def test_tables_are_compared_part_by_part() -> None:
    """Tables are compared part by part."""
    expected = TableValue({"a": [1.0, 2.0], "b": ["x", "y"]})
    near = TableValue({"b": ["x", "y"], "a": [1.0, 2.0 + 1e-9]})
    assert close(near, expected, lambda part: 1e-6)
    assert difference(near, expected) is not None
    missing = difference(TableValue({"a": [1.0, 2.0]}), expected)
    assert missing is not None
    assert missing.sentence("t") == "`t` has no key 'b'."
    assert as_python(TABLE) == "pd.DataFrame({'a': [1, 2], 'b': ['x', None]}, index=[3, 5])"
    assert as_python(TABLE.rows([])) == "pd.DataFrame({'a': [], 'b': []}, index=[]).astype({'a': 'int64'})"
    assert as_python(SeriesValue([], None, "s", "str")) == "pd.Series([], name='s', dtype='str')"


def test_the_domain_draws_and_simplifies_tables() -> None:
    """The domain draws and simplifies tables."""
    domain = DOMAINS["table"].model_validate(
        {"table": {"a": {"integer": [0, 9]}, "b": {"choice": ["x"]}}, "rows": [1, 4]}
    )
    rng = stream(1, "t")
    members = [domain.draw({}, rng) for _ in range(20)]
    members += [edge for number in range(domain.edges) if (edge := domain.edge(number, {}, rng)) is not None]
    assert all(domain.contains(member, {}) for member in members)
    assert {len(member) for member in members} == {1, 2, 3, 4}
    simpler = [
        table for table in domain.simpler(TableValue({"a": [5, 6, 7], "b": ["x"] * 3})) if domain.contains(table, {})
    ]
    assert min(map(len, simpler)) == 1
    assert any(other.columns["a"] == [0, 6, 7] for other in simpler)
    assert not domain.contains(TableValue({"a": [1]}), {})
    assert domain.contains(domain.plain_value({}, np.zeros), {})


CLASS_SPEC = """
id: shelf
title: Shelf
statement: Write it.
classes:
  Shelf:
    args: [stock]
    methods: {add: {args: [stock]}, cheapest: {returns: table}}
    attributes: {all: table}
inputs:
  stock: {table: {item: {choice: [tea, milk]}, price: {integer: [1, 9]}}, rows: [0, 3]}
cases: 20
checks:
  - {id: life, title: life, points: 1, story: Shelf, steps: [1, 4], observe: [it.all]}
"""
SHELF = """
import pandas as pd

class Shelf:
    def __init__(self, stock):
        assert isinstance(stock, pd.DataFrame)
        self.all = stock

    def add(self, stock):
        self.all = pd.concat([self.all, stock], ignore_index=True)

    def cheapest(self):
        return self.all[self.all["price"] == self.all["price"].min()]
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (SHELF, "passed"),
        (SHELF.replace("pd.concat([self.all, stock], ignore_index=True)", "stock"), "failed"),
        pytest.param(SHELF.replace(".min()", ".max()"), "failed", marks=pytest.mark.wide),
        pytest.param(SHELF.replace("ignore_index=True", "ignore_index=False"), "failed", marks=pytest.mark.wide),
    ],
    ids=["right", "forgets", "dearest", "names-of-rows"],
)
def test_methods_of_a_class_are_given_tables(
    tmp_path: Path, factory: WorkerFactory, source: str, expected: str
) -> None:
    """And what its objects hold is compared as tables."""
    course = course_of_files(tmp_path, {"tasks/shelf.yaml": CLASS_SPEC, "reference/shelf.py": SHELF})
    submission = Submission("ana", (SourceFile("shelf.py", source.encode()),))
    result = grade(submission, Grading(course.tasks, Preparation(1)), factory.worker)
    assert list(outcomes(result).values()) == [expected], result.tasks[0].checks[0].message


def test_a_table_that_a_function_changes_is_noted(grading: Grading, factory: WorkerFactory) -> None:
    """As every argument is."""
    source = REFERENCE.replace(
        "    return sales.groupby", "    sales['price'] += 0 * sales.pop('weight')\n    return sales.groupby"
    )
    result = graded_by(grading, factory, source)
    assert the(result, "totals").outcome.value == "passed"
    assert "`totals` changes its argument `sales`" in " ".join(the(result, "totals").notes)
