"""The pages of the whole example class in a browser: axe-core, an HTML validator, widths and schemes."""

from __future__ import annotations

import json
import shutil
import subprocess  # noqa: TID251 (our own command and java)
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.report import html
from grader.report.answer_groups import AnswerGroups
from grader.report.class_checks import ClassChecks
from grader.report.class_page import ClassPage, render_class, row_of
from tests.report.class_samples import check, result
from tests.report.report_browser import Browser, found, unpacked
from tests.samples.report_samples import STATEMENTS, rich

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent.parent
AXE = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
}
HASH_UNKNOWN = "Inline style violates Content Security Policy"
"""The validator knows no hashes in a policy; that the style is let in is what the browser says."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Grade the example class and return its pages, and one in which every text is hostile."""
    out = tmp_path_factory.mktemp("graded")
    command = [sys.executable, "-m", "grader", "batch", "submissions_example", "--out", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    hostile = out / "reports" / "hostile.html"
    hostile.write_text(html.render(rich(), STATEMENTS), encoding="utf-8")
    found_pages = sorted((out / "reports").glob("*.html"))
    assert len(found_pages) == 1 + sum(path.is_dir() for path in (ROOT / "submissions_example").iterdir())
    return found_pages


@pytest.fixture(scope="module")
def classes(pages: Any) -> Any:
    """Return the page of the example class, and one with everything that such a page can have."""
    folder = pages[0].parent.parent
    long = "a_name_without_any_place_to_break_it_" * 4
    wrong = [check(name, "failed", fingerprint=name * 24, message=f"`f` returns {long}") for name in "xy"]
    results = [
        result("ann", *wrong, check("z", seconds=9.0), name="Ann Lee", late=True),
        result("<b>bob</b>", *wrong, check("z", "timeout", seconds=30.0), files=()),
        result(long, check("x"), check("y"), check("z", "judge_error"), name="محمد بن علي"),
        *(result(f"s{number}", *wrong, check("z", "failed")) for number in range(8)),
    ]
    checks, groups = ClassChecks(), AnswerGroups()
    for one in results:
        checks.add(one)
        groups.add(one)
    rows = [row_of(one, "reports/ann.html") for one in results]
    tasks = [f"task_of_the_class_{number}" for number in range(9)]
    everything = folder / "everything.html"
    everything.write_text(render_class(ClassPage(rows, tasks, checks, groups)), encoding="utf-8")
    assert all(f'id="{part}"' in everything.read_text() for part in ("points", "looks", "groups", "checks", "slow"))
    return [folder / "index.html", everything]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a browser."""
    path = found()
    if path is None:
        pytest.skip("there is no Chromium here (apt-get install chromium)")
    running = Browser(path, tmp_path_factory.mktemp("profile"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the source of axe-core."""
    folder = unpacked("axe-core", tmp_path_factory.mktemp("axe"))
    if folder is None:
        pytest.skip("axe-core cannot be fetched from the npm registry")
    return (folder / "axe.min.js").read_text(encoding="utf-8")


def broken_rules(
    browser: Any, axe: Any, page: Any, *, scheme: str = "light", opened: bool = False, width: int = 900
) -> Any:
    """Return the rules that a page breaks, with an example of each."""
    browser.open(page, scheme=scheme, width=width)
    if opened:
        browser.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    browser.evaluate(axe)
    violations = browser.evaluate(f"axe.run(document, {json.dumps(AXE)})")["violations"]
    return [f"{page.name}: {rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in violations]


def test_axe_finds_nothing(browser: Any, axe: Any, pages: Any) -> None:
    """No rule of WCAG 2.2 AA and none of the best practices is broken on any page of the class."""
    assert [text for page in pages for text in broken_rules(browser, axe, page)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["hostile", "kenji", "quentin"])
def test_axe_finds_nothing_in_what_is_folded(browser: Any, axe: Any, pages: Any, name: str, scheme: str) -> None:
    """With all details open, in both schemes: a page of hostile texts, one of pictures, one of tracebacks."""
    page = next(page for page in pages if page.stem == name)
    assert broken_rules(browser, axe, page, scheme=scheme, opened=True) == []


@pytest.mark.parametrize("width", [360, 900], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_page_of_a_class(
    browser: Any, axe: Any, classes: Any, scheme: str, width: int
) -> None:
    """With all details open: what scrolls can be reached, and every part has a name of its own."""
    found_rules = [broken_rules(browser, axe, page, scheme=scheme, width=width, opened=True) for page in classes]
    assert found_rules == [[], []]


@pytest.mark.parametrize(("width", "medium"), [(360, "screen"), (900, "screen"), (794, "print")], ids=str)
def test_the_page_of_a_class_is_no_wider_than_what_shows_it(
    browser: Any, classes: Any, width: int, medium: str
) -> None:
    """Names without a place to break, and more tasks than fit: tables scroll, and on paper they break."""
    for page in classes:
        browser.open(page, width=width, height=1000, medium=medium)
        assert browser.complaints() == []
        assert browser.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_each_check_of_a_class_stands_with_its_numbers(browser: Any, classes: Any) -> None:
    """Nothing of it is out of sight; on a wide screen they stand in columns."""
    last = "document.querySelector('#checks ~ .wide tbody tr:last-child td:last-child').getBoundingClientRect()"
    title = "document.querySelector('#checks ~ .wide tbody tr:last-child th').getBoundingClientRect()"
    browser.open(classes[0], width=360, height=800)
    assert browser.evaluate(f"{last}.right") <= 360
    assert browser.evaluate(f"{last}.top >= {title}.bottom - 1")
    browser.open(classes[0], width=900)
    assert browser.evaluate(f"{last}.left >= {title}.right - 1")


def test_the_browser_lets_the_style_in_and_nothing_is_wider_than_a_phone(browser: Any, pages: Any) -> None:
    """Not one complaint about the policy; on 360 pixels the page itself does not scroll sideways."""
    wide, complaints = [], []
    for page in pages:
        browser.open(page, width=360, height=800)
        complaints += browser.complaints()
        if browser.evaluate("document.documentElement.scrollWidth") > 360:
            wide.append(page.name)
        assert browser.evaluate("getComputedStyle(document.body).maxWidth") == "864px"
    assert complaints == []
    assert wide == []


def test_every_link_fold_and_table_is_reached_by_the_keyboard(browser: Any, pages: Any) -> None:
    """Tab stops at each of them in the order of the page, and what has the focus shows it."""
    page = next(page for page in pages if page.stem == "quentin")
    browser.open(page)
    parts = "[...document.querySelectorAll('a, summary, [tabindex]')].filter(part => part.checkVisibility())"
    stops = browser.evaluate(f"{parts}.length")
    assert stops > 20
    for number in range(stops):
        browser.call("Input.dispatchKeyEvent", type="keyDown", key="Tab", code="Tab", windowsVirtualKeyCode=9)
        browser.call("Input.dispatchKeyEvent", type="keyUp", key="Tab", code="Tab", windowsVirtualKeyCode=9)
        place = f"{parts}.indexOf(document.activeElement)"
        assert browser.evaluate(place) == number
        assert browser.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_paper_shows_what_is_folded(browser: Any, pages: Any) -> None:
    """Printed, the statements and the lines of Python are there, folded or not."""
    page = next(page for page in pages if page.stem == "quentin")
    browser.open(page)
    assert not browser.evaluate("document.querySelector('details').lastElementChild.checkVisibility()")
    browser.open(page, medium="print")
    folded = "[...document.querySelectorAll('details:not([open])')]"
    assert browser.evaluate(f"{folded}.length") > 0
    assert browser.evaluate(f"{folded}.every(part => part.lastElementChild.checkVisibility())")


def test_a_validator_finds_nothing(pages: Any, classes: Any, tmp_path: Path) -> None:
    """The Nu checker, which is neither ours nor the browser's, accepts every page."""
    if not shutil.which("java"):
        pytest.skip("the Nu HTML checker needs java")
    folder = unpacked("vnu-jar", tmp_path)
    if folder is None:
        pytest.skip("vnu-jar cannot be fetched from the npm registry")
    jar = next(folder.rglob("vnu.jar"))
    command = ["java", "-jar", str(jar), "--format", "json", *map(str, [*pages, *classes])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    assert [message for message in messages if HASH_UNKNOWN not in message["message"]] == []
