"""The public tests of a task in a students' kit: their files, and what the reference has shown of each.

grader-kit/tests/softmax/files/      the files
grader-kit/tests/softmax/tests.json  which tests there are, and in which of them students' operators decide
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from grader.checks.suite import ListedTest, TestProfile, TestSuite
from grader.course.kit import FOLDER, support_folder
from grader.errors import UsageError
from grader.models import BaseModel, ConfigDict, Field, ValidationError

if TYPE_CHECKING:
    from pathlib import Path

    from grader.checks.task import TaskSpec

LIST = "tests.json"
FILES = "files"
"""A folder that is called like the student's module would be taken for it."""


class KitTests(BaseModel):
    """The facts about the tests of one task."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: Literal["pytest", "notebook"]
    files: Annotated[tuple[str, ...], Field(min_length=1)]
    """Those with tests in them, in their order."""
    operators: dict[str, bool]
    """By test, whether objects of the student's own classes decide operators in it."""
    answers: dict[str, dict[str, str]] = Field(default_factory=dict)
    """By test, the kinds of values that the reference gives in it, by place."""
    names: dict[str, str] | None = None
    """The names that tests look up in the student's module, and what of a library each means."""
    values: dict[str, str] = Field(default_factory=dict)
    """The values of nbgrader's AUTOTEST lines."""


def kit_tests_folder(folder: Path, task: str) -> Path:
    """Return where a kit has the list of a task's tests, and their files below."""
    return folder / FOLDER / "tests" / task


def kit_suite(folder: Path, spec: TaskSpec) -> TestSuite | None:
    """Return the tests of a task of a kit; None where it has none.  Raises UsageError for a damaged list."""
    where = kit_tests_folder(folder, spec.id)
    if not (where / LIST).is_file():
        return None
    try:
        facts = KitTests.model_validate_json((where / LIST).read_bytes())
    except (OSError, ValidationError) as error:
        raise UsageError(f"{where / LIST}: this list of tests cannot be read. Get the kit again.") from error
    return suite_in(where / FILES, facts, spec, support_folder(folder) if spec.support else None)


def suite_in(where: Path, facts: KitTests, spec: TaskSpec, support: Path | None) -> TestSuite:
    """Return the tests that lie in a folder."""
    suite = TestSuite(
        spec.id,
        tuple(where / file for file in facts.files),
        where,
        None,
        {name: ListedTest(name, name) for name in facts.operators},
        spec.modules,
        spec.shared,
        spec.random,
        facts.form,
        (support,) if support is not None else (),
        spec.support,
    )
    suite.profiles.update(
        {
            name: TestProfile(operators=opened, answers=facts.answers.get(name))
            for name, opened in facts.operators.items()
        }
    )
    suite.shown = None if facts.names is None else {"names": facts.names, "values": facts.values}
    return suite
