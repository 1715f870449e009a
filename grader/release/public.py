"""The part of a task file that students get: no hidden check, no known wrong solution, no rubric."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from grader.release.recordable import recordable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from grader.checks.task import Check, Task

_LEFT_OUT = {"misconceptions", "tests"}
_TEACHERS = {"rubric", "visibility", "features"}


def public_part(
    data: Mapping[str, Any], task: Task, without: Collection[str], functions: Collection[str] = ()
) -> dict[str, Any]:
    """Return the content of a kit's task file; `data` is that of the task's own, `without` are ids of checks.

    `functions` are those of a task that names none itself and is asked for by its tests.
    """
    checks = {check.id: check for check in task.checks}
    included = [_check(entry, checks[entry["id"]]) for entry in data.get("checks", ()) if entry["id"] not in without]
    named = {entry["id"] for entry in data.get("checks", ())}
    included += [_of_test(check) for check in task.checks if check.id not in {*named, *without}]
    public = {key: value for key, value in data.items() if key not in _LEFT_OUT} | {"checks": included}
    if functions:
        public["functions"] = {name: {"args": list(task.functions[name].args)} for name in functions}
    return public


def _of_test(check: Check) -> dict[str, Any]:
    """Return the entry of a check that stands for a test, and that the task file does not name."""
    spec = check.spec
    entry = {"id": spec.id, "title": spec.title, "points": spec.points, "test": spec.python_test}
    return entry | ({"hint": spec.hint} if spec.hint else {})


def _check(data: Mapping[str, Any], check: Check) -> dict[str, Any]:
    drawn = check.illustration is None or recordable(check.illustration.node)
    dropped = _TEACHERS if drawn else {*_TEACHERS, "picture"}
    return {key: value for key, value in data.items() if key not in dropped}


def written_down(data: Mapping[str, Any]) -> str:
    """Return a task file as text."""
    return yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True, width=110)
