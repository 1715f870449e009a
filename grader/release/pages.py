"""A page a task, and the README: Markdown, the mathematics as the author wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader import DISTRIBUTION, __version__

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from grader.checks.task import Task

_README = """\
# Your kit

| | |
|---|---|
| `{notebook}` | all tasks in one notebook, with a cell for each function and a check after each task |
| `{modules}` | the same as modules, one a task: use these or the notebook, as you like |
| `statements/` | what each task asks |
{support}| `grader-kit/` | what `grader check` needs; nothing for you to change |

Keep the files in one folder with `grader-kit/` and work there.

## Install

You need Python 3.11 or newer. One line in a terminal, with pipx or uv, installs the command `grader`:

```sh
pipx install {distribution}=={version}
uv tool install {distribution}=={version}
```

Until version {version} is on the package index, name the file that your course hands out, perhaps in this folder:
`pipx install ./{distribution}-{version}-py3-none-any.whl`. A notebook needs it in its kernel: `%pip install`
with the same name. If your code imports more than numpy: `grader check --python` runs it in an environment of yours.

## Check your work

In a terminal, in this folder: one task, or the notebook once it is saved, or a page for the browser, with pictures:

```sh
grader check {example}.py
grader check {notebook}
grader check {example}.py --html report.html
```

In the notebook, run the cells from the top, and then `check("{example}")` below a task. It says what holds, on which
small input something does not, what came back and what to think about next. A function that you have not written yet
costs nothing but its own points.

## Hand in

Hand in the notebook or the modules, whichever you worked in, under any name. A function that is not written yet in the
one does no harm where it is written in the other. Written answers stand below their headings in the notebook, or in
a file `answers.md`.

{later}

The inputs here are the same for everybody, so that you can talk about them; the grade is found on others.

Made with grader {version} and numpy {numpy}.
"""


def statement(task: Task, later: Collection[str], hidden: int) -> str:
    """Return the page of a task; `later` are the public checks that a kit cannot ask, `hidden` counts the others."""
    head = f"# {task.spec.title}\n\n{task.spec.source or task.id}, {task.points:g} points.\n"
    return "\n".join([head, task.spec.statement.rstrip() + "\n", "## The checks\n", *_checks(task, later, hidden), ""])


def _checks(task: Task, later: Collection[str], hidden: int) -> list[str]:
    lines = ["| check | points | |", "|---|---|---|"]
    for check in task.checks:
        if check.visibility.value == "public":
            title = check.spec.title.replace("|", "\\|")
            when = (
                "a person marks it" if check.spec.marked_by_person else "after you hand in" if check.id in later else ""
            )
            lines.append(f"| {title} | {check.points:g} | {when} |")
    if hidden:
        lines += ["", f"{_later_checks(hidden)} after you hand in, on other inputs."]
    return lines


def readme(tasks: Sequence[Task], notebook: str, later: int, numpy: str) -> str:
    """Return the README; `later` checks are asked after the work is handed in."""
    modules = "`, `".join(f"{task.id}.py" for task in tasks)
    later_text = f"{_later_checks(later)} after you hand in." if later else "All checks are in this kit."
    return _README.format(
        notebook=notebook,
        modules=modules,
        support=_support(tasks),
        version=__version__,
        distribution=DISTRIBUTION,
        example=tasks[0].id,
        later=later_text,
        numpy=numpy,
    )


def _support(tasks: Sequence[Task]) -> str:
    """Return the row about support files; nothing where there are none."""
    names = sorted({name for task in tasks for name in task.support})
    listed = "`, `".join(names)
    return (
        f"| `{listed}` | files of the course that your code may import and read; changes count nowhere |\n"
        if names
        else ""
    )


def _later_checks(count: int) -> str:
    return "1 more check runs" if count == 1 else f"{count} more checks run"
