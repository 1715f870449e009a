"""Attacks through `grader batch` with all walls, and after each a canary that must not notice (`attacks.py`)."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.hostile.attacks import ATTACKS, CANARY, Run, grade
from tests.hostile.interpreters import interpreter, project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

linux = sys.platform.startswith("linux")
pytestmark = pytest.mark.skipif(not linux, reason="the walls are those of Linux")

QUICK = [
    "eat_by_crashing",
    "eat_processes",
    "escape_int80",
    "escape_into_the_judge",
    "escape_sockets",
    "fake_all_answers",
    "fake_hard_exit",
    "fake_patched_numpy",
    "lie_exception",
    "lie_ndarray_subclass",
    "read_frames",
    "read_reference",
]
GROUPS = {"quick": QUICK, "whole": list(ATTACKS), "changed": list(ATTACKS), "unprivileged": list(ATTACKS)}
"""By who grades: whoever runs the tests, root whose workers change their user, and a user without rights."""
MARKS = {
    "quick": (),
    "whole": pytest.mark.slow,
    "changed": [pytest.mark.slow, pytest.mark.skipif(os.geteuid() != 0, reason="only root can change its user")],
    "unprivileged": pytest.mark.unprivileged,
}
NOBODY = 64_123
"""A user number that no person has."""
AS = {"changed": {}, "unprivileged": {"user": NOBODY, "group": NOBODY, "extra_groups": [], "umask": 0o022}}
"""Of groups that need an interpreter which everybody can read: the user who grades, if it is not root."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """Return a function that grades a group of attacks once."""
    known: dict[str, Run] = {}
    folders = []

    def run(group: Any) -> Any:
        if group not in known:
            if group in AS and os.geteuid() == 0:
                folders.append(Path(tempfile.mkdtemp(prefix="hostile-")))
                known[group] = readable(folders[-1], GROUPS[group], **AS[group])
            else:
                known[group] = grade(tmp_path_factory.mktemp(group), GROUPS[group])
        return known[group]

    yield run
    for folder in folders:
        shutil.rmtree(folder)


def readable(folder: Any, names: Any, **user: Any) -> Any:
    """Grade as a user, with an interpreter and a copy of the project that everybody can read."""
    folder.chmod(0o755)
    python, copy = interpreter(folder), project(folder)
    (folder / "work").mkdir()
    return grade(folder / "work", names, python, copy, **user)


def each(names: Callable[..., Any] = lambda name: True) -> Any:
    """Return the attacks of each group, marked like the group."""
    return [
        pytest.param(group, name, id=f"{group}-{name}", marks=MARKS[group])  # type: ignore[arg-type]
        for group, attacks in GROUPS.items()
        for name in attacks
        if names(name)
    ]


GROUP = [pytest.param(group, id=group, marks=MARKS[group]) for group in GROUPS]  # type: ignore[arg-type]


@pytest.mark.parametrize(("group", "name"), each())
def test_an_attack_gets_what_it_deserves(runs: Callable[..., Any], group: str, name: str) -> None:
    """Each check ends as expected, behind all walls; the file was executed whole unless `states` says otherwise."""
    result = runs(group).results[name]
    assert result["isolation"] == "sandbox"
    states = {note["name"]: note["state"] for note in result["submission"]["reading"]}
    for file, allowed in ATTACKS[name].get("states", dict.fromkeys(states.keys() & CANARY, "whole")).items():
        assert states[file] in ([allowed] if isinstance(allowed, str) else allowed)
    tasks = {task["id"]: {check["id"]: check["outcome"] for check in task["checks"]} for task in result["tasks"]}
    for task, expected in ATTACKS[name]["outcomes"].items():
        outcomes = set(tasks[task].values())
        if isinstance(expected, str):
            assert outcomes == {expected}, result["output"]
        else:
            assert tasks[task] == expected, result["output"]


@pytest.mark.parametrize(("group", "name"), each())
def test_the_next_submission_does_not_notice(runs: Callable[..., Any], group: str, name: str) -> None:
    """The canary after the attack has all points that no person gives, nothing printed, and no note."""
    result = runs(group).results[f"{name}-canary"]
    assert result["points"] == result["max_points"] - result["pending_points"] > 0
    assert (result["output"], result["notes"], result["isolation"]) == ("", [], "sandbox")


@pytest.mark.parametrize("group", GROUP)
def test_nothing_is_left(runs: Callable[..., Any], group: str) -> None:
    """No process, no file, no change of one, nothing that the kernel keeps by name."""
    assert runs(group).left == []


@pytest.mark.parametrize("group", GROUP)
def test_nobody_else_is_in_the_class(runs: Callable[..., Any], group: str) -> None:
    """A result for each attack and each canary, and no other: none is lost, none is made up."""
    run = runs(group)
    assert run.code == 0, run.said
    assert run.results.keys() == {name + end for name in GROUPS[group] for end in ("", "-canary")} == run.pages.keys()
    assert len(run.said.splitlines()) == 3 + len(run.results)


@pytest.mark.parametrize(
    ("group", "name"), each(lambda name: ATTACKS[name].keys() & {"nowhere", "not_for_students", "not_said"})
)
def test_what_must_not_appear_does_not(runs: Callable[..., Any], group: str, name: str) -> None:
    """Markup, control characters and printed inputs are in no page, no table and nothing that the command prints."""
    run = runs(group)
    attack = ATTACKS[name]
    shown = run.said + run.pages[name]
    assert [text for text in (*attack.get("nowhere", ()), *attack.get("not_for_students", ())) if text in shown] == []
    assert [text for text in attack.get("not_said", ()) if text in run.said] == []
