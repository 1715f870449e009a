"""Answer groups: those who fail alike together, the largest first, with one case and one comment for all."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from grader.report import answer_groups
from grader.report.answer_groups import AnswerGroup, AnswerGroups
from grader.results.overrides import Overrides
from tests.present import present
from tests.report.class_samples import check, result

if TYPE_CHECKING:
    from grader.results.model import SubmissionResult


def groups_of(*results: Any) -> list[AnswerGroup]:
    """Return the groups of some results."""
    groups = AnswerGroups()
    for one in results:
        groups.add(one)
    return groups.largest()


def failing(id_: str, fingerprint: str, *, about: str = "x", message: str = "`f` is <wrong>") -> SubmissionResult:
    """Return a result that fails in one check."""
    return result(id_, check(about, "failed", fingerprint=fingerprint, message=message))


def test_those_who_behave_alike_stand_together_the_largest_first() -> None:
    """One alone is no group, and equal answers to different checks are not the same."""
    some = [failing(f"a{n}", "1" * 24) for n in range(3)] + [failing(f"b{n}", "2" * 24) for n in range(5)]
    some += [failing("c", "3" * 24), failing("d", "1" * 24, about="y"), result("e", check("x"))]
    first, second = groups_of(*some)
    assert (first.fingerprint, first.count, first.members) == ("2" * 24, 5, [f"b{n}" for n in range(5)])
    assert (second.count, second.members) == (3, ["a0", "a1", "a2"])
    assert (second.message, present(second.case).inputs[0].name) == ("`f` is <wrong>", "x")


def test_the_comment_is_one_that_the_file_takes() -> None:
    """The lines below a group are TOML of overrides.toml."""
    (group,) = groups_of(failing("a", "1" * 24), failing("b", "1" * 24))
    (comment,) = Overrides.model_validate(tomllib.loads(group.comment)).comments
    assert (comment.fingerprint, comment.check) == ("1" * 24, "task.x")


def test_a_large_group_names_some_and_counts_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page stays small whatever the class."""
    monkeypatch.setattr(answer_groups, "MOST_NAMES", 4)
    (group,) = groups_of(*(failing(f"s{n}", "1" * 24) for n in range(9)))
    assert (len(group.members), group.others, group.count) == (4, 5, 9)


@pytest.mark.parametrize(
    ("messages", "shown"),
    [
        pytest.param(["`f` is wrong", "`f` is wrong"], "`f` is wrong", id="the-same"),
        pytest.param(
            ["`f` raises ValueError: my cat", "`f` raises ValueError: your dog"],
            "`f` raises ValueError: ...",
            id="texts",
        ),
        pytest.param(
            ["`f` raises A: x (f.py, line 3)", "`f` raises A: x (g.py, line 3)"], "`f` raises A: x ...", id="files"
        ),
        pytest.param(["a b c", "a b d", "a x"], "a ...", id="three"),
        pytest.param(["one", "two"], "...", id="nothing-in-common"),
        pytest.param(["a b", "a"], "a ...", id="one-is-longer"),
        pytest.param(["a ... b", "a ... c", "a ... d"], "a ...", id="dots"),
    ],
)
def test_nobodys_own_words_stand_for_a_whole_group(messages: list[str], shown: str) -> None:
    """The text of an exception is its author's; what is shown of a group all of its members have."""
    (group,) = groups_of(*(failing(f"s{n}", "1" * 24, message=text) for n, text in enumerate(messages)))
    assert group.message == shown
    assert group.count == len(messages)


def test_a_case_is_shown_where_all_members_have_it() -> None:
    """Another input, another answer or none: then no case stands for all."""
    same = [failing(f"s{n}", "1" * 24) for n in range(3)]
    assert groups_of(*same)[0].case is not None
    other = same[0].tasks[0].checks[0].model_copy(update={"counterexample": None})
    odd = same[0].model_copy(update={"tasks": (same[0].tasks[0].model_copy(update={"checks": (other,)}),)})
    assert groups_of(*same, odd)[0].case is None
