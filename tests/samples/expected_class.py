"""What the files `expected.toml` of example students are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def any_of(outcome: Any) -> list[Any]:
    """Return the outcomes that an entry allows."""
    return outcome if isinstance(outcome, list) else [outcome]


def texts_of(result: dict[str, Any], place: str) -> Iterator[str]:
    """Yield what is said about a check, a task or the files."""
    yield from (f"{note['name']}: {note['message']}" for note in result["submission"]["reading"] if note["message"])
    yield from result["notes"]
    for task in result["tasks"]:
        if place in {"files", task["id"]}:
            yield from task["notes"]
        for check in task["checks"]:
            if place in {task["id"], f"{task['id']}.{check['id']}"}:
                yield from (check["message"], check["diagnosis"], check["hint"], *check["notes"])
