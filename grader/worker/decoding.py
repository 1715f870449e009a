"""Turns a picture, or a page of a PDF, into pixels and these into a new JPEG, behind the walls of a worker.

The libraries are loaded before the walls go up and the first byte of the file is read after.  What comes out was
encoded here from pixels: no metadata, no place where it was taken, no script.
"""

from __future__ import annotations

import io
import json
import os
import sys
from typing import Any

MOST_BYTES = 64 << 20
MOST_PIXELS = 60_000_000
"""Of a picture before it is made smaller: a phone has 12 to 50 million, a bomb has more."""
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
QUALITY = 85


def decode(config: str) -> None:
    """Write a line of JSON (`pages`, `width`, `height`, `layers`, or `error`) and the JPEG to standard output.

    `config` is JSON: `kind` (`picture` or `pdf`), `page` (from 0), `width` (at most so many pixels), `turn` (degrees,
    clockwise) and `sandbox`, the configuration of the walls.  The file comes on standard input.
    """
    settings = json.loads(config)
    renderer = _pdf_renderer() if settings["kind"] == "pdf" else _picture_renderer()
    from worker.walls.apply import apply_sandbox  # type: ignore[import-not-found]

    head: dict[str, Any] = {"layers": apply_sandbox(settings["sandbox"])["layers"]}
    data = b""
    try:
        image, pages = renderer(_content(), settings["page"], settings["width"])
        data, size = _encoded(image, settings["width"], settings["turn"])
        head |= {"pages": pages, "width": size[0], "height": size[1]}
    except MemoryError:
        head["error"] = "it needs too much memory"
    except Exception as error:  # noqa: BLE001 - whatever a decoder raises is a fact about the file
        head["error"] = f"{type(error).__name__}: {error}"[:300]
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + data)
    sys.stdout.buffer.flush()
    os._exit(0)


def _content() -> bytes:
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError("the file is too large")
    return content


def _picture_renderer() -> Any:
    from PIL import Image, ImageOps

    for plugin in ("Png", "Jpeg", "Gif", "WebP", "Bmp", "Tiff"):
        __import__(f"PIL.{plugin}ImagePlugin")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS

    def render(content: bytes, page: int, width: int) -> tuple[Any, int]:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise ValueError(f"{image.width} x {image.height} pixels are too many")
        pages = min(int(getattr(image, "n_frames", 1)), 1000)
        if page:
            image.seek(min(page, pages - 1))
        image.draft("RGB", (width * 2, width * 2))
        return ImageOps.exif_transpose(image), pages

    return render


def _pdf_renderer() -> Any:
    import pypdfium2
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS

    def render(content: bytes, page: int, width: int) -> tuple[Any, int]:
        document = pypdfium2.PdfDocument(content)
        pages = len(document)
        if not 0 <= page < pages:
            raise ValueError(f"there is no page {page + 1}")
        sheet = document[page]
        across, down = sheet.get_size()
        # A page may be as wide as a banner or a mile long: the pixels are bounded, not the scale.
        scale = min(width / max(across, 1.0), (MOST_PIXELS / 4 / max(across * down, 1.0)) ** 0.5)
        return sheet.render(scale=scale, may_draw_forms=False).to_pil(), pages

    return render


def _encoded(image: Any, width: int, turn: int) -> tuple[bytes, tuple[int, int]]:
    """Return an image as JPEG on white, no wider than asked for."""
    from PIL import Image

    if turn % 360:
        image = image.rotate(-turn, expand=True)
    longest = max(width, 1)
    if image.width > longest or image.height > longest * 3:
        image.thumbnail((longest, longest * 3))
    if image.mode in {"RGBA", "LA", "PA", "P"}:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=QUALITY)
    return out.getvalue(), image.size
