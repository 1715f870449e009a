"""Memory of a container: where its limit stands, and what is left of it for students' code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.sandbox.factory import WorkerFactory
from grader.sandbox.isolation import MEMORY
from grader.sandbox.memory import LEAST, RESERVED, affordable, container_limit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MIB = 1 << 20


@pytest.mark.parametrize(
    ("asked", "limit", "due"),
    [
        pytest.param(1024, None, 1024, id="no-limit"),
        pytest.param(1024, 8192, 1024, id="large-container"),
        pytest.param(1024, 1024 + 256, 1024, id="just-enough"),
        pytest.param(1024, 1024 + 255, 1023, id="just-too-small"),
        pytest.param(1024, 384, 128, id="small-container"),
        pytest.param(1024, 100, 64, id="hardly-any"),
        pytest.param(32, 100, 32, id="asks-for-less-than-the-least"),
    ],
)
def test_a_worker_gets_what_it_asks_for_or_what_the_container_can_spare(
    asked: int, limit: int | None, due: int
) -> None:
    """The judge keeps its own; the least with which numpy works is given all the same."""
    assert affordable(asked * MIB, None if limit is None else limit * MIB) == due * MIB
    assert (RESERVED, LEAST) == (256 * MIB, 64 * MIB)


@pytest.fixture
def groups(tmp_path: Path) -> Callable[..., Any]:
    """Return a function that writes the groups of a process and their files, and reads the limit there."""

    def limit(lines: Any, **files: Any) -> Any:
        (tmp_path / "cgroup").write_text("\n".join(lines) + "\n")
        for name, text in files.items():
            path = tmp_path / "fs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{text}\n")
        container_limit.cache_clear()
        found = container_limit(tmp_path / "cgroup", tmp_path / "fs")
        container_limit.cache_clear()
        return found

    return limit


CASES = {
    "version 2": (["0::/a/b"], {"a/b/memory.max": 500}, 500),
    "no limit": (["0::/a/b"], {"a/b/memory.max": "max"}, None),
    "one above": (["0::/a/b"], {"a/b/memory.max": "max", "a/memory.max": 300}, 300),
    "the smallest": (["0::/a/b"], {"a/b/memory.max": 900, "a/memory.max": 300, "memory.max": 800}, 300),
    "host's group in a container": (["0::/docker/1f2e"], {"memory.max": 700}, 700),
    "the top": (["0::/"], {"memory.max": 600}, 600),
    "version 1": (["5:cpu:/x", "4:hugetlb,memory:/a"], {"memory/a/memory.limit_in_bytes": 400}, 400),
    "version 1, none": (["4:memory:/a"], {"memory/a/memory.limit_in_bytes": 9223372036854771712}, None),
    "both": (["4:memory:/a", "0::/b"], {"memory/a/memory.limit_in_bytes": 400, "b/memory.max": 200}, 200),
    "not a number": (["0::/a"], {"a/memory.max": "-5"}, None),
    "a group of another tree": (["4:cpu:/a"], {"a/memory.max": 100, "memory/a/memory.limit_in_bytes": 100}, None),
    "nothing there": (["0::/a"], {}, None),
}


@pytest.mark.parametrize(("lines", "files", "due"), CASES.values(), ids=CASES)
def test_the_limit_is_the_smallest_of_all_groups(
    groups: Callable[..., Any], lines: list[str], files: dict[Any, Any], due: int | None
) -> None:
    """Of both versions of control groups, the process's own and those above."""
    assert groups(lines, **files) == due


def test_a_system_without_groups_has_no_limit(tmp_path: Path) -> None:
    """Such as macOS."""
    container_limit.cache_clear()
    assert container_limit(tmp_path / "nowhere", tmp_path) is None
    container_limit.cache_clear()


@pytest.mark.parametrize(("limit", "due"), [(None, MEMORY), (500 * MIB, 244 * MIB)], ids=["machine", "container"])
def test_a_worker_is_told_what_is_affordable(monkeypatch: pytest.MonkeyPatch, limit: int | None, due: int) -> None:
    """Whatever its task asks for."""
    monkeypatch.setattr("grader.sandbox.factory.container_limit", lambda: limit)
    asked = []
    monkeypatch.setattr("grader.sandbox.factory.Worker", lambda **options: asked.append(options["walls"].memory))
    WorkerFactory().worker()
    WorkerFactory().worker(memory=100 * MIB)
    assert asked == [due, 100 * MIB]
