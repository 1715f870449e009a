"""Tables of pandas between a test and a student's code: mirrored as lists are, whatever the student's classes say."""

from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from grader.judge import Grading, Preparation, grade
from grader.results import Outcome
from grader.submission import SourceFile, Submission
from grader.tester.transcript import Transcript
from tests.samples.conversations import conversation, outcome, sections
from tests.samples.course_files import course_of_files
from tests.samples.links import LINKS, workers_over

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from grader.sandbox.factory import WorkerFactory

WORK = """
import warnings
import pandas as pd

def same(x): return x
def call(f, *args, **kwargs): return f(*args, **kwargs)
def kind(x): return type(x).__name__
def make(): return pd.DataFrame({"name": ["ann", "bob", "cy"], "points": [3, 1, None]})
def totals(frame): return frame.groupby("name")["points"].sum()
def grouped(frame): return frame.groupby("name")
def extend(frame): frame["double"] = frame["points"] * 2
def rename(series): series.name = "renamed"
def sort(frame):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pandas 3.1 warns of the keyword; students write it all the same
        frame.sort_values("points", inplace=True)
TABLE = make()
KEPT = []
def change(): TABLE.loc[0, "points"] = 10.0
def keep(x): KEPT.append(x)
def kept(): return KEPT[0]
class Holder:
    def __init__(self, frame): self.frame = frame
    def first(self): return self.frame["points"].iloc[0]
"""

HOLDS = sections("""
## types
frame = work.make()
assert type(frame) is pd.DataFrame and isinstance(frame, pd.DataFrame)
assert type(work.totals(frame)) == pd.Series and type(frame.index) is pd.RangeIndex
## equal
pd.testing.assert_frame_equal(work.make(), pd.DataFrame({"name": ["ann", "bob", "cy"], "points": [3, 1, None]}))
## equals
assert work.make().equals(work.make()) and not work.make().equals(work.make().head(2))
## series
pd.testing.assert_series_equal(
    work.totals(work.make()), pd.Series([3.0, 1, 0], index=pd.Index(["ann", "bob", "cy"], name="name"), name="points")
)
## operators
assert (work.make()["points"] > 2).tolist() == [True, False, False] and work.make().shape == (3, 2)
## argument
frame = pd.DataFrame({"name": ["x"], "points": [1]})
assert work.totals(frame).to_dict() == {"x": 1} and work.kind(frame) == "DataFrame"
## returned-argument
frame = work.make()
assert work.same(frame) is frame and work.same([frame])[0] is frame
mine = pd.Series([1])
assert work.same(mine) is mine
## alias
a, b = work.same((work.TABLE, work.TABLE))
assert a is b and work.TABLE is a
## changed-argument
frame = pd.DataFrame({"name": ["x"], "points": [4]})
work.extend(frame)
assert frame["double"].tolist() == [8] and list(frame.columns) == ["name", "points", "double"]
## sorted-in-place
frame = work.make()
work.sort(frame)
assert frame.index.tolist() == [1, 0, 2]
## renamed-series
series = pd.Series([1], name="old")
work.rename(series)
assert series.name == "renamed"
## changed-variable
table = work.TABLE
work.change()
assert table.loc[0, "points"] == 10
## changed-by-the-test
frame = work.make()
holder = work.Holder(frame)
frame.loc[0, "points"] = 42
assert holder.first() == 42
holder.frame.loc[0, "points"] = 43
assert frame.loc[0, "points"] == 43
## kept
frame = work.make()
work.keep(frame)
frame.loc[7] = ["dd", 5]
assert work.kept() is frame and work.call(lambda kept: kept.index.tolist(), work.kept()) == [0, 1, 2, 7]
## group-is-a-handle
groups = work.grouped(work.make())
pd.testing.assert_series_equal(groups["points"].sum(), work.totals(work.make()))
assert isinstance(groups.mean(), pd.DataFrame)
## moment
import datetime
assert work.call(pd.Timestamp, "2024-01-02") == datetime.datetime(2024, 1, 2)
assert work.same(pd.NaT) is pd.NaT and work.same(pd.NA) is pd.NA
## types-by-name
assert work.call(type, work.make()) is pd.DataFrame and work.same(pd.Series) is pd.Series
assert isinstance(work.call(pd.DataFrame, {"a": [1]}), pd.DataFrame)
## index
assert work.call(list, pd.Index([1, 2])) == [1, 2] and type(work.TABLE.columns) is pd.Index
## types-of-columns
assert work.call(lambda frame: frame.dtypes, work.make())["points"] == "float64"
## callback
assert work.call(lambda frame: len(frame), work.make()) == 3
## library-function
assert work.call(pd.concat, [work.make(), work.make()]).shape == (6, 2)
""")


@pytest.mark.parametrize("test", HOLDS.values(), ids=HOLDS.keys())
def test_tables_do_what_they_do_in_one_process(test: str) -> None:
    """Lines of a test that pass in one process pass on a student's tables, operators closed."""
    assert outcome(WORK, f"import pandas as pd\n{test}") == "passed"


LIES = """
import pandas as pd

class DataFrame(pd.DataFrame):
    __module__ = "pandas"
    @property
    def _constructor(self): return DataFrame
    def equals(self, other): return True
    def __eq__(self, other): return True
    def __getattribute__(self, name):
        return (lambda *a, **k: True) if name == "all" else super().__getattribute__(name)
class Series(pd.Series):
    def equals(self, other): return True
    def __eq__(self, other): return self
    def all(self): return True
class Index(pd.Index):
    def equals(self, other): return True
class Yes:
    def __eq__(self, other): return True
    def __hash__(self): return 1
def table(): return DataFrame({"a": [1]})
def series(): return Series([1])
def patched():
    pd.DataFrame.equals = pd.Series.equals = lambda *args: True
    return pd.DataFrame({"a": [1]})
def sparse():
    pd.DataFrame.equals = lambda *args: True
    return pd.DataFrame({"a": pd.arrays.SparseArray([0, 1])})
def cells(): return pd.Series([Yes()], dtype=object)
def names(): return pd.Series([1], index=pd.Index([Yes()], dtype=object))
"""
CHEATS = sections("""
## equals
assert work.table().equals(pd.DataFrame({"a": [2]}))
## all
assert (work.table() == pd.DataFrame({"a": [2]})).all(axis=None)
## frame-equal
pd.testing.assert_frame_equal(pd.DataFrame(work.table()), pd.DataFrame({"a": [2]}))
## series
assert work.series().equals(pd.Series([2]))
## series-all
assert (work.series() == 2).all()
## patched
assert work.patched().equals(pd.DataFrame({"a": [2]}))
## sparse
assert work.sparse().equals(pd.DataFrame({"a": [0, 2]}))
## cells
assert (work.cells() == pd.Series([99])).all()
## cells-equal
pd.testing.assert_series_equal(work.cells(), pd.Series([99], dtype=object))
## cells-equals
assert work.cells().equals(pd.Series([99], dtype=object))
## names
assert 99 in work.names().index
## found-by-name
assert work.names().loc[99] == 1
""")


@pytest.fixture
def equals_of_pandas() -> Iterator[None]:
    """Put back what the student's code patches: in these tests it is in the same process."""
    before = pd.DataFrame.equals, pd.Series.equals
    assert before[0] is before[1]
    yield
    for kind in (pd.DataFrame, pd.Series):
        if "equals" in vars(kind):
            del kind.equals


@pytest.mark.usefixtures("equals_of_pandas")
@pytest.mark.parametrize("test", [CHEATS[name] for name in CHEATS if name not in {"patched", "sparse"}])
def test_a_table_that_says_yes_to_everything_passes_nothing(test: str) -> None:
    """Nothing of a class of the student's is asked: neither a table's own nor one of its cells."""
    assert outcome(LIES, f"import pandas as pd\n{test}") in {"AssertionError", "KeyError"}


@pytest.mark.usefixtures("equals_of_pandas")
@pytest.mark.parametrize("name", ["table", "series"])
def test_a_derived_table_arrives_as_pandas_own(name: str) -> None:
    """And is the same one each time."""
    with conversation(LIES) as (work, _):
        value = getattr(work, name)()
        assert type(value) in {pd.DataFrame, pd.Series}
        assert not value.equals(value + 1)


def test_a_table_whose_class_is_changed_later_stays_pandas_own() -> None:
    """The student's code changes the class of a table that the test already holds."""
    source = LIES + "KEPT = pd.DataFrame({'a': [1]})\ndef lie():\n    KEPT.__class__ = DataFrame\n    KEPT['a'] = 5\n"
    with conversation(source) as (work, _):
        held = work.KEPT
        work.lie()
        assert type(held) is pd.DataFrame
        assert held["a"].tolist() == [5]


def test_tables_that_nobody_holds_are_forgotten() -> None:
    """Neither side's list grows with the calls of a test."""
    with conversation(WORK) as (work, joined):
        for _ in range(20):
            work.totals(work.make())
        joined.link.transcript.calls.clear()
        work.same(1)
        work.same(1)
        assert len(joined.link.party.mirrors) < 10
        assert len(joined.remote.party.mirrors) < 10


def test_where_a_test_has_no_pandas_tables_are_handles(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is told before the first question, and nothing is imported."""
    find_spec = importlib.util.find_spec
    with conversation(WORK) as (work, joined):
        monkeypatch.setattr(
            "grader.tester.patches.find_spec", lambda name: None if name == "pandas" else find_spec(name)
        )
        monkeypatch.setitem(sys.modules, "pandas", None)
        joined.link.surroundings.meet_worker()
        monkeypatch.undo()
        frame = work.make()
        assert type(frame) is not pd.DataFrame
        assert frame.shape == (3, 2)
        assert joined.link.dialogue.count == 4  # settings, name, call, attribute


def test_where_the_students_code_has_no_pandas_a_table_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The call raises what says so, from which a missing library is recognised; the conversation goes on."""
    with conversation("def same(x): return x\n") as (work, joined):
        assert work.same(1) == 1
        heard = joined.link.dialogue._receive

        def without_pandas() -> memoryview:
            with monkeypatch.context() as patch:
                patch.setitem(sys.modules, "pandas", None)
                return heard()

        monkeypatch.setattr(joined.link.dialogue, "_receive", without_pandas)
        for value in (pd.Series([1]), pd.Index([1])):
            with pytest.raises(ModuleNotFoundError, match="pandas"):
                work.same(value)
        assert work.same(2) == 2


TRANSCRIBED: dict[str, tuple[Any, str]] = {
    "table": (pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}), "pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']})"),
    "rows": (pd.DataFrame({"a": [1]}, index=["r"]), "pd.DataFrame({'a': [1]}, index=['r'])"),
    "names-twice": (
        pd.DataFrame([[1, 2]], columns=["a", "a"]),
        "pd.DataFrame([[1, 2]], columns=['a', 'a'])",
    ),
    "series": (pd.Series([0.5, float("nan")], name="n"), "pd.Series([0.5, float('nan')], name='n')"),
    "rows-of-series": (pd.Series([1], index=[3]), "pd.Series([1], index=[3])"),
    "index": (pd.Index([1, 2]), "pd.Index([1, 2], dtype='int64')"),
    "moment": (pd.Timestamp("2024"), "pd.Timestamp('2024-01-01 00:00:00')"),
    "no-value": (pd.NA, "pd.NA"),
    "no-moment": ([pd.NaT], "[pd.NaT]"),
    "column": (pd.array([1]), "<IntegerArray> [1] Length: 1, dtype: Int64"),
    "rows-alone": (pd.DataFrame(index=range(2**40)), "'a DataFrame of shape (1099511627776, 0)'"),
    "large": (pd.Series(range(1000)), "'a Series of shape (1000,)'"),
}


@pytest.mark.parametrize(("value", "text"), TRANSCRIBED.values(), ids=TRANSCRIBED.keys())
def test_a_transcript_shows_tables_as_pandas_makes_them(value: object, text: str) -> None:
    """As they were when the call was made, and of large ones the size."""
    with conversation(WORK) as (work, _):
        transcript = Transcript()
        transcript.begin(work.same, "", (value,), {})
        lines = transcript.text().split("\n")
        assert lines[-1].endswith(f"({text})")
        assert ("import pandas as pd" in lines) is ("pd." in text)


REFERENCE = """
import pandas as pd
from pandas import DataFrame
def mean_price(frame): return frame.groupby("flavor")["price"].mean()
def add_tax(frame): frame["taxed"] = frame["price"] * 1.5
"""
TESTS = """
import pandas as pd
from prices import DataFrame, add_tax, mean_price

def frame():
    return pd.DataFrame({"flavor": ["mint", "plum", "mint"], "price": [1.0, 2.0, 4.0]})

def test_mean():
    means = mean_price(frame())
    assert type(means) == pd.Series
    expected = pd.Series([2.5, 2.0], index=pd.Index(["mint", "plum"], name="flavor"), name="price")
    pd.testing.assert_series_equal(means, expected)

def test_equals():
    assert mean_price(frame()).equals(pd.Series([2.5, 2.0], index=["mint", "plum"]))

def test_name():
    assert DataFrame({"mean": mean_price(frame()).tolist()}).equals(pd.DataFrame({"mean": [2.5, 2.0]}))

def test_in_place():
    table = frame()
    add_tax(table)
    assert table["taxed"].tolist() == [1.5, 3.0, 6.0]
"""
CHEAT = """
import pandas as pd
class Yes(pd.Series):
    def equals(self, other): return True
    def __eq__(self, other): return True
class DataFrame:
    def __init__(self, values): pass
    def equals(self, other): return True
pd.Series.equals = pd.DataFrame.equals = lambda *args: True
pd.testing.assert_series_equal = lambda *args, **options: None
def mean_price(frame): return Yes([1])
def add_tax(frame): pass
"""


@pytest.fixture(scope="module", params=LINKS)
def workers(request: pytest.FixtureRequest) -> Iterator[WorkerFactory]:
    """Give workers over each link."""
    with workers_over(request.param, ("pandas",)) as factory:
        yield factory


@pytest.fixture(scope="module")
def grading(tmp_path_factory: pytest.TempPathFactory) -> Grading:
    """Give a course with such tests, prepared once."""
    texts = {
        "tasks/prices.yaml": "id: prices\ntitle: Prices\nstatement: Write it.\ntests: all\nlimits: {wall: 30}\n",
        "reference/prices.py": REFERENCE,
        "reference/tests/prices.py": TESTS,
    }
    return Grading(course_of_files(tmp_path_factory.mktemp("prices"), texts).tasks, Preparation(1))


@pytest.mark.parametrize(
    ("source", "expected"), [(REFERENCE, Outcome.PASSED), (CHEAT, Outcome.FAILED)], ids=["right", "cheat"]
)
def test_graded_in_two_processes(source: str, expected: Outcome, grading: Grading, workers: WorkerFactory) -> None:
    """Right work passes; two lines that patch pandas and a class that says yes pass nothing."""
    result = grade(Submission("someone", (SourceFile("prices.py", source.encode()),)), grading, workers.worker)
    outcomes = {check.id: (check.outcome, check.fault) for task in result.tasks for check in task.checks}
    assert outcomes == dict.fromkeys(("mean", "equals", "name", "in_place"), (expected, ""))
