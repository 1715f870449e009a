"""Modules of other graders, as tests import them: always these, whether the other grader is installed or not."""

from __future__ import annotations

import importlib
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

_HERE = "grader.tester.peers"
SERVED = {
    "code_feedback": f"{_HERE}.feedback",
    "prairielearn": f"{_HERE}.prairielearn_data",
    "pl_helpers": f"{_HERE}.pl_helpers",
    "pl_unit_test": f"{_HERE}.prairielearn",
    "gradescope_utils": "",
    "gradescope_utils.autograder_utils": "",
    "gradescope_utils.autograder_utils.decorators": f"{_HERE}.gradescope",
    "gradescope_utils.autograder_utils.files": f"{_HERE}.gradescope",
    "gradescope_utils.autograder_utils.json_test_runner": f"{_HERE}.gradescope",
}
"""The module here for each name; empty for a package that only holds others."""


class ServedModules(MetaPathFinder, Loader):
    """Finds these modules before any that is installed."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Return the spec of one of these modules."""
        del path, target
        if fullname not in SERVED:
            return None
        is_package = any(name.startswith(f"{fullname}.") for name in SERVED)
        return ModuleSpec(fullname, self, is_package=is_package)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Leave it to the import system."""
        del spec
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Fill it with the names of the module here."""
        if own := SERVED[module.__name__]:
            names = vars(importlib.import_module(own))
            module.__dict__.update({name: value for name, value in names.items() if not name.startswith("__")})


def serve_modules() -> None:
    """Let tests import these modules from now on."""
    if not any(isinstance(finder, ServedModules) for finder in sys.meta_path):
        sys.meta_path.insert(0, ServedModules())
