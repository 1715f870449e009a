"""Ids on a disk that makes no difference of capital letters: nobody's page or folder is another one's."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.batch import Batch, regrade, run
from grader.batch.distinct_ids import DistinctIds
from grader.store import Folder, Store
from grader.store.folder import file_name
from tests.batch.class_of import RIGHT, WRONG, Threads, write_class

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "ids",
    [["Ada", "ada"], ["ada", "Ada", "ADA"], ["Zoë", "zoË"], ["a b", "A b"], ["straße", "strasse"], ["x.Y", "X.y"]],
    ids=lambda ids: ids[0],
)
def test_ids_that_differ_by_capital_letters_have_names_of_their_own(ids: list[str]) -> None:
    """Whatever a disk makes of them; the first one keeps its own."""
    distinct = DistinctIds()
    names = [distinct.file_name(id_).casefold() for id_ in ids]
    assert len(set(names)) == len(ids)
    assert distinct.id_of(ids[0]) == ids[0]


@pytest.mark.parametrize("ids", [["ada", "adam"], ["a-1", "a_1"], ["Ada"], ["101", "102"]], ids=lambda ids: ids[0])
def test_other_ids_stay_what_they_are(ids: list[str]) -> None:
    """And nothing is said."""
    distinct = DistinctIds()
    assert [distinct.id_of(id_) for id_ in ids] == ids
    assert not distinct.notes


def test_an_id_is_the_same_on_every_run() -> None:
    """In any order, and where one of them is no longer there."""
    first = DistinctIds()
    given_ids = [first.id_of("Ada"), first.id_of("ada")]
    for order in (["ada", "Ada"], ["Ada", "ada"]):
        again = DistinctIds(given_ids)
        assert {id_: again.id_of(id_) for id_ in order} == {"Ada": given_ids[0], "ada": given_ids[1]}
    assert DistinctIds(given_ids).id_of("ada") == given_ids[1]


def test_an_id_stays_when_its_rival_is_gone() -> None:
    """The next run knows it by the id that was given."""
    made = DistinctIds(["Ada"]).id_of("ada")
    assert DistinctIds([made]).id_of("ada") == made


def test_a_note_names_both() -> None:
    """Whoever reads the table finds out why."""
    distinct = DistinctIds(["Ada"])
    made = distinct.id_of("ada")
    assert distinct.notes == {"ada": f"ada is kept as {made}: it differs from Ada by capital letters only."}


@given(st.lists(st.text("aAbBß ./-", max_size=4), unique=True, max_size=8))
def test_no_two_ids_share_a_name(ids: list[str]) -> None:
    """Whatever students are called."""
    distinct = DistinctIds()
    assert len({distinct.file_name(id_).casefold() for id_ in ids}) == len(ids)


def class_zip(root: Path, **students: str) -> Batch:
    """Write a course and a zip of a folder for each student; return the batch over it."""
    write_class(root)
    with zipfile.ZipFile(root / "class.zip", "w") as archive:
        for name, code in students.items():
            archive.writestr(f"{name}/double.py", code)
    return Batch(root / "class.zip", root / "course", root / "out", Threads(), 1)


def points(root: Path) -> dict[str, float]:
    """Return the points by id."""
    with Store(Folder(root / "out")) as store:
        return {one.submission: one.result.points for one in store.all()}


def test_a_class_with_both_is_graded_apart(tmp_path: Path) -> None:
    """Each has a folder, a page and points of their own, on the next run and on regrading too."""
    batch = class_zip(tmp_path, Ada=RIGHT, ada=WRONG, bo=RIGHT)
    progress = run(batch, lambda _: None)
    graded = points(tmp_path)
    assert len(graded) == 3
    assert graded["Ada"] == 3
    (other,) = graded.keys() - {"Ada", "bo"}
    assert other.startswith("ada-")
    assert graded[other] == 0
    assert any("by capital letters only" in note for note in progress.notes)
    for folder in ("reports", "handed_in"):
        names = [path.name.casefold() for path in (tmp_path / "out" / folder).iterdir()]
        assert len(set(names)) == len(names) == 3
    assert (tmp_path / f"out/reports/{file_name(other)}.html").exists()
    assert run(batch, lambda _: None).graded == 0
    regrade(batch, lambda _: None)
    assert points(tmp_path) == graded


def test_one_who_comes_later_takes_nobodys_page(tmp_path: Path) -> None:
    """The second download holds `ada` alone, the first one `Ada`."""
    run(class_zip(tmp_path, Ada=RIGHT), lambda _: None)
    page = (tmp_path / "out/reports/Ada.html").read_bytes()
    run(class_zip(tmp_path, ada=WRONG), lambda _: None)
    assert len(points(tmp_path)) == 2
    assert (tmp_path / "out/reports/Ada.html").read_bytes() == page
