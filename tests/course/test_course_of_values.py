"""A course of other values than numbers: verified, graded, and told by the part that is wrong."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
COURSE = ROOT / "examples" / "two_functions"
