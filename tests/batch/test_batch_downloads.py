"""A class as it was downloaded: one command, a row for everybody, and code that finds its data file."""

import zipfile

from class_of import RIGHT, TASK, Threads

from grader.batch import Batch, run
from grader.store import Folder, Store

DATA = "FACTOR = float(open('factor.txt').read())\n\n\ndef double(a):\n    return FACTOR * a\n"
MEMBERS = {
    "Ann Lee_101_assignsubmission_file/double.py": DATA,
    "Ann Lee_101_assignsubmission_file/factor.txt": "2",
    "Bo Ox_102_assignsubmission_file/double.py": RIGHT,
    "Bo Ox_102_assignsubmission_onlinetext/onlinetext.html": "<p>see file</p>",
}


def test_a_download_is_graded_as_it_is(tmp_path):
    """Files beside the code are there for it, and what the platform and the list know is in the result."""
    for name, text in {"tasks/double.yaml": TASK, "reference/double.py": RIGHT}.items():
        (tmp_path / "course" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "course" / name).write_text(text)
    with zipfile.ZipFile(tmp_path / "moodle.zip", "w") as archive:
        for name, text in MEMBERS.items():
            archive.writestr(name, text)
    (tmp_path / "list.csv").write_text("Identifier,Full name,Group\n101,Ann Lee,B\n102,Bo Ox,A\n103,Cy Q,A\n")
    batch = Batch(
        tmp_path / "moodle.zip", tmp_path / "course", tmp_path / "out", Threads(), 1, roster=tmp_path / "list.csv"
    )
    progress = run(batch, lambda _: None)
    assert (progress.total, progress.graded, progress.failures) == (3, 3, {})
    with Store(Folder(tmp_path / "out")) as store:
        results = {id_: store.newest(id_).result for id_ in ("101", "102", "103")}
    assert {id_: result.points for id_, result in results.items()} == {"101": 3, "102": 3, "103": 0}
    assert (results["101"].submission.name, results["101"].submission.group) == ("Ann Lee", "B")
    assert any("onlinetext.html" in note for note in results["102"].notes)
    assert any("Nothing was handed in" in note for note in results["103"].notes)
    again = run(batch, lambda _: None)
    assert (again.graded, again.cached) == (0, 3)
