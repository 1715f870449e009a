"""Anonymous and blind marking: no names, only the LMS's own stand-ins, and everything else as usual."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.lms.clients import load_lms
from tests.lms.canvas_double import CanvasDouble, class_of
from tests.lms.graded_class import result, write_class
from tests.lms.lms_server import TOKEN
from tests.lms.moodle_double import MoodleDouble, course_of
from tests.lms.pushed import push
from tests.lms.test_pulling import fetch, hand_ins


class AnonymousCanvas(CanvasDouble):
    """Lists submissions by anonymous ids, and has its own address for each."""

    def row(self, student: Any) -> Any:
        """Return a submission without anything that names the student."""
        row = super().row(student)
        del row["user_id"], row["user"]
        return {**row, "anonymous_id": f"anon{student.id}"}

    def answer(self, seen: Any) -> Any:
        """Return the reply to a request."""
        if "/submissions/" in seen.path and "anonymous_submissions" not in seen.path:
            raise AssertionError("a named submission was asked for")
        return super().answer(replace(seen, path=seen.path.replace("anonymous_submissions/anon", "submissions/")))


def test_canvas_without_names(tmp_path: Path) -> None:
    """Pulled, graded and pushed by anonymous ids."""
    with AnonymousCanvas(class_of(2), anonymous_grading=True) as canvas:
        canvas.add_file(1, "a.py", "x = 1\n")
        canvas.add_file(2, "a.py", "x = 2\n")
        assert fetch(canvas, tmp_path / "pulled").problems == []
        assert list(hand_ins(tmp_path, tmp_path / "pulled")) == ["anon1", "anon2"]
        folder = write_class(tmp_path / "class", [result("anon1", 4), result("anon2", 3)])
        assert not push(canvas, folder).report.failed
        assert canvas.scores() == [10, 7.5]
        assert set(push(canvas, folder).decisions().values()) == {"unchanged"}


def test_canvas_says_that_grading_is_anonymous() -> None:
    """In the lines above the table."""
    with AnonymousCanvas(class_of(1), anonymous_grading=True) as canvas:
        client = load_lms("canvas").connect(canvas.address, TOKEN, None)
        assert "Grading is anonymous" in " ".join(client.load().notes)
        client.close()


class BlindMoodle(MoodleDouble):
    """Lists participants by number only."""

    def _mod_assign_list_participants(self, _: Any) -> Any:
        from tests.lms.lms_server import Reply

        return Reply.json([
            {"id": person.id, "fullname": f"Participant {person.record}", "recordid": person.record}
            for person in self.participants.values()
        ])  # fmt: skip


def test_moodle_without_names(tmp_path: Path) -> None:
    """Matched by the participant's number, which downloads have too."""
    people = course_of(2, files=[{"name": "a.py", "content": "x = 1\n"}])
    with BlindMoodle(people, blindmarking=1) as moodle:
        assert fetch(moodle, tmp_path / "pulled", "moodle").problems == []
        assert list(hand_ins(tmp_path, tmp_path / "pulled")) == ["1001", "1002"]
        results = [result("1001", 4, platform="Moodle"), result("1002", 3, platform="Moodle")]
        assert not push(moodle, write_class(tmp_path / "class", results), lms="moodle").report.failed
        assert moodle.scores() == [10, 7.5]
