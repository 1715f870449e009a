"""The pages that list every key: of a task (docs/keys.md), and of a result (the end of docs/result.md).

Both are made from the models and the vocabulary of the expressions, by `python -m grader.authoring.key_pages docs`.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.authoring.key_wording import Wording, default
from grader.authoring.schema import schema_of
from grader.checks import spec
from grader.checks.functions import ClassSpec, FunctionSpec, MethodSpec
from grader.checks.kind import CheckSpec
from grader.checks.kinds import KINDS
from grader.checks.pictures import PICTURES, PictureSpec
from grader.checks.returns import FORMS
from grader.checks.student_programs import ProgramSpec
from grader.checks.task import TaskSpec
from grader.domains import DOMAINS
from grader.domains.entries import Entries
from grader.expressions import parsing
from grader.expressions.vocabulary import WORDS
from grader.records import dataclass
from grader.results import by_hand, evidence, files, hand_in_facts, model, rubric

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic import BaseModel
    from pydantic.json_schema import JsonSchemaMode

    from grader.expressions.vocabulary import Term


MARK = "<!-- Below here the page is made by python -m grader.authoring.key_pages docs -->\n"


@dataclass(frozen=True, slots=True)
class PageSection:
    """A heading, and the model whose own keys stand below it; what it inherits stands in a section of its own."""

    heading: str
    model: type[BaseModel]


def _sections_of(kind: type[CheckSpec]) -> Iterator[tuple[str, type[BaseModel]]]:
    yield f"Check: {kind.key}", kind
    yield from kind.parts


SPEC = (
    PageSection("A task", TaskSpec),
    PageSection("A function", FunctionSpec),
    PageSection("A class", ClassSpec),
    PageSection("A method", MethodSpec),
    PageSection("A program", ProgramSpec),
    *(PageSection(f"Returned: {key}", form) for key, form in FORMS.items()),
    PageSection("Limits", spec.LimitsSpec),
    PageSection("A known wrong solution", spec.MisconceptionSpec),
    PageSection("Input: the entries of an array", Entries),
    *(PageSection(f"Input: {key}", domain) for key, domain in DOMAINS.items()),
    PageSection("Every check", CheckSpec),
    PageSection("A feature of cases", spec.FeatureSpec),
    *(PageSection(heading, model) for kind in KINDS.values() for heading, model in _sections_of(kind)),
    PageSection("Every picture", PictureSpec),
    *(PageSection(f"Picture: {key}", picture) for key, picture in PICTURES.items()),
)
RESULT = (
    PageSection("A result", model.SubmissionResult),
    PageSection("The submission", hand_in_facts.SubmissionFacts),
    PageSection("A file that was handed in", hand_in_facts.HandedInFile),
    PageSection("How a file was read", hand_in_facts.FileNote),
    PageSection("One of a group", hand_in_facts.Member),
    PageSection("How late it is", hand_in_facts.Lateness),
    PageSection("Excused", by_hand.Excused),
    PageSection("A task's result", model.TaskResult),
    PageSection("A check's result", model.CheckResult),
    PageSection("How a person marked it", by_hand.ManualMark),
    PageSection("An item that an answer has", by_hand.AwardedItem),
    PageSection("A rubric in a result", rubric.Rubric),
    PageSection("An item of a rubric in a result", rubric.RubricItem),
    PageSection("Counterexample", evidence.Counterexample),
    PageSection("A line of a traceback", evidence.TracebackFrame),
    PageSection("A warning", evidence.Warned),
    PageSection("A picture", evidence.Picture),
    PageSection("A series of a picture", evidence.Series),
    PageSection("The limits in force", evidence.Limits),
    PageSection("Points by hand", by_hand.ByHand),
    PageSection("A remark", by_hand.Remark),
)


def _signs(table: Mapping[Any, str]) -> str:
    return " ".join(f"`{sign}`" for sign in table.values())


TOP = """\
# Every key of a task, and every word of its expressions

[The spec language](spec.md) says how they belong together. This page is made from the program, by
`python -m grader.authoring.key_pages docs`.

*An expression* is told at the end. *A number* may be a fraction, `1/64`. Keys that are not needed may be left out.
"""
EXPRESSIONS = f"""\
## Expressions

Names of inputs and of what is `given`; calls of the task's functions, and of the reference's as `ref.name(...)`;
numbers, `True`, `False`; {_signs(parsing.ARITHMETIC)}, the exponent of `**` at most {parsing.LARGEST_POWER};
{_signs(parsing.COMPARE)}, also several in a row; `and`, `or`, `not`; and the words below.
At most {parsing.LONGEST} characters.

| word | gives | meaning |
|---|---|---|
"""
HEADS: dict[JsonSchemaMode, tuple[str, str]] = {
    "validation": ("| key | value | if left out | meaning |", "|---|---|---|---|"),
    "serialization": ("| key | value | meaning |", "|---|---|---|"),
}
GIVES = {True: "a whole number", False: "a number", None: "numbers, whole ones where its arguments are"}
BAR, PARAGRAPH = "\\|", "\n\n"


def spec_page() -> str:
    """Return docs/keys.md."""
    return "\n".join([TOP, *sections(SPEC, "validation"), _expressions()])


def result_keys() -> str:
    """Return the end of docs/result.md."""
    return "\n".join(sections(RESULT, "serialization"))


def sections(parts: Sequence[PageSection], mode: JsonSchemaMode) -> Iterator[str]:
    """Yield a section for each model: what it is, and a table of its own keys.

    A result has all of its keys, so what counts where one is left out is said of a spec only.
    """
    headings = {part.model.__name__: part.heading for part in parts}
    for part in parts:
        schema = schema_of(part.model, mode)
        wording = Wording(schema.get("$defs", {}), headings)
        rows = []
        for key in _own_keys(part.model):
            value = schema["properties"][key]
            cells = [f"`{key}`", wording.form(value), value["description"]]
            if mode == "validation":
                cells.insert(2, "needed" if key in schema.get("required", ()) else default(value))
            rows.append(_row(*cells))
        yield "\n".join([f"## {part.heading}", "", schema["description"], "", *HEADS[mode], *rows, ""])


def _own_keys(model: type[BaseModel]) -> list[str]:
    """Return the keys of a model that it does not inherit."""
    inherited = {key for base in model.__mro__[1:] for key in getattr(base, "model_fields", {})}
    return [field.alias or name for name, field in model.model_fields.items() if name not in inherited]


def _expressions() -> str:
    return EXPRESSIONS + "\n".join(_row(*_word(word)) for word in WORDS.values()) + "\n"


def _word(word: Term) -> tuple[str, str, str]:
    names = ", ".join("ab"[: word.arity])
    defaults = inspect.signature(word.single).parameters if word.keywords else {}
    keywords = "".join(f", {key}={_literal(defaults[key].default)}" for key in word.keywords)
    return (
        f"`{word.name}({names}{keywords})`",
        word.gives or ("yes or no" if word.truth else GIVES[word.integral]),
        word.says,
    )


def _literal(value: Any) -> str:
    return repr(value) if isinstance(value, bool | str) else f"{value:g}"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', BAR).replace(PARAGRAPH, ' ') for cell in cells)} |"


def write_pages(docs: Path) -> None:
    """Write docs/keys.md, and the end of docs/result.md below its mark."""
    files.write(docs / "keys.md", spec_page())
    page = docs / "result.md"
    files.write(page, page.read_text(encoding="utf-8").partition(MARK)[0] + MARK + "\n" + result_keys())


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
