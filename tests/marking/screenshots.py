"""Makes the pictures of docs/marking.md: `python -m tests.marking.screenshots`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.marking.marking_browser import browser, rich_site, served
from tests.marking.small_site import ITEM

DOCS = Path(__file__).parents[2] / "docs"
PROOF = """\
For $c \\in \\mathbb{R}$ we have

$$\\operatorname{softmax}(x + c)_i = \\frac{e^{x_i + c}}{\\sum_j e^{x_j + c}} = \\frac{e^c e^{x_i}}{e^c \\sum_j e^{x_j}}
= \\operatorname{softmax}(x)_i,$$

since the factor $e^c > 0$ cancels. For the other direction let both be equal; then $x_i - y_i$ is the same for all $i$,
because $\\log$ is strictly increasing.
"""
ANSWERS = {
    "annika": PROOF,
    "bjarne": PROOF,
    "celine": "It is clear.",
    "dmitri": "",
    "elif": "",
    "farah": "",
    "hanne": "",
}


def main() -> None:
    """Serve a small class, mark some of it, and take the pictures."""
    with tempfile.TemporaryDirectory() as folder, browser() as chrome:
        site = rich_site(Path(folder), ANSWERS)
        number = site.number("annika")
        photo = site.number("dmitri")
        with served(site) as server:
            for scheme, size, name in (
                ("light", (1280, 860), ""),
                ("dark", (1280, 860), "-dark"),
                ("light", (390, 844), "-phone"),
            ):
                context = chrome.new_context(
                    viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, device_scale_factor=1
                )
                page = context.new_page()
                page.goto(server.addresses["Ada"])
                page.goto(server.address(f"/q/{ITEM}/{number}"))
                page.keyboard.press("1")
                page.wait_for_timeout(800)
                page.screenshot(path=DOCS / f"marking{name}.png")
                if not name:
                    page.goto(server.address(f"/q/{ITEM}/{photo}"))
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=DOCS / "marking-photo.png")
                    page.keyboard.press("1")
                    page.keyboard.press("s")
                    page.wait_for_timeout(800)
                    page.goto(server.address("/"))
                    page.screenshot(path=DOCS / "marking-overview.png", full_page=True)


if __name__ == "__main__":
    main()
