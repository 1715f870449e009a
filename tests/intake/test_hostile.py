"""Archives that are made to break a reader: refused for that submission with a reason, and the rest goes on."""

import io
import stat
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.intake import archives, read
from grader.intake.archives import ArchiveError, name_refusal, opened
from grader.intake.unpacking import unpack
from tests.intake.downloads import CODE, tarred, zipped


def entry(name, data=b"x", *, mode=0, flags=0):
    """Return a zip with one odd member."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("placeholder")
        info.external_attr = mode << 16
        info.flag_bits |= flags
        info.filename = info.orig_filename = name
        archive.writestr(info, data)
    return out.getvalue()


def encrypted():
    """Return a zip whose member claims to be encrypted."""
    data = bytearray(zipped({"a.py": CODE}))
    for at, offset in ((data.find(b"PK\3\4"), 6), (data.find(b"PK\1\2"), 8)):
        struct.pack_into("<H", data, at + offset, 1)
    return bytes(data)


HOSTILE = {
    "up": (entry("../../evil.py"), "leads out"),
    "absolute": (entry("/etc/evil.py"), "absolute"),
    "drive": (entry("C:/evil.py"), "absolute"),
    "backslash": (entry("a\\..\\evil.py"), "backslash"),
    "newline": (entry("a\nb.py"), "control character"),
    "long": (entry("a/" * 200 + "b.py"), "too long"),
    "link": (entry("link.py", b"/etc/passwd", mode=stat.S_IFLNK | 0o777), "link"),
    "encrypted": (encrypted(), "encrypted"),
    "bomb": (zipped({"bomb.py": bytes(60 << 20)}), "larger than|times its size"),
    "ratio": (zipped({"bomb.py": bytes(20 << 20)}), "times its size"),
    "nested": (zipped({"inner.zip": zipped({"a.py": CODE})}), "archive inside"),
    "twice": (None, "twice"),
    "cut": (zipped({"a.py": CODE * 1000})[:-40], "cannot be read"),
    "no-zip": (b"hello", "cannot be read"),
}
HOSTILE["twice"] = (zipped({"a.py": CODE, "A.PY": CODE}), "twice")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_costs_its_own_submission_only(tmp_path, name):
    """Nothing lands outside, the reason is noted, and the neighbour is read."""
    data, says = HOSTILE[name]
    for student, content in (("ann", data), ("bob", zipped({"double.py": CODE}))):
        (tmp_path / "class" / student).mkdir(parents=True)
        (tmp_path / "class" / student / "work.zip").write_bytes(content)
    before = {path for path in tmp_path.rglob("*") if not path.is_relative_to(tmp_path / "out")}
    ann, bob = read(tmp_path / "class", tmp_path / "out").hand_ins
    assert any(__import__("re").search(says, note) for note in ann.notes)
    assert (bob.path / "double.py").read_bytes() == CODE
    assert {path for path in tmp_path.rglob("*") if not path.is_relative_to(tmp_path / "out")} == before


def test_a_hostile_download_is_read_without_its_hostile_members(tmp_path):
    """The class goes on."""
    (tmp_path / "d.zip").write_bytes(zipped({"c/ann/double.py": CODE, "c/bob/double.py": CODE, "../x.py": CODE}))
    found = read(tmp_path / "d.zip", tmp_path / "out")
    assert [one.id for one in found.hand_ins] == ["ann", "bob"]
    assert any("leads out" in note for note in found.notes)


def test_links_and_devices_in_a_tar_are_refused(tmp_path):
    """Only plain files are taken."""
    (tmp_path / "class").mkdir()
    (tmp_path / "class/ann.tar.gz").write_bytes(tarred({"a.py": CODE}, links=[("b.py", "/etc/passwd")]))
    (ann,) = read(tmp_path / "class", tmp_path / "out").hand_ins
    assert [path.name for path in ann.path.iterdir()] == ["a.py"]
    assert any("link" in note for note in ann.notes)


def test_too_many_members_are_refused(tmp_path, monkeypatch):
    """Before any of them is read."""
    monkeypatch.setattr(archives, "MOST_MEMBERS", 50)
    data = zipped({f"{number}.py": b"" for number in range(60)})
    with pytest.raises(ArchiveError, match="60 members"), opened(data, "a.zip"):
        pass


def test_too_much_of_one_student_is_left_out(tmp_path, monkeypatch):
    """By files and by bytes, with a note that does not grow."""
    monkeypatch.setattr("grader.intake.unpacking.MOST_FILES", 20)
    made = unpack(((f"{number}.py", lambda: CODE) for number in range(100)), tmp_path / "ann")
    assert len(list(made.folder.iterdir())) == 20
    assert len(made.notes) <= 11


def test_names_in_an_old_encoding_are_read(tmp_path):
    """Names without the mark of UTF-8 that are UTF-8 all the same."""
    data = bytearray(zipped({"ann/üb.py": CODE}))
    for at, offset in ((data.find(b"PK\3\4"), 6), (data.find(b"PK\1\2"), 8)):
        struct.pack_into("<H", data, at + offset, 0)
    with opened(bytes(data), "a.zip") as inside:
        assert [member.name for member in inside] == ["ann/üb.py"]


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_damaged_archive_raises_its_own_error_or_nothing(data):
    """Whatever bytes are changed, for zips and tars."""
    name, good = data.draw(st.sampled_from([
        ("a.zip", zipped({"x/a.py": CODE, "b.py": CODE * 50})), ("a.tar.gz", tarred({"a.py": CODE})),
        ("a.tar", tarred({"a.py": CODE}, "w")),
    ]))  # fmt: skip
    damaged = bytearray(good)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        with opened(bytes(damaged), name) as inside:
            for member in inside:
                try:
                    assert len(member.read()) <= archives.LARGEST
                except ArchiveError:
                    continue
    except ArchiveError:
        pass


@given(st.text(max_size=60))
def test_a_name_that_is_taken_stays_inside(name):
    """No part of it goes up, and it does not start at the root."""
    if not name_refusal(name):
        assert ".." not in name.split("/")
        assert not name.startswith("/")
        assert "\\" not in name
