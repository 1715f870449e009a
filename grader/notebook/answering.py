"""The judge's side of a check from a notebook, in an interpreter that holds no line of the student's code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import PUBLIC_SEED
from grader.errors import GraderError, UsageError
from grader.sandbox.prestart import PrestartedWorker, hidden_folders

if TYPE_CHECKING:
    from grader.results import SubmissionResult
    from grader.submission import Submission

NUMBERS = "Cells are counted as in `In [1]`: in the order in which you ran them, those that you ran again too."


def answer(request: str) -> str:
    """Return the reply to a request; both are JSON (grader/notebook/asking.py)."""
    request_data = json.loads(request)
    course = Path(request_data["course"]) if request_data["course"] is not None else None
    folder = Path(request_data["path"]).parent if "path" in request_data else Path.cwd()
    try:
        # The worker takes as long to start as the judge takes to import its libraries, so it starts first.
        with PrestartedWorker(folder, hidden_folders(course)) as start:
            return json.dumps(_report(_checked(request_data, course, start)))
    except GraderError as error:
        if error.exit_code != UsageError.exit_code:
            raise
        return json.dumps({"error": in_a_cell(str(error))})


def in_a_cell(message: str) -> str:
    """Return a sentence about the command line's options as one about a call."""
    return message.removeprefix("--task ").replace("--course DIR", 'check(course="DIR")')


def _checked(data: dict[str, Any], course: Path | None, start: PrestartedWorker) -> SubmissionResult:
    from grader.judge.local import check_local

    folder = course if course is not None else _nearest(data)
    # The cell itself is what repeats it, so no command is shown.
    return check_local(_submission(data), folder, data["tasks"], PUBLIC_SEED, start, repeat="", remember=True)


def _nearest(data: dict[str, Any]) -> Path:
    """Return the nearest course or kit.  Raises UsageError where it is a course that lies with what is checked."""
    from grader.course import find_course, refuse_own_course

    nearest = find_course(Path.cwd())
    # The cells of a notebook lie in the folder in which its kernel runs.
    refuse_own_course(nearest, [Path(data["path"]) if "path" in data else Path.cwd()])
    return nearest


def _submission(data: dict[str, Any]) -> Submission:
    from grader.submission import SourceFile, Submission, gather, notebooks
    from grader.submission.files import LARGEST_FILE

    if "path" in data:
        return gather([Path(data["path"])])
    name = data["name"]
    read = notebooks.read(name, data["notebook"].encode("utf-8", "replace"), LARGEST_FILE)
    # As when the notebook is handed in: a cell `%%writefile receipt.py` is a file beside it.
    written = (SourceFile(path, content) for path, content in read.written if path != name)
    return Submission(Path(name).stem, (SourceFile(name, read.data, notebook=True), *written), notes=(NUMBERS,))


def _report(result: SubmissionResult) -> dict[str, Any]:
    from grader.presentation.text import render as text
    from grader.presentation.view import view_of
    from grader.report.html import render as page
    from grader.results import Audience, for_audience

    public = for_audience(result, Audience.STUDENT, public_seed=True)
    # The task's own text stands in the student's notebook already.
    return {"text": text(view_of(public)), "page": page(public, {}), "result": public.model_dump(mode="json")}
