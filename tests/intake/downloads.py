"""Downloads of every platform, as they are packed: names with commas, Cyrillic, Chinese, blanks and parentheses."""

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import Any

CODE = b"def double(a):\n    return 2 * a\n"
HTML = b"<html><body>typed</body></html>"

BLACKBOARD_TEXT = """Name: {name} ({login})
Assignment: Sheet 2
Date Submitted: Monday, October 5, 2026 10:22:00 AM CEST
Current Mark: Needs Marking

Files:
\tOriginal filename: double.py
\tFilename: {file}
"""


def zipped(members: dict[str, bytes], *, folders: tuple[Any, ...] = ()) -> bytes:
    """Return the bytes of a zip of `members` (name to bytes)."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder in folders:
            archive.mkdir(folder)
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w:gz", *, links: Any = ()) -> bytes:
    """Return the bytes of a tar of `members`, and links (name to target) in it."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for name, target in links:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    return data.getvalue()


def blackboard() -> Any:
    """Return a download with two attempts of one student, whose login holds an underscore."""
    members = {}
    for login, name, stamp in (
        ("a_lee", "Ann Lee", "2026-10-04-09-00-00"), ("a_lee", "Ann Lee", "2026-10-05-10-22-00"),
        ("borisk", "Борис К", "2026-10-05-11-00-00"),
    ):  # fmt: skip
        start = f"Sheet 2_{login}_attempt_{stamp}"
        members[f"{start}.txt"] = BLACKBOARD_TEXT.format(name=name, login=login, file=f"{start}_double.py").encode()
        members[f"{start}_double.py"] = CODE + stamp.encode().replace(b"-", b"# ")[:0]
    members["Sheet 2_teacher_previewuser_attempt_2026-10-05-11-00-00_double.py"] = CODE
    return members


DOWNLOADS = {
    "Moodle": (
        {
            "O Brien Ana María_101_assignsubmission_file/double.py": CODE,
            "O Brien Ana María_101_assignsubmission_file/data/x.csv": b"1\n",
            "李 小龍_102_assignsubmission_file_/double (1).py": CODE,
            "李 小龍_102_assignsubmission_onlinetext_/onlinetext.html": HTML,
            "Team A_7_assignsubmission_file_double.py": CODE,
        },
        {"101": ["data/x.csv", "double.py"], "102": ["double (1).py"], "7": ["double.py"]},
        {"101": "O Brien Ana María", "102": "李 小龍", "7": "Team A"},
    ),
    "Canvas": (
        {
            "obriensmithana_LATE_4711_900_double.py": CODE,
            "obriensmithana_LATE_4711_901_notes-1.py": CODE,
            "иванов_12_902_double.ipynb": b"{}",
            "smith2_13_text.html": HTML,
            "anon_AbC12_987_double.py": CODE,
        },
        {"4711": ["double.py", "notes-1.py"], "12": ["double.ipynb"], "13": [], "AbC12": ["double.py"]},
        {"4711": "obriensmithana", "12": "иванов", "13": "smith2"},
    ),
    "Blackboard": (
        blackboard(),
        {"a_lee": ["double.py"], "borisk": ["double.py"]},
        {"a_lee": "Ann Lee", "borisk": "Борис К"},
    ),
    "Brightspace": (
        {
            "12-34 - Ann Lee - Oct 5, 2026 1022 AM/double.py": CODE,
            "12-35 - Ann Lee - Oct 5, 2026 122 PM/double.py": CODE,
            "13-36 - Zoë Q - Sep 30, 2026 1159 PM/double.py": CODE,
            "index.html": HTML,
        },
        {"Ann Lee": ["double.py"], "Zoë Q": ["double.py"]},
        {"Ann Lee": "Ann Lee", "Zoë Q": "Zoë Q"},
    ),
    "Sakai": (
        {
            "Sheet 2/grades.csv": b"Sheet 2,Points\n\nDisplay ID,ID,Last Name,First Name,grade\n",
            "Sheet 2/Lee, Ann(alee)/Submission attachment(s)/double.py": CODE,
            "Sheet 2/Lee, Ann(alee)/timestamp.txt": b"20261005102200000",
            "Sheet 2/Lee, Ann(alee)/comments.txt": b"",
            "Sheet 2/Q, Zoë(zq)/Submission attachment(s)/work/double.py": CODE,
            "Sheet 2/Q, Zoë(zq)/Lee, Zoë(zq)_submissionText.html": HTML,
        },
        {"alee": ["double.py"], "zq": ["work/double.py"]},
        {"alee": "Lee, Ann", "zq": "Q, Zoë"},
    ),
    "nbgrader": (
        {
            "course/submitted/ann/ps1/double.py": CODE,
            "course/submitted/ann/ps1/timestamp.txt": b"2026-10-05 10:22:00.0 UTC",
            "course/submitted/bob/ps1/sub/double.ipynb": b"{}",
        },
        {"ann": ["double.py"], "bob": ["sub/double.ipynb"]},
        {},
    ),
    "folders": (
        {"class/ann/double.py": CODE, "class/bob (2)/double.py": CODE, "class/李/double.py": CODE},
        {"ann": ["double.py"], "bob (2)": ["double.py"], "李": ["double.py"]},
        {},
    ),
}
"""For each layout: the members, the files by student, the names by student."""
