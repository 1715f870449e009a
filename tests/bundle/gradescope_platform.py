"""Gradescope's own part, in a tree of its own: where it unpacks, what it starts, what it makes of the results."""

from __future__ import annotations

import json
import os
import shutil
import subprocess  # noqa: TID251 - the platform starts scripts
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.samples.archives_read import opened, rights

FORMATS = ["text", "html", "simple_format", "md", "ansi"]
VISIBILITIES = ["visible", "hidden", "after_due_date", "after_published"]
TEST = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "score": {"type": "number"},
        "max_score": {"type": "number"},
        "status": {"enum": ["passed", "failed"]},
        "name": {"type": "string"},
        "name_format": {"enum": FORMATS},
        "number": {"type": "string"},
        "output": {"type": "string"},
        "output_format": {"enum": FORMATS},
        "tags": {"type": "array", "items": {"type": "string"}},
        "visibility": {"enum": VISIBILITIES},
        "extra_data": {"type": "object"},
    },
}
RESULTS = {
    "type": "object",
    "additionalProperties": False,
    "anyOf": [{"required": ["score"]}, {"required": ["tests"]}],
    "properties": {
        "score": {"type": "number"},
        "execution_time": {"type": "number"},
        "output": {"type": "string"},
        "output_format": {"enum": FORMATS},
        "test_output_format": {"enum": FORMATS},
        "test_name_format": {"enum": FORMATS},
        "visibility": {"enum": VISIBILITIES},
        "stdout_visibility": {"enum": VISIBILITIES},
        "extra_data": {"type": "object"},
        "tests": {"type": "array", "items": TEST},
        "leaderboard": {"type": "array"},
    },
}
"""What the platform's specification allows in results.json, and no key besides."""


@dataclass(frozen=True)
class Shown:
    """What the platform has after a run: the exit code, what was printed, and the results."""

    code: int
    printed: str
    results: dict[Any, Any]


@dataclass(frozen=True)
class Platform:
    """An image: the folder that stands for /autograder, and where the grader's own environment lies."""

    root: Path
    home: Path
    prefix: tuple[str, ...] = ()
    """Words before a command: the machine on which it runs."""
    real_paths: bool = False
    """Whether the folder is mounted at /autograder for whatever runs."""

    def unpack(self, data: bytes) -> None:
        """Put an archive where the platform does, with the rights that it has."""
        modes = rights(data)
        for name, content in opened(data).items():
            path = self.root / "source" / name
            if name.endswith("/"):
                path.mkdir(parents=True, exist_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                path.chmod(0o755 if modes[name].endswith("x") else 0o600)
        shutil.copy(self.root / "source/run_autograder", self.root / "run_autograder")

    def set_up(self, path: str | None = None, **more: Any) -> subprocess.CompletedProcess[str]:
        """Build the image; `path` is where programs are looked for."""
        return self._start(["bash", str(self._place / "source/setup.sh")], path, more)

    def grade(self, files: dict[str, str], path: Any = None, **more: Any) -> Shown:
        """Hand in `files` (text or bytes by name) and run what the platform runs."""
        for name in ("submission", "results"):
            shutil.rmtree(self.root / name, ignore_errors=True)
            (self.root / name).mkdir()
        metadata = {"id": 1, "users": [{"email": "ada@example.edu"}], "previous_submissions": []}
        (self.root / "submission_metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
        for name, content in files.items():
            target = self.root / "submission" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())  # type: ignore[redundant-expr, unreachable]
        done = self._start([str(self._place / "run_autograder")], path, more)
        results = json.loads((self.root / "results/results.json").read_text(encoding="utf-8"), parse_constant=refuse)
        assert [entry.name for entry in (self.root / "results").iterdir()] == ["results.json"]
        return Shown(done.returncode, done.stdout + done.stderr, results)

    @property
    def _place(self) -> Path:
        return Path("/autograder") if self.real_paths else self.root

    def _start(self, command: list[str], path: str | None, more: dict[Any, Any]) -> subprocess.CompletedProcess[str]:
        own = {} if self.real_paths else {"AUTOGRADER_ROOT": str(self.root)}
        pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        env = {
            "PATH": path or os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "GRADER_HOME": str(self.home),
            **own,
            **pip,
            **more,
        }
        mounted = ["unshare", "--mount", "sh", "-c", 'mount --bind "$0" /autograder && cd /autograder && exec "$@"']
        start = [*mounted, str(self.root)] if self.real_paths else []
        return subprocess.run(
            [*start, *self.prefix, *command],
            cwd=self.root,
            env=env,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )


def refuse(word: Any) -> None:
    """Fail for NaN and the infinities, which JSON does not have."""
    raise AssertionError(f"{word} is no JSON")
