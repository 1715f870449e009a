"""Whole downloads, honest and hostile: every file of each gets the row that it must get, or the user is asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.archives.names import relative, shown_path
from grader.errors import UsageError
from grader.intake.layouts import LAYOUTS
from tests.samples.families import some_of

from .corpus_cases import Download, build, cases, entry, outcome

if TYPE_CHECKING:
    from pathlib import Path

CASES = cases()


@pytest.mark.parametrize("download", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_every_file_of_a_download_gets_its_row(tmp_path: Path, download: Download) -> None:
    """Graded, beside the code, ignored or unreadable, and whose it is; or a question where that is not clear."""
    source = build(download, tmp_path)
    if download.error:
        with pytest.raises(UsageError, match=re.escape(download.error)):
            outcome(source, download, tmp_path)
    else:
        assert outcome(source, download, tmp_path) == download.rows


def test_the_corpus_has_every_platform() -> None:
    """At least eighty downloads, and some of each layout."""
    assert len(CASES) >= 80
    stems = {name.rpartition("-")[0] for name, _ in CASES}
    assert {key.removesuffix("-quiz") for key in LAYOUTS} <= stems


@pytest.mark.parametrize("download", some_of({name: case for name, case in CASES if case.rows}))
def test_no_file_of_a_download_is_lost_or_told_twice(tmp_path: Path, download: Download) -> None:
    """Each name of the tree is that of one row, or lies below a folder that is left out whole."""
    rows = [row.split(" | ")[-1].partition(" -> ")[0] for row in outcome(build(download, tmp_path), download, tmp_path)]
    for line in download.tree:
        name = entry(line)[0].replace("\\", "/")
        if not name.endswith("/"):
            printable = shown_path(relative(name)) if download.packed else re.sub("[\x00-\x1f]", "?", name)
            found = [row for row in rows if printable == row or (row.endswith("/") and printable.startswith(row))]
            assert len(found) == 1, (name, rows)


PARTS = st.sampled_from([
    "a.py", "b.ipynb", "double.py", "answers.md", "data.csv", "x.pdf", ".git", "src", "submitted", "ps1", "venv",
    "timestamp.txt", "__pycache__", "Bo Ox_102_assignsubmission_file_", "LATE_22_text.html", "README.md", "a.py.txt",
    "leeann_4711_900_double.py", "Sheet 2_bo_attempt_2026-10-05-10-22-00_a.py", "Lee, Ann(alee)", "hw.zip", "x.rar",
    "Sheet 2_bo_attempt_2026-12-05-10-22-00_a.py", "Sheet 2_bo_attempt_2026-12-05-10-22-00.txt", "lib", "conda-meta",
    "12-102 - Bo - Dec 5, 2026 1022 AM", "bo_102_5_a.py", "bo102_question_5_77_a.py", "submission_102",
    "submission_metadata.yml", "12-34 - Bo Ox - Oct 5, 2026 1022 AM", "Submission attachment(s)", "double-1.py",
    "double (1).py", "é",
])  # fmt: skip
"""Names that mean something to some layout, as a student may choose them."""
PATHS = st.lists(PARTS, min_size=1, max_size=4).map("/".join)
FLAT = {
    "Canvas": "{0}_{1}_9{1}{3}_{2}",
    "Canvas quiz": "{0}{1}_question_5_9{1}{3}_{2}",
    "Blackboard": "Sheet 2_{0}_attempt_2026-10-05-10-22-00_{2}",
    "Moodle, flat": "{0}_{1}_assignsubmission_file_{2}",
    "Brightspace, flat": "12-{1} - {0} - Oct 5, 2026 1022 AM - {2}",
}
"""How a file lies in a download that has no folders; the last part numbers the files."""
FRAMES = {
    **FLAT,
    "Brightspace": "12-{1} - {0} - Oct 5, 2026 1022 AM/{2}",
    "a folder around folders": "hw/{0}/{2}",
    "Moodle": "{}_{}_assignsubmission_file_/{}",
    "nbgrader": "submitted/{0}/ps1/{2}",
    "folders": "{0}/{2}",
    "Sakai": "Sheet 2/X, Y({0})/Submission attachment(s)/{2}",
}
"""How a part of a student lies in a download: the name, the number, the student's own path."""


def without_clashes(paths: set[str]) -> list[str]:
    """Return paths of which none is a folder of another, as on a disk."""
    return sorted(path for path in paths if not any(other.startswith(f"{path}/") for other in paths))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(layout=st.sampled_from(sorted(FRAMES)), paths=st.sets(PATHS, min_size=1, max_size=6), packed=st.booleans())
def test_no_name_inside_of_one_part_changes_another_row(
    tmp_path_factory: pytest.TempPathFactory, layout: str, paths: set[str], packed: bool
) -> None:
    """Whatever one student calls their files, those of the others get the rows that they get without them."""
    root = tmp_path_factory.mktemp("any")
    frame = FRAMES[layout]
    others = [frame.format(name, number, "double.py", 0) for name, number in (("Ann", 101), ("Bo", 102), ("Cy", 103))]
    own = without_clashes({path.replace("/", " ") for path in paths} if layout in FLAT else paths)
    mine = [f"{frame.format('Mallory', 104, path, number)} <- text" for number, path in enumerate(own)]
    download = Download("any", [*others, *mine], packed=packed)
    rows = outcome(build(download, root), download, root)
    expected = Download("plain", others, packed=packed)
    (root / "plain").mkdir()
    alone = outcome(build(expected, root / "plain"), expected, root / "plain")
    assert [row for row in rows if row in alone] == alone
    ids = {row.partition(" | ")[0] for row in rows if row.count(" | ") == 2}
    assert len(ids) <= 4
    files = [row.split(" | ")[-1].partition(" -> ")[0] for row in rows]
    for line in mine:
        name = line.partition(" <- ")[0]
        assert sum(name == file or (file.endswith("/") and name.startswith(file)) for file in files) == 1, (name, files)
