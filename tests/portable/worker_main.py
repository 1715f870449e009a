"""The worker on such a system: `python OPTIONS worker_main.py OPTIONS grader/worker pipes ...`."""

import pathlib
import runpy
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import blocking  # type: ignore[import-not-found]

blocking.block_everything()
del sys.path[0]
sys.argv[:] = sys.argv[next(index for index, word in enumerate(sys.argv) if pathlib.Path(word).name == "worker") :]
runpy.run_path(sys.argv[0], run_name="__main__")
