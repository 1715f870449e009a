"""The site served for real, and a real browser in front of it: Debian's Chromium, driven by playwright."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import signal
import subprocess  # noqa: TID251 (our own command)
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from tests.marking.small_site import SmallSite, small_site

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
LONG = "\n\n".join(
    f"Step {n}: since $e^{{x_{n}}} > 0$ and $\\sum_j e^{{x_j}} \\ge e^{{x_{n}}}$, it holds." for n in range(60)
)
HOSTILE = """\
<script>window.pwned = 1</script><img src=x onerror="window.pwned = 2"><svg onload="window.pwned = 3"></svg>

[a](javascript:window.pwned=4) ![b](http://evil.example/x.png) ![](javascript:1) ![own](picture.svg)

$\\text{<img src=x onerror=window.pwned=5>}\\href{javascript:window.pwned=6}{x}$ &#60;script&#62;

</div></main></body><style>body { display: none }</style>
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30" onload="window.pwned=7"><script>window.pwned = 8;'
    'fetch("/api/undo", {method: "POST"})</script><image href="http://evil.example/y.png"/>'
    '<rect width="60" height="30"/></svg>'
)


def chromium() -> str:
    """Return the path of a Chromium, or skip."""
    found = next((path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None)
    if found is None:
        pytest.skip("there is no Chromium here (apt-get install chromium)")
    return found


@contextlib.contextmanager
def browser() -> Iterator[Any]:
    """Yield a running browser."""
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as play:
        args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
        running = play.chromium.launch(executable_path=chromium(), headless=True, args=args)
        yield running
        running.close()


def photo(text: str = "proof", size: tuple[int, int] = (640, 400)) -> bytes:
    """Return a JPEG that lies on its side, with a name in its metadata."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", size, "#f4efe2")
    ImageDraw.Draw(image).text((40, 40), text, fill="#203040", font_size=48)
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Annika Lund"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def pdf(pages: int = 3) -> bytes:
    """Return a PDF with so many pages."""
    from PIL import Image, ImageDraw

    sheets = []
    for number in range(pages):
        sheet = Image.new("RGB", (620, 877), "white")
        ImageDraw.Draw(sheet).text((60, 60), f"page {number + 1}", fill="black", font_size=40)
        sheets.append(sheet)
    out = io.BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], author="Annika Lund")
    return out.getvalue()


def notebook() -> str:
    """Return a notebook whose answer has an attachment, code with outputs, and a hostile output."""
    import base64

    made = nbformat.v4.new_notebook()
    picture = base64.b64encode(photo("plot", (200, 120))).decode()
    text = nbformat.v4.new_markdown_cell("# Proof\nSee ![sketch](attachment:sketch.jpg) and below.")
    text["attachments"] = {"sketch.jpg": {"image/jpeg": picture}}
    html = "<table><tr><td onclick='window.pwned=9'>cell</td></tr></table><script>window.pwned=10</script>"
    outputs = [
        nbformat.v4.new_output("display_data", {"image/jpeg": picture}),
        nbformat.v4.new_output("display_data", {"text/html": html}),
        nbformat.v4.new_output("stream", text="printed"),
    ]
    code = nbformat.v4.new_code_cell("plot()", outputs=outputs)
    made.cells = [
        text,
        code,
        nbformat.v4.new_markdown_cell("So $x = y$."),
        nbformat.v4.new_markdown_cell("# Other\nno"),
    ]
    return str(nbformat.writes(made))


ANSWERS = {
    "annika": "By $e^x$ it holds.", "bjarne": "By $e^x$ it holds.", "celine": LONG, "dmitri": "", "elif": HOSTILE,
    "farah": "", "goran": "Since it is.", "hanne": "",
}  # fmt: skip


def rich_site(root: Path, answers: dict[str, str] | None = None) -> SmallSite:
    """Return the site of a class that handed in everything that a class hands in."""
    site = small_site(root, answers or ANSWERS, {"annika": {"name": "Annika Lund", "ids": ("al123",)}})
    files: dict[str, bytes] = {
        "dmitri/Proof Annika.jpg": photo(), "elif/picture.svg": SVG.encode(), "farah/answers.pdf": pdf(),
        "goran/scan.heic": b"\0\0\0\x18ftypheic" + bytes(64), "goran/broken.png": b"\x89PNG\r\n\x1a\n" + bytes(64),
        "goran/notes.txt": b"a <b>note</b>", "hanne/work.ipynb": notebook().encode(),
    }  # fmt: skip
    for name, data in files.items():
        if (root / "class" / name).parent.exists():
            (root / "class" / name).write_bytes(data)
    return site


class Server:
    """`grader mark` in a process of its own, that can be killed and started again."""

    def __init__(self, out: Path, course: Path, names: tuple[str, ...] = ("Ada", "Bob")) -> None:
        self._command = [sys.executable, "-m", "grader", "mark", str(out), "--course", str(course)]
        for name in names:
            self._command += ["--by", name]
        self.port = 0
        self.addresses: dict[str, str] = {}
        self.start()

    def start(self) -> float:
        """Start it, under the same port as before; return how long the first page takes."""
        began = time.monotonic()
        command = [*self._command, *(["--port", str(self.port)] if self.port else [])]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert self._process.stdout is not None
        lines = []
        for line in self._process.stdout:
            lines.append(line)
            if line.startswith("Stop with"):
                break
            name, _, address = line.strip().partition(": ")
            self.addresses[name] = address
        found = re.search(r":(\d+)/", next(iter(self.addresses.values()), ""))
        assert found, lines
        self.port = int(found[1])
        return time.monotonic() - began

    def start_again(self) -> float:
        """Stop it and start it; return how long it takes until the addresses are printed."""
        self.stop()
        return self.start()

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.send_signal(signal.SIGKILL)
        self._wait()

    def stop(self, by: signal.Signals = signal.SIGINT) -> str:
        """Stop it as a person does, or a service manager; return what it says."""
        self._process.send_signal(by)
        return self._wait()

    @property
    def exit_code(self) -> int | None:
        """How it ended."""
        return self._process.poll()

    def _wait(self) -> str:
        assert self._process.stdout is not None
        said = self._process.stdout.read()
        self._process.stdout.close()
        self._process.wait()
        return said

    def address(self, page: str) -> str:
        """Return the address of a page."""
        return f"http://127.0.0.1:{self.port}{page}"


@contextlib.contextmanager
def served(site: SmallSite) -> Iterator[Server]:
    """Serve a class; the site that made it is closed first."""
    site.service.close()
    server = Server(site.folder.path, site.root / "course")
    try:
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(server._process.pid, signal.SIGKILL)
        with contextlib.suppress(ValueError):
            server._wait()
