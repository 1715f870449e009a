"""Submissions of an earlier run: kept, found under another name, taken out when asked to, and graded as they were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.batch.earlier import ABSENT, MOST_NAMES, Earlier, as_handed_in, kept_note, pruned_note, settle
from grader.intake import HandIn
from grader.results import SubmissionFacts, SubmissionResult
from grader.store import Folder, Store, StoredResult, Writer
from tests.store.small_store import kept

if TYPE_CHECKING:
    from collections.abc import Iterator

DOWNLOAD = Path("class")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Writer]:
    """Return a store without results, of a run over the download, open for writing."""
    with Writer(Folder(tmp_path / "out")) as found:
        found.set_fact("source", str(DOWNLOAD.absolute()))
        yield found


def of_files(id_: str, files: str, *, key: str | None = None, facts: SubmissionFacts | None = None) -> StoredResult:
    """Return the result of a submission whose files are told apart by `files`; empty for one without any."""
    names = ("double.py",) if files else ()
    result = SubmissionResult(
        grader_version="1",
        isolation="process",
        submission=facts or SubmissionFacts(id=id_, files=names),
        points=1,
        max_points=3,
    )
    text = result.model_dump_json()
    stored = kept(id_, key=key, files=files)
    return replace(stored, text=text, judged=text)


def settled(
    store: Writer, before: dict[str, str], now: dict[str, str], *, prune: bool = False
) -> tuple[list[str], list[str], list[str]]:
    """Save the results of two runs (id to files), and return who stays, what is said, and who was renamed."""
    for id_, files in before.items():
        store.save(of_files(id_, files))
    earlier = Earlier.of(store, DOWNLOAD)
    for id_, files in now.items():
        store.save(of_files(id_, files))
    renamed: list[str] = []
    stay, notes = settle(earlier, store, list(now), prune=prune, on_renamed=renamed.append)
    return stay, notes, renamed


@pytest.mark.parametrize(
    ("before", "now", "stay", "renamed", "ids"),
    [
        ({}, {"ana": "a"}, [], [], ["ana"]),
        ({"ana": "a"}, {"ana": "a"}, [], [], ["ana"]),
        ({"ana": "a", "ben": "b"}, {"ana": "a"}, ["ben"], [], ["ana", "ben"]),
        ({"ana": "a"}, {}, ["ana"], [], ["ana"]),
        ({"ana": "a"}, {"Ana B": "a"}, [], ["Ana B"], ["Ana B"]),
        ({"ana": "a"}, {"Ana B": "b"}, ["ana"], [], ["Ana B", "ana"]),
        ({"ana": "a", "ben": "a"}, {"cy": "a"}, ["ana", "ben"], [], ["ana", "ben", "cy"]),
        ({"ana": "a"}, {"ben": "a", "cy": "a"}, ["ana"], [], ["ana", "ben", "cy"]),
        ({"ana": "", "ben": "b"}, {"cy": "", "ben": "b"}, ["ana"], [], ["ana", "ben", "cy"]),
        ({"ana": "a", "ben": "b"}, {"x": "b", "y": "a"}, [], ["x", "y"], ["x", "y"]),
        ({"ana": "a", "ben": "b"}, {"ben": "a"}, ["ana"], [], ["ana", "ben"]),
    ],
    ids=[
        "first-run", "same", "one-absent", "all-absent", "renamed", "other-files", "two-olds", "two-news", "no-files",
        "two-renamed", "new-name-was-there",
    ],
)  # fmt: skip
def test_who_stays_and_who_was_renamed(
    store: Writer, before: dict[str, str], now: dict[str, str], stay: list[str], renamed: list[str], ids: list[str]
) -> None:
    """A new name is believed only where one submission has these files before and one has them now."""
    stays, notes, called = settled(store, before, now)
    assert (stays, sorted(called), sorted(store.ids())) == (stay, renamed, ids)
    assert len(notes) == len(renamed) + bool(stay)


@pytest.mark.parametrize(
    ("last", "is_renamed"),
    [
        (DOWNLOAD.absolute(), True),
        (DOWNLOAD.absolute().parent / "class-2", False),
        (Path("class"), False),
        (DOWNLOAD.absolute() / "sub", False),
    ],
    ids=["same", "another", "not-whole", "below"],
)
def test_equal_files_in_another_download_are_another_student(store: Writer, last: Path, is_renamed: bool) -> None:
    """Only the folder of the last run can hold a new name of the same work; all others stay beside it."""
    store.set_fact("source", str(last))
    stay, _, renamed = settled(store, {"ana": "a"}, {"ben": "a"})
    assert (stay, renamed) == (([], ["ben"]) if is_renamed else (["ana"], []))


def test_a_renamed_submission_says_so_and_its_page_is_gone(store: Writer) -> None:
    """Its result stays on record with the reason; the note names both."""
    page = store.folder.report("ana")
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("page")
    _, notes, _ = settled(store, {"ana": "a"}, {"Ana B": "a"})
    assert notes == ["Ana B has the files that were handed in as ana before; that row is gone."]
    assert [old.why for old in store.superseded("ana")] == ["handed in under another name: Ana B"]
    assert not page.exists()


def test_absent_submissions_are_taken_out_when_asked_to(store: Writer) -> None:
    """Off the newest results, and still on record; nobody else is touched."""
    stay, notes, _ = settled(store, {"ana": "a", "ben": "b", "cy": "c"}, {"ben": "b"}, prune=True)
    assert (stay, store.ids()) == ([], ["ben"])
    assert notes == [pruned_note(["ana", "cy"])]
    assert [old.why for id_ in ("ana", "cy") for old in store.superseded(id_)] == [ABSENT, ABSENT]


def test_a_result_with_a_fault_of_the_grader_is_nobody_elses(store: Writer) -> None:
    """It has no key, and so it is the same as no other."""
    store.save(of_files("ana", "a", key=""))
    earlier = Earlier.of(store, DOWNLOAD)
    store.save(of_files("ben", "a", key=""))
    assert earlier.renamed(store, ["ben"]) == {}


@pytest.mark.parametrize(
    ("ids", "kept_as", "pruned_as"),
    [
        (["ana"], "1 earlier submission is not in this download and kept as graded (ana).", "download: ana. They"),
        (["a", "b"], "2 earlier submissions are not in this download and kept as graded (a, b).", "download: a, b. "),
        (list("abcdef"), "(a, b, c, d, e, f).", "download: a, b, c, d, e, f. "),
        (list("abcdefg"), "(a, b, c, d, e, f, ...).", "download: a, b, c, d, e, f, .... "),
        ([f"s{number}" for number in range(1200)], "1,200 earlier submissions are", "s5, .... "),
        (["a\x1b[31m\nb"], "(a?[31m?b)", "download: a?[31m?b. "),
        (["x" * 90], f"(...{'x' * 37})", f"download: ...{'x' * 37}. "),
    ],
    ids=["one", "two", "as-many-as-named", "one-more", "many", "acting", "long"],
)
def test_notes_name_a_few_and_count_all(ids: list[str], kept_as: str, pruned_as: str) -> None:
    """On one line, whatever the ids are."""
    assert kept_as in kept_note(ids)
    assert pruned_as in pruned_note(ids)
    assert kept_note(ids).count(", ") < MOST_NAMES + 1


def test_a_hand_in_comes_back_with_all_that_is_known_of_it(store: Writer, tmp_path: Path) -> None:
    """Regrading loses neither the group nor when it was handed in."""
    work = tmp_path / "ana"
    work.mkdir()
    facts = SubmissionFacts(
        id="ana", files=("double.py",), name="Ana B", group="1", late=True, extension="2 days", platform="moodle",
        ids=("7",), originals=("x.py",), submitted="2026-01-01", attempt=3,
    )  # fmt: skip
    store.save(of_files("ana", "a", facts=facts))
    store.set_hand_ins({"ana": work})
    assert as_handed_in(store, "ana") == HandIn(
        "ana", work, "Ana B", "1", late=True, extension="2 days", platform="moodle", ids=("7",), originals=("x.py",),
        submitted="2026-01-01", attempt=3,
    )  # fmt: skip


@pytest.mark.parametrize("case", ["unknown", "no-path", "path-gone", "no-result"])
def test_what_is_not_there_any_more_cannot_be_graded_again(store: Writer, tmp_path: Path, case: str) -> None:
    """Neither without its files nor without a result."""
    present = tmp_path / "ana"
    present.mkdir()
    if case != "unknown":
        store.set_hand_ins({"ana": {"no-path": None, "path-gone": tmp_path / "gone"}.get(case, present)})
    if case != "no-result":
        store.save(of_files("ana" if case != "unknown" else "ben", "a"))
    assert as_handed_in(store, "ana") is None


def test_earlier_ids_are_those_of_the_beginning(store: Writer) -> None:
    """What this run adds is not earlier, and their order is that of the store."""
    for id_ in ("ben", "ana"):
        store.save(of_files(id_, id_))
    earlier = Earlier.of(store, DOWNLOAD)
    store.save(of_files("cy", "c"))
    with Store(store.folder) as reader:
        assert Earlier.of(reader, DOWNLOAD).ids == ("ben", "ana", "cy")
    assert earlier.absent(["ana", "dee"]) == ["ben"]
    assert earlier.absent([]) == ["ben", "ana"]
