"""Are there wheels of every dependency for the systems that students have?  Nothing is built from source there.

    python -m benchmarks.wheels [--python 3.12]...

Asks pip to resolve the runtime dependencies with the versions of constraints.txt, wheels only, for each system and each
Python, and prints the wheels that are not plain Python.  Ends with 1 if a resolution fails.
"""

from __future__ import annotations

import argparse
import json
import subprocess  # noqa: TID251 - pip is a command
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
SYSTEMS = {
    "Windows, Intel": ("win_amd64",),
    "Windows, ARM": ("win_arm64",),
    "macOS, Apple": ("macosx_14_0_arm64", "macosx_12_0_arm64", "macosx_11_0_arm64"),
    "macOS, Intel": ("macosx_14_0_x86_64", "macosx_12_0_x86_64", "macosx_10_13_x86_64", "macosx_10_9_x86_64"),
    "Linux, Intel": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "Linux, ARM": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def main() -> int:
    """Ask for every system and Python; print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", action="append", choices=PYTHONS, help="this version only; may be repeated")
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    failed = 0
    for version in parser.parse_args().python or PYTHONS:
        for system, tags in SYSTEMS.items():
            wheels, error = resolve(wanted, tags, version)
            failed += bool(error)
            compiled = sorted(name for name in wheels if not name.endswith("-none-any.whl"))
            print(f"{version}  {system:15} {error or f'{len(wheels)} wheels, compiled: ' + ', '.join(compiled)}")
    return 1 if failed else 0


def resolve(wanted: list[str], tags: tuple[str, ...], version: str) -> tuple[list[str], str]:
    """Return the names of the wheels that pip would take on a system, and why it cannot."""
    platforms = [word for tag in tags for word in ("--platform", tag)]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [
            sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--only-binary=:all:",
            "--target", folder, "--python-version", version, "--implementation", "cp", *platforms,
            "--constraint", str(ROOT / "constraints.txt"), "--report", str(report), *wanted,
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
            return [], errors[-1] if errors else done.stderr[-200:]
        entries = json.loads(report.read_text())["install"]
    return [entry["download_info"]["url"].rpartition("/")[2] for entry in entries], ""


if __name__ == "__main__":
    sys.exit(main())
