"""State that one process keeps between jobs: a zygote, and a course with what is prepared for its seed."""

from __future__ import annotations

import atexit
import threading
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from grader.course import Course, load_course
from grader.errors import UsageError
from grader.judge import Preparation
from grader.sandbox.spawn import worker_interpreter
from grader.sandbox.zygote import Zygote
from grader.store.result_key import course_digest

if TYPE_CHECKING:
    from pathlib import Path


class WorkerState:
    """One job at a time: a process of a cluster may have several threads, and a zygote answers one question at once."""

    def __init__(self) -> None:
        self.free = threading.Lock()
        self.zygote = _shared[0].branch() if _shared and _is_current(_shared[0]) else Zygote()
        self.prepared = lru_cache(maxsize=2)(_prepared)

    def preload(self, modules: tuple[str, ...]) -> None:
        """Let the zygote have these modules imported; one that has others, or is of another interpreter, ends."""
        if self.zygote.preload != modules or not _is_current(self.zygote):
            self.zygote.close()
            self.zygote = Zygote(modules)

    def close(self) -> None:
        """End the zygote; the next job starts another."""
        self.zygote.close()
        self.prepared.cache_clear()


@cache
def worker_state() -> WorkerState:
    """Return this process's desk; it ends with the process."""
    state = WorkerState()
    atexit.register(state.close)
    return state


def shared_zygote(modules: tuple[str, ...]) -> Zygote:
    """Return a zygote of this process, from which those of the processes that are forked from it branch off."""
    if not _shared or _shared[0].preload != modules or not _is_current(_shared[0]):
        end_shared_zygote()
        _shared.append(Zygote(modules))
    return _shared[0]


def shared_descriptors() -> tuple[int, ...]:
    """Return the descriptors that those processes have to keep."""
    return _shared[0].descriptors if _shared else ()


def end_shared_zygote() -> None:
    """End it: those that have branched off go on."""
    while _shared:
        _shared.pop().close()


def _is_current(zygote: Zygote) -> bool:
    """Whether a zygote is of the interpreter that workers have now: the variable that names it may have changed."""
    return zygote.interpreter == worker_interpreter()


_shared: list[Zygote] = []
atexit.register(end_shared_zygote)


def _prepared(course: Path, digest: str, seed: int, walls: bool = True) -> tuple[Course, Preparation]:
    """Read the course, and make place for its questions.  Raises UsageError if it is another one than was meant.

    Without `walls` task files are not taken as an earlier start understood them: students' code may have changed that.
    """
    if course_digest(course) != digest:
        raise UsageError(f"{course}: has changed since the command began, or is another one here. Start it again.")
    loaded = _LOADED.get((course, digest))
    if loaded is None:
        loaded = load_course(course, skip_broken=True, remember=walls)
    return loaded, Preparation(seed)


_LOADED: dict[tuple[Path, str], Course] = {}


def keep_loaded(folder: Path, digest: str, course: Course) -> None:
    """Let jobs of this process, and of those that are forked from it, take a course as it was read here."""
    _LOADED.clear()
    _LOADED[folder, digest] = course
