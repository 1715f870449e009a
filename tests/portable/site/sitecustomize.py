"""Makes every command that a test starts run on such a system: this folder is in PYTHONPATH then."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import blocking  # type: ignore[import-not-found]

del sys.path[0]
if pathlib.Path(sys.argv[0] if sys.argv else "").name != "pytest":
    blocking.block_for_grader()
