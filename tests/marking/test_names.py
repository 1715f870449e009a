"""Text without what would tell whose answer it is."""

from __future__ import annotations

from typing import Any

import pytest

from grader.marking.names import HIDDEN, ClassNames, Names
from grader.marking.views import hidden_title
from grader.results import Member, SubmissionFacts

IDS = ("mm42", "1234567", "max@uni.example")
FACTS = SubmissionFacts(
    id="mmax", files=(), name="Max Müller", ids=("mm42", "1234567", "max@uni.example"), group="Foxes"
)
NAMES = Names(FACTS)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        pytest.param("By Max Müller.", f"By {HIDDEN}.", id="the-name"),
        pytest.param("by max müller", f"by {HIDDEN}", id="in-small-letters"),
        pytest.param("Müller, Max", f"{HIDDEN}, {HIDDEN}", id="turned-round"),
        pytest.param("id mm42, 1234567", f"id {HIDDEN}, {HIDDEN}", id="ids"),
        pytest.param("write to max@uni.example", f"write to {HIDDEN}", id="an-address"),
        pytest.param("we Foxes", f"we {HIDDEN}", id="the-group"),
        pytest.param("the maximum, argmax", "the maximum, argmax", id="words-that-hold-a-name"),
        pytest.param("12345678", "12345678", id="a-longer-number"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_the_students_own_names_are_hidden(text: str, hidden: str) -> None:
    """As whole words."""
    assert NAMES.hidden_in(text) == hidden


@pytest.mark.parametrize(
    ("path", "hidden"),
    [
        ("max_mueller/Max_Müller.pdf", f"{HIDDEN}_mueller/{HIDDEN}.pdf"),
        ("proofs/mm42-2.jpg", f"proofs/{HIDDEN}-2.jpg"),
        ("Assignment 2 (Max).jpg", f"Assignment 2 ({HIDDEN}).jpg"),
        ("argmax.py", "argmax.py"),
    ],
)
def test_names_of_files_tell_nothing(path: str, hidden: str) -> None:
    """However their parts are joined."""
    assert hidden_title(path, NAMES) == hidden


def test_members_of_a_group_are_hidden_too() -> None:
    """Each by name and ids."""
    facts = SubmissionFacts(id="g1", files=(), members=(Member(ids=("ab1",), name="Ada Bell"), Member(ids=("cd2",))))
    assert Names(facts).hidden_in("Ada, ab1, cd2 and g1") == f"{HIDDEN}, {HIDDEN}, {HIDDEN} and g1"


def test_a_student_of_whom_nothing_is_known() -> None:
    """The id of the submission is hidden, and nothing breaks."""
    assert Names(SubmissionFacts(id="folder7", files=())).hidden_in("from folder7") == f"from {HIDDEN}"
    assert Names(SubmissionFacts(id="", files=())).hidden_in("text") == "text"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        pytest.param("with Ada Bell and zk19", f"with {HIDDEN} and {HIDDEN}", id="whole-names-and-ids"),
        pytest.param("ADA  BELL", HIDDEN, id="in-capitals"),
        pytest.param("Ada rings a Bell", "Ada rings a Bell", id="words-of-a-name-apart"),
        pytest.param("Ada Bell Hook", f"{HIDDEN}", id="the-longest-name-first"),
        pytest.param("bob", "bob", id="an-id-that-is-a-short-word"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_of_others_whole_names_and_ids_are_hidden(text: str, hidden: Any) -> None:
    """A first name alone may be a word."""
    names = ClassNames(["Ada Bell", "Ada Bell Hook", "zk19", "bob", ""])
    assert names.hidden_in(text) == hidden
    assert Names(SubmissionFacts(id="x", files=()), names).hidden_in(text) == hidden


def test_a_large_class_takes_no_longer_for_a_long_text() -> None:
    """Words are looked up, and not tried one name after the other."""
    names = ClassNames(f"First{number} Last{number}" for number in range(20_000))
    text = "word " * 20_000 + "First7 Last7"
    assert names.hidden_in(text).endswith(HIDDEN)


def test_a_folder_that_is_called_like_the_group() -> None:
    """The words of a group are hidden in the names of files, where they stand alone; in a text they may be words."""
    facts = SubmissionFacts(id="g1", files=(), group="Team Zebra")
    assert Names(facts).hidden_in_path("zebra/proof.pdf") == f"{HIDDEN}/proof.pdf"
    assert Names(facts).hidden_in("a zebra") == "a zebra"
