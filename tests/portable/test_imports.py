"""What only POSIX has is imported only where it is used."""

from __future__ import annotations

import ast
from pathlib import Path

import grader
from tests.portable.blocking import MODULES

PACKAGE = Path(grader.__file__).parent
WALLS = {"worker/walls/rights.py"}
"""Imported by a worker that is linked as on Linux, and by nobody else."""


def posix_imports(path: Path) -> set[str]:
    """Return the modules of POSIX that importing a file imports: those at its top level."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module or "")
    return {name for name in found if name.partition(".")[0] in MODULES}


def test_no_module_imports_what_only_posix_has_when_it_is_imported() -> None:
    """So every module but the walls can be imported on every system."""
    files = {path.relative_to(PACKAGE).as_posix(): posix_imports(path) for path in PACKAGE.rglob("*.py")}
    assert {name for name, modules in files.items() if modules} == WALLS


def test_only_the_linux_link_imports_the_walls() -> None:
    """Inside the functions that start it; `worker/service.py` and the portable link know nothing of them."""
    for name in ("service.py", "standard_streams.py", "hang_watch.py", "endpoint.py"):
        lines = (PACKAGE / "worker" / name).read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if "import" in line and "walls" in line] == []
