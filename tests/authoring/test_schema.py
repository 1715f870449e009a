"""The published schemas: kept, true to the models, and of use to an editor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from grader.authoring.schema import FILE, MODELINE, as_text, meanings, result_schema, spec_schema
from grader.course.models import task_spec
from grader.course.reading import read
from grader.domains.number import read_number
from grader.results import CheckResult, Counterexample, Outcome, Picture, Series, SubmissionFacts, SubmissionResult
from grader.results.by_hand import ByHand, Remark
from grader.results.evidence import Limits, TracebackFrame, Warned
from grader.results.model import TaskResult
from tests.samples.small_course import edited

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.course.document import Document

ROOT = Path(__file__).parents[2]
SPECS = sorted((ROOT / "tasks").glob("*.yaml"))


@pytest.fixture(scope="module")
def spec() -> Any:
    """Return what says whether a task is valid by its schema."""
    return Draft202012Validator(spec_schema())


@pytest.fixture(scope="module")
def result() -> Any:
    """Return what says whether a result is valid by its schema."""
    return Draft202012Validator(result_schema())


def written(tmp_path: Path, text: str) -> Document:
    """Return a task as it is read."""
    path = tmp_path / "mean.yaml"
    path.write_text(text)
    return read(path, "tasks/mean.yaml")


def test_the_schema_beside_the_tasks_is_the_schema_of_the_models() -> None:
    """A change of a model changes the file: grader schema spec --output tasks/.schema.json."""
    assert (ROOT / "tasks" / FILE).read_text(encoding="utf-8") == as_text(spec_schema())


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_every_task_names_the_schema_and_is_valid_by_it(spec: Any, path: Path) -> None:
    """Its first line is the one that editors look for."""
    assert path.read_text(encoding="utf-8").startswith(MODELINE + "\n")
    assert [error.message for error in spec.iter_errors(read(path, path.name).data)] == []


@pytest.mark.parametrize("schema", [spec_schema, result_schema], ids=["spec", "result"])
def test_a_schema_is_one_and_explains_every_key(schema: Callable[..., Any]) -> None:
    """Of every model, at every level, an editor shows what a key means."""
    made = schema()
    Draft202012Validator.check_schema(made)
    for name, model in {"": made, **made["$defs"]}.items():
        assert model["description"], name
        assert [key for key, value in model.get("properties", {}).items() if not value.get("description")] == [], name


MISTAKES = {
    "a key that is none": [("title: Mean", "titel: Mean")],
    "a key that is missing": [("statement: Write the mean.\n", "")],
    "another kind of check": [("expect: close(mean(x), ref.mean(x), sc", "expects: close(mean(x), ref.mean(x), sc")],
    "two kinds of check": [("growth: mean(x)", "growth: mean(x)\n    expect: mean(x) == 0")],
    "a key of another kind": [("growth: mean(x)", "growth: mean(x)\n    wrt: x")],
    "a domain that is none": [("{vector: n, normal: 1}", "{vektor: n, normal: 1}")],
    "a spread that is none": [("{vector: n, normal: 1}", "{vector: n, gauss: 1}")],
    "a spread of nothing": [("{vector: n, normal: 1}", "{vector: n, normal: 0}")],
    "a negative grid": [("grid: 1/64", "grid: -1/64")],
    "one bound": [("c: {real: [-5, 5]}", "c: {real: [-5]}")],
    "no number": [("c: {real: [-5, 5]}", "c: {real: [-5, five]}")],
    "points in words": [("points: 2", "points: two")],
    "negative points": [("points: 2", "points: -2")],
    "an id in capitals": [("id: definition", "id: Definition")],
    "an expression that is a number": [("where: m < 100", "where: 100")],
    "a list for a word": [("wrt: x", "wrt: [x]")],
    "a function name with a hyphen": [("  mean: {args", "  me-an: {args")],
    "an input name with a hyphen": [("  c: {real: [-5, 5]}", "  c-1: {real: [-5, 5]}")],
    "a size below nothing": [("sizes: {n: [1, 5]}", "sizes: {n: [-1, 5]}")],
    "three sizes": [("sizes: {n: [1, 5]}", "sizes: {n: [1, 3, 5]}")],
    "an answer that is no form": [("returns: real", "returns: float")],
    "too many cases": [("limits: {wall: 2}", "limits: {wall: 2}\ncases: 100000")],
    "a limit of nothing": [("limits: {wall: 2}", "limits: {wall: 0}")],
    "a misconception that fails nothing": [("fails: [definition]", "fails: []")],
    "checks that are none": [("checks:", "checks: []\nmore:")],
}


@pytest.mark.parametrize("changes", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_marked_by_an_editor_as_by_the_grader(
    spec: Any, tmp_path: Path, changes: list[tuple[str, ...]]
) -> None:
    """Both refuse it."""
    document = written(tmp_path, edited(*changes))
    assert not spec.is_valid(document.data)
    assert task_spec(document).mistakes


RIGHT = {
    "as it is": [],
    "a fixed size": [("sizes: {n: [1, 5]}", "sizes: {n: 5}")],
    "a fraction": [("normal: 1}", "normal: 3/4}")],
    "an exponent without a point": [("scale: max(abs(x))\n  - id: time", "rtol: 1e-6\n  - id: time")],
    "a number with a point": [("points: 2", "points: 1.5")],
    "an array of any size": [("{array: [n]}", "{array: [n, any, 3], of: integer}")],
    "a matrix": [("{vector: n, normal: 1}", "{matrix: [n, 3], integers: [-3, 3]}")],
    "numbers to choose from": [("c: {real: [-5, 5]}", "c: {choice: [1, 1/2, 1e-3]}")],
    "words for a person": [("growth: mean(x)\n    over: n\n    up_to: 1000", "written: Why?")],
}


@pytest.mark.parametrize("changes", RIGHT.values(), ids=RIGHT)
def test_what_the_grader_reads_an_editor_accepts(spec: Any, tmp_path: Path, changes: list[Any]) -> None:
    """No red line below what is right."""
    document = written(tmp_path, edited(*changes))
    assert task_spec(document).mistakes == ()
    assert [error.message for error in spec.iter_errors(document.data)] == []


@pytest.mark.parametrize(
    "text", ["1/64", " 1 / 64 ", "1e-6", "+3", "-1/2", ".5", "2.", "1.5E+3", "1e400", "x", "", "1/0", "1//2", "nan"]
)
def test_a_number_in_text_is_one_by_the_schema_where_it_is_one(spec: Any, text: str) -> None:
    """Except where only computing tells: dividing by 0, and too large to be finite."""
    data = {**read(ROOT / "tasks" / "scan.yaml", "").data, "inputs": {"x": {"real": [text, "3"]}}}
    try:
        read_number(text)
        is_number = True
    except ValueError:
        is_number = text in {"1/0", "1e400"}
    assert spec.is_valid(data) is is_number


def full() -> SubmissionResult:
    """Return a result in which nothing is left at its default."""
    check = CheckResult(
        id="a", title="A", kind="expect", functions=("f",), outcome=Outcome.FAILED, points=1, max_points=2,
        message="no", counterexample=Counterexample(inputs={"x": [1.0, float("inf")]}, got=float("nan"), expected=1),
        trace=(TracebackFrame(file="f.py", line=3, values={"x": "1"}),),
        warnings=(Warned(text="w", kind="k", file="f", line=1),),
        picture=Picture(kind="bars", title="t", across="x", up="y", at=(0, 1),
                        series=(Series(name="s", values=(float("nan"), float("-inf"))),)),
        limits=Limits(wall=1, cpu=2, memory=3), remarks=(Remark(by="Ada", text="t"),),
        by_hand=ByHand(by="Ada", points_before=0, outcome_before=Outcome.PENDING),
    )  # fmt: skip
    task = TaskResult(id="t", title="T", points=1, max_points=2, checks=(check,))
    facts = SubmissionFacts(id="amara", files=("f.py",))
    return SubmissionResult(
        grader_version="0", isolation="process", submission=facts, points=1, max_points=2, tasks=(task,), seed=3
    )


def test_a_result_is_valid_by_the_published_schema(result: Any) -> None:
    """With numbers that JSON has no way to write, and with keys that a later version adds."""
    data = json.loads(full().model_dump_json())
    assert [error.message for error in result.iter_errors(data)] == []
    assert result.is_valid({**data, "added_later": 1})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("points", "1"),
        ("points", "NaN"),
        ("outcome", "good"),
        ("visibility", "secret"),
        ("functions", "f"),
        ("cases", 1.5),
    ],
)
def test_a_result_of_another_kind_is_not(result: Any, key: str, value: float | str) -> None:
    """Types and names are those that are published."""
    data = json.loads(full().model_dump_json())
    data["tasks"][0]["checks"][0][key] = value
    assert not result.is_valid(data)


def test_a_result_without_its_points_is_not(result: Any) -> None:
    """What every result has is required."""
    data = json.loads(full().model_dump_json())
    del data["points"]
    assert not result.is_valid(data)


class _Plain(BaseModel):
    first: int
    """One
    meaning."""
    second: int
    third: int = 0
    """Another."""


class _Derived(_Plain):
    third: int = 1
    """Still another."""
    fourth: str = "x"


def test_the_meaning_of_a_key_stands_below_it() -> None:
    """In one line; a derived model may say it anew, and what says nothing means nothing."""
    assert meanings(_Plain) == {"first": "One meaning.", "third": "Another."}
    assert meanings(_Derived) == {"first": "One meaning.", "third": "Still another."}
