"""Models without validation hold what validating ones hold, and refuse what they cannot do."""

from __future__ import annotations

import json
import subprocess  # noqa: TID251 - the models of a process are those that it began with
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import pydantic
import pytest
from pydantic_core import PydanticUndefined

from grader import plain_models
from grader.checks.task import TaskSpec
from grader.course import load_course
from grader.results import SubmissionResult
from grader.submission import read_report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def _models(library: Any) -> tuple[Any, Any]:
    """Return a model and one derived from it, defined with pydantic or with the plain module."""

    class Base(library.BaseModel):  # type: ignore[misc]
        model_config = library.ConfigDict(frozen=True, extra="forbid")
        key: ClassVar[str] = "base"

        id: str
        size: int = 3
        parts: dict[str, int] = library.Field(default_factory=dict)

        @property
        def double(self) -> int:
            return 2 * int(self.size)

        @cached_property
        def triple(self) -> int:
            return 3 * int(self.size)

    class Derived(Base):
        size: int = 5
        item: str = library.Field(alias="list", min_length=1)
        names: tuple[str, ...] = library.Field(default=())

        @library.model_validator(mode="after")  # type: ignore[untyped-decorator]
        def _is_right(self) -> Any:
            return self

    return Base, Derived


ACTIONS: dict[str, Callable[[Any, Any], Any]] = {
    "defaults": lambda base, _: vars(base.model_construct(id="a")),
    "given": lambda base, _: vars(base.model_construct(id="a", size=4, parts={"b": 1})),
    "set": lambda base, _: sorted(base.model_construct(id="a", size=4).model_fields_set),
    "set by name": lambda base, _: sorted(base.model_construct({"id"}, id="a", size=4).model_fields_set),
    "created": lambda _, derived: vars(derived(id="a", list="b")),
    "derived": lambda _, derived: list(vars(derived.model_construct(id="a", item="b"))),
    "overridden": lambda _, derived: derived(id="a", list="b").double,
    "class variable": lambda _, derived: derived.key,
    "copy": lambda base, _: vars(base(id="a").model_copy(update={"size": 9})),
    "set of a copy": lambda base, _: sorted(base(id="a").model_copy(update={"size": 9}).model_fields_set),
    "same copy": lambda base, _: base(id="a").model_copy() == base(id="a"),
    "equal": lambda base, _: (base(id="a") == base(id="a"), base(id="a") == base(id="b"), base(id="a") == 3),
    "equal when something is computed": lambda base, _: [
        (left.triple, left == right, hash(left) == hash(right), repr(left) == repr(right))
        for left, right in [(base.model_construct(id="a", parts=()), base.model_construct(id="a", parts=()))]
    ],
    "other class": lambda base, derived: base(id="a") == derived(id="a", list="b"),
    "own default": lambda base, _: base(id="a").parts is base(id="b").parts,
    "default of the class": lambda base, _: hasattr(base, "size"),
    "names of fields": lambda _, derived: list(derived.model_fields),
    "read": lambda _, derived: vars(derived.model_validate({"id": "a", "list": "b", "names": ["c"]})),
    "set of what was read": lambda base, _: sorted(base.model_validate({"id": "a", "size": 3}).model_fields_set),
    "read from JSON": lambda base, _: vars(base.model_validate_json('{"id": "a", "parts": {"b": 1}}')),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_they_hold_what_validated_ones_hold(name: str) -> None:
    """Values, defaults, which of them were given, copies, equality."""
    assert ACTIONS[name](*_models(plain_models)) == ACTIONS[name](*_models(pydantic))


def test_they_are_frozen() -> None:
    """As the validated ones."""
    base, _ = _models(plain_models)
    with pytest.raises(ValueError, match="frozen"):
        base(id="a").size = 4


def test_a_field_without_a_default_is_needed() -> None:
    """A misspelled name is no model with a hole."""
    base, _ = _models(plain_models)
    with pytest.raises(TypeError, match="needs `id`"):
        base(size=3)


@pytest.mark.parametrize(
    "name",
    ["model_dump", "model_dump_json", "model_json_schema", "model_rebuild"],
)
def test_what_they_cannot_do_asks_for_validation(name: str) -> None:
    """On the class and on an object, and so that nobody takes it for a fault of a course."""
    base, _ = _models(plain_models)
    assert not issubclass(plain_models.ValidationNeededError, Exception)
    for owner in (base, base(id="a")):
        with pytest.raises(plain_models.ValidationNeededError, match="Base"):
            getattr(owner, name)


@pytest.mark.parametrize(
    ("arguments", "suffices"),
    [
        pytest.param(["check", "a.py"], True, id="text"),
        pytest.param(["check", "a.py", "--task", "scan", "--seed", "3"], True, id="task and seed"),
        pytest.param(["check", "a.py", "--json", "r.json"], False, id="json"),
        pytest.param(["check", "a.py", "--json=r.json"], False, id="json in one word"),
        pytest.param(["check", "a.py", "--html", "r.html"], False, id="page"),
        pytest.param(["check", "a.py", "--format", "gradescope"], False, id="platform"),
        pytest.param(["batch", "a.zip"], False, id="batch"),
        pytest.param(["--help"], False, id="help"),
        pytest.param([], False, id="nothing"),
    ],
)
def test_which_commands_begin_with_them(arguments: Sequence[str], suffices: bool) -> None:
    """A check that is shown as text."""
    assert plain_models.may_suffice(arguments) is suffices


def test_nothing_is_required_where_models_validate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a process with plain models starts again."""
    plain_models.require_validation("a fault")
    monkeypatch.setattr(plain_models, "in_use", True)
    with pytest.raises(plain_models.ValidationNeededError, match="a fault"):
        plain_models.require_validation("a fault")


DEFINED = """
import json
from grader import plain_models
plain_models.in_use = True
import grader.checks.task, grader.results, grader.submission, grader.course
from grader.models import BaseModel
found, waiting = {}, [BaseModel]
while waiting:
    model = waiting.pop()
    waiting += model.__subclasses__()
    found[f"{model.__module__}.{model.__qualname__}"] = [
        [name, item.alias, item.default is plain_models.REQUIRED and item.default_factory is None]
        for name, item in model.__plain_fields__.items() if not name.startswith("_")
    ]
print(json.dumps(found))
"""


def _subclasses(model: type[Any]) -> list[type[Any]]:
    return [model, *(other for sub in model.__subclasses__() for other in _subclasses(sub))]


def test_all_models_of_the_grader_are_defined_alike() -> None:
    """The same fields in the same order, the same keys, a default where there is one."""
    assert load_course.__module__.startswith("grader.course")  # its models are there, whichever test runs first
    assert read_report.__module__.startswith("grader.submission")
    done = subprocess.run([sys.executable, "-c", DEFINED], capture_output=True, check=True, timeout=120, text=True)
    plain = json.loads(done.stdout)
    assert len(plain) > 60
    validated = {}
    for model in _subclasses(pydantic.BaseModel):
        name = f"{model.__module__}.{model.__qualname__}"
        if name in plain:
            validated[name] = [
                [key, item.alias or "", item.default is PydanticUndefined and item.default_factory is None]
                for key, item in model.model_fields.items()
            ]
    del plain["grader.plain_models.BaseModel"]
    assert {SubmissionResult.__name__, TaskSpec.__name__} <= {name.rpartition(".")[2] for name in validated}
    assert validated == plain
