"""Points set by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.results.overrides import Override, Overrides, read_overrides

if TYPE_CHECKING:
    from pathlib import Path

CHECKS = {"mean.definition": 2.0, "mean.proof": 3.0}

ENTRY = """
[[points]]
submission = "amara"
check = "mean.proof"
points = 2.5
by = "Ada"
reason = "one case is missing"
"""

COMMENT = """
[[comments]]
submission = "amara"
check = "mean.proof"
text = "Well seen."
by = "Ada"
"""


def written(tmp_path: Path, text: str) -> Path:
    """Return the path of a file of overrides with this text."""
    path = tmp_path / "overrides.toml"
    path.write_text(text)
    return path


def by_hand(check_id: str, points: float, reason: str = "") -> Override:
    """Return one override."""
    return Override(submission="amara", check=check_id, points=points, by="Ada", reason=reason)


def test_an_absent_file_sets_nothing(tmp_path: Path) -> None:
    """No file is no mistake."""
    assert read_overrides(tmp_path / "overrides.toml", CHECKS) == Overrides()


def test_an_entry_is_read(tmp_path: Path) -> None:
    """An entry names submission, check, points, who and why."""
    found = read_overrides(written(tmp_path, ENTRY), CHECKS)
    assert found.of("amara").points == (by_hand("mean.proof", 2.5, "one case is missing"),)
    assert found.of("bjorn") == Overrides()


def test_the_last_entry_of_a_check_counts(tmp_path: Path) -> None:
    """Who changes their mind appends."""
    found = read_overrides(written(tmp_path, ENTRY + ENTRY.replace("2.5", "1")), CHECKS)
    assert [override.points for override in found.of("amara").points] == [1.0]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param('"mean.proof"', '"mean.prof"', "the course has no check `mean.prof`", id="unknown-check"),
        pytest.param('"mean.proof"', '"proof"', "check", id="without-the-task"),
        pytest.param("2.5", "3.5", "3.5 points, and the check has 3", id="too-many"),
        pytest.param("2.5", "-1", "greater than or equal to 0", id="negative"),
        pytest.param("2.5", "nan", "finite number", id="not-a-number"),
        pytest.param("2.5", '"two"', "number", id="text"),
        pytest.param("by =", "buy =", "buy", id="unknown-key"),
        pytest.param('by = "Ada"', "", "by", id="nobody"),
        pytest.param("[[points]]", "[points", "cannot be read as TOML", id="no-toml"),
    ],
)
def test_a_mistake_is_a_sentence_with_the_file(tmp_path: Path, old: str, new: str, says: str) -> None:
    """What cannot be meant is said, with the file's name."""
    path = written(tmp_path, ENTRY.replace(old, new))
    with pytest.raises(UsageError, match=r"overrides\.toml") as refused:
        read_overrides(path, CHECKS)
    assert says in str(refused.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Two wrong entries are two lines."""
    wrong = ENTRY.replace("2.5", "9") + ENTRY.replace("proof", "nothing")
    with pytest.raises(UsageError) as refused:
        read_overrides(written(tmp_path, wrong), CHECKS)
    assert "points.0" in str(refused.value)
    assert "points.1" in str(refused.value)


def test_a_comment_is_for_a_student_or_for_an_answer_group(tmp_path: Path) -> None:
    """Those of a group can concern anybody; whose code behaves so is known with the result."""
    group = COMMENT.replace('submission = "amara"', 'fingerprint = "f00"').replace("Well seen.", "All of you.")
    found = read_overrides(written(tmp_path, COMMENT + group), CHECKS)
    assert [comment.text for comment in found.of("amara").comments] == ["Well seen.", "All of you."]
    assert [comment.text for comment in found.of("bjorn").comments] == ["All of you."]
    assert found.submissions == ["amara"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param('submission = "amara"', "", "either a submission or a fingerprint", id="nobody"),
        pytest.param("text =", 'fingerprint = "f00"\ntext =', "either a submission or a fingerprint", id="two"),
        pytest.param(
            'submission = "amara"\ncheck = "mean.proof"', 'fingerprint = "f"', "name the check", id="no-check"
        ),
        pytest.param('"mean.proof"', '"mean.prof"', "the course has no check `mean.prof`", id="unknown-check"),
        pytest.param('"Well seen."', '""', "at least 1 character", id="nothing-said"),
    ],
)
def test_a_mistake_in_a_comment_is_a_sentence(tmp_path: Path, old: str, new: str, says: str) -> None:
    """It names the entry."""
    assert old in COMMENT
    with pytest.raises(UsageError, match=r"comments\.0") as refused:
        read_overrides(written(tmp_path, COMMENT.replace(old, new)), CHECKS)
    assert says in str(refused.value)


def test_equal_entries_have_one_digest_and_none_has_none() -> None:
    """What is stored of them tells whether a result is up to date."""
    entries = [Overrides(points=(by_hand("mean.proof", points),)).digest for points in (1, 1, 2)]
    assert entries[0] == entries[1] != entries[2]
    assert Overrides().digest == ""


EXCUSE = """
[[excused]]
submission = "amara"
by = "Ada"
reason = "ill"
"""


def test_an_excuse_concerns_one_submission(tmp_path: Path) -> None:
    """It is found for the one it names, decides like the rest of the file, and needs a name behind it."""
    found = read_overrides(written(tmp_path, EXCUSE), CHECKS)
    assert found.submissions == ["amara"]
    assert [(entry.by, entry.reason) for entry in found.of("amara").excused] == [("Ada", "ill")]
    assert found.of("bob") == Overrides()
    assert found.of("amara").digest != found.of("bob").digest == ""
    with pytest.raises(UsageError, match=r"excused\.0\.by"):
        read_overrides(written(tmp_path, EXCUSE.replace('by = "Ada"\n', "")), CHECKS)
