"""The memory limit of a student's code on this machine: the task's, or less if a container has less.

The limit that meets it first must be the worker's own: when a container runs out of memory, the kernel ends some
process in it, and that may be the judge.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

RESERVED = 256 << 20
"""Bytes that stay for the judge and for what a worker has imported."""
LEAST = 64 << 20
"""Bytes that a worker gets however little there is: with less numpy does not do its work."""


def affordable(requested: int, limit: int | None) -> int:
    """Return how many of the bytes asked for a worker may get where all processes together have `limit`."""
    return requested if limit is None else min(requested, max(limit - RESERVED, LEAST))


@lru_cache(maxsize=1)
def container_limit(process: Path = Path("/proc/self/cgroup"), root: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Return the bytes that this process's control groups, and those above them, allow; None where nothing limits them.

    Control groups of version 2 keep the limit in memory.max, those of version 1 in memory.limit_in_bytes.
    """
    # Every group above may have a limit of its own, and the smallest one is met first.
    limits = [limit for file in _files(process, root) if (limit := _bytes(file)) is not None]
    return min(limits, default=None)


def _files(process: Path, root: Path) -> list[Path]:
    """Return where limits of a process may stand."""
    try:
        lines = process.read_text().splitlines()
    except OSError:
        return []
    files: list[Path] = []
    for line in lines:
        _, controllers, group = line.split(":", 2)
        if not controllers:
            top, name = root, "memory.max"
        elif "memory" in controllers.split(","):
            top, name = root / "memory", "memory.limit_in_bytes"
        else:
            continue
        group_folder = top / group.lstrip("/")
        # In a container the group is often that of the host, which is not there, and the container's own is the top.
        files += [folder / name for folder in (group_folder, *group_folder.parents) if folder.is_relative_to(top)]
    return files


def _bytes(file: Path) -> int | None:
    """Return the number in a file; None where there is none, or one that stands for "no limit"."""
    try:
        text = file.read_text().strip()
    except OSError:
        return None
    return int(text) if text.isdecimal() and int(text) < 1 << 60 else None
