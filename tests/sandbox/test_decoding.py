"""Pictures and PDFs decoded behind the walls: what comes out is new, and what goes wrong is a sentence."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

from grader.sandbox import decoding
from grader.sandbox.decoding import DecodingError, decode_picture
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.isolation import Isolation, IsolationReport

if TYPE_CHECKING:
    from pathlib import Path

Image = pytest.importorskip("PIL.Image")
pytest.importorskip("pypdfium2")


@pytest.fixture(scope="module")
def walls() -> Any:
    """Return whether this machine has all walls."""
    return WorkerFactory().report().isolation is Isolation.SANDBOX


def picture(mode: str = "RGB", size: Any = (400, 200), kind: str = "PNG", **fields: Any) -> Any:
    """Return a picture as bytes."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **fields)
    return out.getvalue()


def pdf(pages: int = 2, size: Any = (300, 400)) -> Any:
    """Return a PDF."""
    out = io.BytesIO()
    sheets = [Image.new("RGB", size, "white") for _ in range(pages)]
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], author="Annika Lund")
    return out.getvalue()


def decoded(tmp_path: Path, data: bytes, kind: str = "picture", **options: Any) -> Any:
    """Decode bytes."""
    path = tmp_path / "file"
    path.write_bytes(data)
    with path.open("rb") as stream:
        return decode_picture(stream, kind, **options)


@pytest.mark.parametrize(
    "mode",
    ["RGBA", "P", "CMYK", *(pytest.param(mode, marks=pytest.mark.slow) for mode in ("RGB", "L", "LA", "1", "I;16"))],
)
def test_every_kind_of_colour_comes_out(tmp_path: Path, walls: bool, mode: str) -> None:
    """As a JPEG that any browser shows."""
    kind = "TIFF" if mode in {"CMYK", "I;16"} else "PNG"
    found = decoded(tmp_path, picture(mode, kind=kind), walls=walls)
    assert (found.width, found.height, found.pages) == (400, 200, 1)
    assert Image.open(io.BytesIO(found.data)).format == "JPEG"


def test_a_photo_stands_upright_and_has_lost_its_metadata(tmp_path: Path, walls: bool) -> None:
    """Where it was taken, and by whom, is nobody's business."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B], exif[0x8825] = 6, "Annika Lund", {1: "N"}
    found = decoded(tmp_path, picture(kind="JPEG", exif=exif), walls=walls)
    assert (found.width, found.height) == (200, 400)
    assert b"Annika" not in found.data
    assert not Image.open(io.BytesIO(found.data)).getexif()


SLOW = pytest.mark.slow


@pytest.mark.parametrize(
    ("turn", "size"),
    [
        pytest.param(0, (400, 200), marks=SLOW),
        (90, (200, 400)),
        (180, (400, 200)),
        pytest.param(270, (200, 400), marks=SLOW),
    ],
)
def test_a_picture_is_turned(tmp_path: Path, walls: bool, turn: int, size: Any) -> None:
    """Clockwise."""
    found = decoded(tmp_path, picture(), turn=turn, walls=walls)
    assert (found.width, found.height) == size


def test_a_large_picture_is_made_smaller(tmp_path: Path, walls: bool) -> None:
    """No wider than asked for."""
    assert decoded(tmp_path, picture(size=(3000, 1000)), width=600, walls=walls).width == 600


@pytest.mark.parametrize("page", [0, 1])
def test_pages_of_a_pdf(tmp_path: Path, walls: bool, page: int) -> None:
    """Each as a picture, without what the file says about its author."""
    found = decoded(tmp_path, pdf(), "pdf", page=page, width=500, walls=walls)
    assert (found.width, found.pages) == (500, 2)
    assert b"Annika" not in found.data


@pytest.mark.parametrize(
    ("data", "kind", "says"),
    [
        pytest.param(b"", "picture", "cannot identify", id="nothing"),
        pytest.param(b"nonsense" * 100, "picture", "cannot identify", id="nonsense"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\xff" * 100, "picture", "Error", id="a-broken-png"),
        pytest.param(picture()[:60], "picture", "Error", id="a-png-that-is-cut", marks=pytest.mark.wide),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture", "cannot identify", id="svg"),
        pytest.param(b"%PDF-1.7\n" + b"x" * 100, "pdf", "PdfiumError", id="a-broken-pdf"),
        pytest.param(b"%!PS\nquit", "picture", "cannot identify", id="postscript", marks=pytest.mark.wide),
    ],
)
def test_what_cannot_be_shown_is_a_sentence(tmp_path: Path, walls: bool, data: Any, kind: str, says: str) -> None:
    """And no exception of a decoder."""
    with pytest.raises(DecodingError, match=says):
        decoded(tmp_path, data, kind, walls=walls)


def test_a_page_that_is_not_there(tmp_path: Path, walls: bool) -> None:
    """It says which."""
    with pytest.raises(DecodingError, match="no page 8"):
        decoded(tmp_path, pdf(), "pdf", page=7, walls=walls)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, walls: bool) -> None:
    """A picture of a hundred million pixels is a few kilobytes as a file."""
    with pytest.raises(DecodingError, match=r"too many|exceeds"):
        decoded(tmp_path, picture("1", (12_000, 12_000)), walls=walls)


def test_a_banner_of_a_page_is_bounded(tmp_path: Path, walls: bool) -> None:
    """A page that is a mile long is made small, not refused."""
    assert decoded(tmp_path, pdf(1, (10, 9000)), "pdf", walls=walls).height > 0


def test_a_decoder_that_never_ends_is_ended(tmp_path: Path, walls: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is bounded."""
    monkeypatch.setattr(decoding, "SECONDS", 0.01)
    with pytest.raises(DecodingError, match="seconds"):
        decoded(tmp_path, pdf(), "pdf", walls=walls)


def test_without_walls_nothing_is_decoded_unless_that_was_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a machine does not enforce is not trusted."""
    monkeypatch.setattr(IsolationReport, "isolation", property(lambda _: Isolation.PROCESS))
    with pytest.raises(DecodingError, match="does not enforce the sandbox"):
        decoded(tmp_path, picture())
    assert decoded(tmp_path, picture(), walls=False).width == 400


def test_a_decoder_that_floods_is_cut(tmp_path: Path, walls: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it writes, this process keeps a bounded part of it."""
    monkeypatch.setattr(decoding, "MOST_OUTPUT", 100)
    with pytest.raises(DecodingError, match="too large"):
        decoded(tmp_path, picture(), walls=walls)
