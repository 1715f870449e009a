"""The part of a task file that students get: no hidden check, no known wrong solution, no rubric."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from grader.release.recordable import recordable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from grader.checks.task import Check, Task

_OF_TESTS = {"misconceptions", "tests", "modules", "shared", "random"}
_TEACHERS = {"rubric", "visibility"}


def public_part(data: Mapping[str, Any], task: Task, without: Collection[str]) -> dict[str, Any]:
    """Return the content of a kit's task file; `data` is that of the task's own, `without` are ids of checks."""
    checks = {check.id: check for check in task.checks}
    included = [_check(entry, checks[entry["id"]]) for entry in data.get("checks", ()) if entry["id"] not in without]
    return {key: value for key, value in data.items() if key not in _OF_TESTS} | {"checks": included}


def _check(data: Mapping[str, Any], check: Check) -> dict[str, Any]:
    drawn = check.illustration is None or recordable(check.illustration.node)
    dropped = _TEACHERS if drawn else {*_TEACHERS, "picture"}
    return {key: value for key, value in data.items() if key not in dropped}


def written_down(data: Mapping[str, Any]) -> str:
    """Return a task file as text."""
    return yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True, width=110)
