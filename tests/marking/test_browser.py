"""The marking site in a real browser: by keyboard, on a phone, in the dark, with two markers, while the server dies."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from grader.store import Store
from grader.store.marking import MarkingStore
from tests.marking.marking_browser import browser, rich_site, served
from tests.marking.small_site import ITEM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.browser

AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
PAGES = (
    "/",
    "/help",
    f"/q/{ITEM}",
    *(f"/q/{ITEM}/{n}" for n in range(1, 9)),
    "/second",
    "/s/1",
    f"/rubric/{ITEM}",
    "/q/x",
)


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    """Return a browser."""
    with browser() as running:
        yield running


@pytest.fixture
def site(tmp_path: Path) -> Any:
    """Return a class that handed in pictures, PDFs, notebooks and hostile text."""
    return rich_site(tmp_path)


@pytest.fixture
def server(site: Any) -> Iterator[Any]:
    """Serve it."""
    with served(site) as running:
        yield running


def entered(chrome: Any, server: Any, name: str = "Ada", **options: Any) -> Any:
    """Return a page of a marker who has come in; whatever the browser complains about is collected."""
    context = chrome.new_context(**options)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(server.addresses[name])
    return page


def marks(site: Any) -> dict[str, Any]:
    """Return the newest marks by submission, as they lie on disk."""
    with Store(site.folder) as store, MarkingStore(site.folder, {}, site.service.overrides) as marking:
        assert store.ids()
        return {stored.submission: stored.mark for stored in marking.marks(ITEM)}


def until(page: Any, condition: str) -> None:
    """Wait for a condition; the page's policy forbids playwright's own way, which evaluates text in the page."""
    for _ in range(600):
        if page.evaluate(f"Boolean({condition})"):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {condition}")


def settled(page: Any) -> None:
    """Wait until the page has nothing left to do."""
    until(page, "!working && keyQueue.length === 0")


def press(page: Any, keys: str) -> None:
    """Press keys one after the other, as fast as they can be pressed."""
    for key in keys.split():
        page.keyboard.press(key)


def number_of(site: Any, submission: str) -> int:
    """Return the number of an answer."""
    with MarkingStore(site.folder, {}, site.service.overrides) as store:
        return next(number for number, id_ in store.numbers(ITEM, sorted).items() if id_ == submission)


def test_a_class_is_marked_by_keyboard_alone(chrome: Any, server: Any, site: Any) -> None:
    """Two or three keys an answer; at the end the page says that none is left, and where to go on."""
    page = entered(chrome, server)
    page.goto(server.address(f"/q/{ITEM}/next"))
    for turn in range(8):
        press(page, "1 Enter" if turn % 2 else "1 2 Enter")
        settled(page)
    assert "No answer to this question is open" in page.inner_text("#status")
    found = marks(site)
    assert len(found) == 8
    assert {mark.state for mark in found.values()} == {"marked"}
    assert sorted(len(mark.items) for mark in found.values()) == [1] * 4 + [2] * 4
    assert [text for text in page.complaints if "422" not in text] == []  # a picture that cannot be decoded is named


def test_what_is_typed_ahead_is_done_in_order(chrome: Any, server: Any, site: Any) -> None:
    """All keys of eight answers at once, faster than the server answers: none is dropped or lands elsewhere."""
    page = entered(chrome, server)
    page.route("**/api/mark", lambda route: (page.wait_for_timeout(60), route.continue_())[1])
    page.goto(server.address(f"/q/{ITEM}/next"))
    press(page, "1 2 Enter " * 3 + "2 3 Enter " * 4 + "1 s")
    settled(page)
    found = marks(site)
    assert len(found) == 8
    items = sorted("".join(item.id[0] for item in mark.items) for mark in found.values())
    assert items == ["bs"] * 4 + ["t"] + ["tb"] * 3


def test_no_key_acts_while_text_is_typed(chrome: Any, server: Any, site: Any) -> None:
    """Nor while an input method composes; Escape leaves the box, and the text stays."""
    page = entered(chrome, server)
    page.goto(server.address(f"/q/{ITEM}/1"))
    press(page, "c")
    page.keyboard.type("nice use of 1 2 3; j k s u n f x")
    assert page.input_value("#comment") == "nice use of 1 2 3; j k s u n f x"
    composing = "new KeyboardEvent('keydown', {key: '1', isComposing: true, bubbles: true})"
    page.keyboard.press("Escape")
    page.evaluate(f"document.body.dispatchEvent({composing})")
    settled(page)
    assert page.locator("input[name=item]:checked").count() == 0
    assert page.url.endswith("/1")
    until(page, "document.getElementById('status').textContent === 'Draft kept'")
    assert marks(site) == {}
    page.reload()
    assert page.input_value("#comment") == "nice use of 1 2 3; j k s u n f x"


def test_single_keys_can_be_switched_off(chrome: Any, server: Any) -> None:
    """Then letters do nothing; Ctrl+Enter still saves."""
    page = entered(chrome, server)
    page.goto(server.address(f"/q/{ITEM}/1"))
    press(page, "?")
    page.wait_for_selector("dialog[open]")
    page.uncheck("#single-keys")
    page.keyboard.press("Escape")
    press(page, "1 j")
    settled(page)
    assert page.locator("input[name=item]:checked").count() == 0
    assert page.url.endswith("/1")
    page.keyboard.press("Control+Enter")
    until(page, "!location.pathname.endsWith('/1')")


@pytest.mark.parametrize("way", ["link", "key", "reload", "back", "close"])
def test_every_way_out_keeps_the_draft(chrome: Any, server: Any, site: Any, way: str) -> None:
    """At once, without waiting for the pause after which drafts are kept."""
    page = entered(chrome, server)
    page.goto(server.address(f"/q/{ITEM}"))
    page.goto(server.address(f"/q/{ITEM}/2"))
    press(page, "1 c")
    page.keyboard.type("half a sentence")
    if way == "link":
        page.click("nav a >> nth=0")
        page.wait_for_selector("#finish")
    elif way == "key":
        press(page, "Escape j")
        settled(page)
    elif way == "reload":
        page.reload()
    elif way == "back":
        page.go_back()
    else:
        page.close(run_before_unload=True)
        page = entered(chrome, server)
    page.wait_for_timeout(500)
    page.goto(server.address(f"/q/{ITEM}/2"))
    assert page.input_value("#comment") == "half a sentence"
    assert page.locator("input[name=item]:checked").count() == 1
    assert marks(site) == {}


def test_the_server_dies_while_somebody_types(chrome: Any, server: Any, site: Any) -> None:
    """The page says so, keeps what is typed, and saves it when the server is there again, under the same address."""
    page = entered(chrome, server)
    page.goto(server.address(f"/q/{ITEM}/3"))
    server.kill()
    press(page, "1 c")
    page.keyboard.type("typed into the void")
    press(page, "Escape s")
    page.wait_for_selector("#offline:not([hidden])")
    assert page.input_value("#comment") == "typed into the void"
    server.start()
    until(page, "document.getElementById('status').textContent === 'Marked'")
    assert page.locator("#offline:not([hidden])").count() == 0
    (mark,) = marks(site).values()
    assert (mark.comment, [item.id for item in mark.items]) == ("typed into the void", ["there"])


def test_offline_and_reloaded_what_was_typed_is_back(chrome: Any, server: Any) -> None:
    """The browser keeps it until the server has it."""
    page = entered(chrome, server)
    page.goto(server.address(f"/q/{ITEM}/3"))
    page.context.set_offline(True)
    press(page, "c")
    page.keyboard.type("offline")
    page.wait_for_selector("#offline:not([hidden])")
    page.context.set_offline(False)
    page.goto(server.address(f"/q/{ITEM}/3"))
    assert page.input_value("#comment") == "offline"


def test_two_markers_on_one_answer(chrome: Any, server: Any, site: Any) -> None:
    """Each sees the other; the second to save sees both marks and decides; nothing is lost on the way."""
    ada, bob = entered(chrome, server, "Ada"), entered(chrome, server, "Bob")
    for page in (ada, bob):
        page.goto(server.address(f"/q/{ITEM}/4"))
    assert "Ada" in bob.inner_text("#looking")
    press(ada, "1 s")
    settled(ada)
    press(bob, "2 c")
    bob.keyboard.type("Bob thinks so")
    press(bob, "Escape Enter")
    bob.wait_for_selector("#conflict:not([hidden])")
    assert "Ada has saved a mark meanwhile: 1 points" in bob.inner_text("#conflict")
    assert bob.input_value("#comment") == "Bob thinks so"
    assert next(iter(marks(site).values())).by == "Ada"
    bob.click("text=Save mine on top of it")
    until(bob, "document.getElementById('status').textContent === 'Marked'")
    (mark,) = marks(site).values()
    assert (mark.by, mark.comment) == ("Bob", "Bob thinks so")


def test_keep_theirs(chrome: Any, server: Any, site: Any) -> None:
    """The form shows theirs, and the draft is gone."""
    ada, bob = entered(chrome, server, "Ada"), entered(chrome, server, "Bob")
    for page in (ada, bob):
        page.goto(server.address(f"/q/{ITEM}/4"))
    press(ada, "1 s")
    settled(ada)
    press(bob, "2 s")
    bob.click("text=Keep theirs")
    until(bob, "document.querySelector('main').dataset.version === '1'")
    assert bob.locator("input[name=item]:checked").evaluate_all("all => all.map(one => one.value)") == ["there"]
    assert next(iter(marks(site).values())).by == "Ada"


def test_undo_by_key(chrome: Any, server: Any, site: Any) -> None:
    """It leads back to the answer."""
    page = entered(chrome, server)
    page.goto(server.address(f"/q/{ITEM}/1"))
    press(page, "1 Enter")
    settled(page)
    press(page, "u")
    settled(page)
    assert page.url.endswith("/1")
    assert page.inner_text(".state") in {"unmarked", "draft"}
    assert next(iter(marks(site).values())).state == "cleared"


def test_hostile_answers_do_nothing(chrome: Any, server: Any, site: Any) -> None:
    """Markdown, HTML of outputs, formulas and SVG: nothing runs, nothing is fetched from elsewhere."""
    page = entered(chrome, server)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for submission in ("elif", "hanne", "goran"):
        page.goto(server.address(f"/q/{ITEM}/{number_of(site, submission)}"))
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.pwned") is None
        assert page.locator("h1").is_visible()
    assert [url for url in asked if not url.startswith(server.address("/")) and not url.startswith("data:")] == []
    assert [text for text in page.complaints if "Content Security Policy" in text] == []
    opened = page.context.new_page()
    opened.goto(server.address(f"/picture/{ITEM}/{number_of(site, 'elif')}/file/1"))
    assert opened.evaluate("window.pwned") is None


def test_pictures_pdfs_and_notebooks_are_shown(chrome: Any, server: Any, site: Any) -> None:
    """As pictures that were made here: upright, without metadata, every page; what cannot be shown is named."""
    page = entered(chrome, server)
    shown = {}
    for submission in ("dmitri", "farah", "hanne"):
        page.goto(server.address(f"/q/{ITEM}/{number_of(site, submission)}"))
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
        until(page, "[...document.querySelectorAll('main img')].every(image => image.complete)")
        sizes = "[...document.querySelectorAll('main img')].map(image => [image.naturalWidth, image.naturalHeight])"
        shown[submission] = page.evaluate(sizes)
    assert shown["dmitri"] == [[400, 640]]
    assert len(shown["farah"]) == 3
    assert all(width == 1600 for width, _ in shown["farah"])
    assert len(shown["hanne"]) == 2
    page.goto(server.address(f"/q/{ITEM}/{number_of(site, 'goran')}"))
    page.wait_for_selector("text=cannot be shown")
    text = page.inner_text("main")
    assert "HEIC" in text
    assert "a <b>note</b>" in text


def test_a_picture_is_turned_for_all(chrome: Any, server: Any, site: Any) -> None:
    """By key."""
    page = entered(chrome, server)
    address = server.address(f"/q/{ITEM}/{number_of(site, 'dmitri')}")
    page.goto(address)
    press(page, "]")
    settled(page)
    until(page, "document.querySelector('.sheets img').naturalWidth === 640")
    other = entered(chrome, server, "Bob")
    other.goto(address)
    until(other, "document.querySelector('.sheets img').naturalWidth === 640")


def test_a_passage_is_quoted_and_a_comment_taken_again(chrome: Any, server: Any, site: Any) -> None:
    """And made an item of the rubric."""
    page = entered(chrome, server)
    page.goto(server.address(f"/q/{ITEM}/{number_of(site, 'goran')}"))
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#sheet p'))")
    page.keyboard.press('"')
    settled(page)
    assert page.input_value("#comment").startswith("> Since it is.")
    page.fill("#comment", "Why?")
    page.keyboard.press("Escape")
    press(page, "s")
    settled(page)
    page.goto(server.address(f"/q/{ITEM}/{number_of(site, 'annika')}"))
    page.click("text=Comments of this question")
    page.click("button.take")
    assert page.input_value("#comment") == "Why?"
    until(page, "document.getElementById('status').textContent === 'Draft kept'")
    page.click("text=make it an item")
    page.wait_for_selector("#items fieldset >> nth=3")
    assert page.locator("#items [name=says]").last.input_value() == "Why?"


def test_a_rubric_is_edited_and_says_first_what_changes(chrome: Any, server: Any, site: Any) -> None:
    """The marks follow, and the earlier version can be had back."""
    page = entered(chrome, server)
    page.goto(server.address(f"/q/{ITEM}/1"))
    press(page, "1 s")
    settled(page)
    page.goto(server.address(f"/rubric/{ITEM}"))
    page.locator("[name=points]").first.fill("1.5")
    page.click("text=Save the rubric")
    page.wait_for_selector("text=there: 1 mark has it")
    page.click("text=Change them")
    page.wait_for_selector("text=Version 1, Ada")
    page.goto(server.address("/"))
    assert "1.5" in page.inner_text("main")
    page.goto(server.address(f"/rubric/{ITEM}"))
    page.click("text=Save the task file")
    page.click("text=Change them")
    page.wait_for_selector("text=Version 2, Ada")


def test_same_answers_are_marked_together(chrome: Any, server: Any, site: Any) -> None:
    """The page says how many, and one box does it."""
    page = entered(chrome, server)
    page.goto(server.address(f"/q/{ITEM}/{number_of(site, 'annika')}"))
    page.check("[name=others]")
    press(page, "Escape")
    page.evaluate("document.activeElement.blur()")
    press(page, "1 s")
    settled(page)
    assert set(marks(site)) == {"annika", "bjarne"}


@pytest.mark.parametrize("size", [(1280, 900), (360, 740), (320, 600)], ids=["desk", "phone", "reflow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    chrome: Any, server: Any, site: Any, scheme: str, size: Any
) -> None:
    """On every page, folded parts open; each target has 24 pixels."""
    axe = pytest.importorskip("axe_playwright_python.base")
    page = entered(chrome, server, color_scheme=scheme, viewport={"width": size[0], "height": size[1]})
    page.goto(server.address(f"/q/{ITEM}/1"))
    press(page, "1 f")
    settled(page)
    broken = []
    for address in PAGES:
        page.goto(server.address(address))
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        page.evaluate(axe.AXE_FILE_PATH.read_text(encoding="utf-8"))
        found = page.evaluate(f"axe.run(document, {json.dumps(AXE)})")
        broken += [f"{address}: {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"]]
        width = page.evaluate("document.documentElement.scrollWidth")
        broken += [f"{address} is {width} wide"] if width > size[0] else []
    assert broken == []


def test_the_focus_goes_through_the_page_in_order_and_is_seen(chrome: Any, server: Any) -> None:
    """Nothing is a trap, and the order is that of reading."""
    page = entered(chrome, server)
    page.goto(server.address(f"/q/{ITEM}/1"))
    seen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(() => { const one = document.activeElement; const all = [...document.querySelectorAll('*')];"
            "return one === document.body ? null : [all.indexOf(one), getComputedStyle(one).outlineStyle]; })()"
        )
        if here is None:
            break
        seen.append(here)
    order = [place for place, _ in seen]
    assert len(order) > 15
    assert order[: order.index(max(order)) + 1] == sorted(order[: order.index(max(order)) + 1])
    assert {style for _, style in seen} == {"solid"}


def test_the_next_answer_is_there_at_once(chrome: Any, tmp_path: Path) -> None:
    """Five hundred answers: what the page fetches ahead is shown without asking again, and nothing grows."""
    answers = {f"s{number:03}": f"Answer {number}: $e^{{{number}}}$." for number in range(500)}
    site = rich_site(tmp_path, answers)
    with served(site) as server:
        page = entered(chrome, server)
        page.goto(server.address(f"/q/{ITEM}/next"))
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        until(page, "ahead.size === 1")
        for _ in range(20):
            press(page, "1 Enter")
            settled(page)
            until(page, "ahead.size === 1")
        assert len(marks(site)) == 20
        assert len([url for url in asked if "?part" in url and "ahead" not in url]) == 0
        assert "480 open" in page.inner_text("header.bar")


def test_names_are_nowhere(chrome: Any, server: Any, site: Any) -> None:
    """Not in titles, addresses, texts or names of files, until one is asked for."""
    page = entered(chrome, server)
    told = []
    for address in PAGES:
        page.goto(server.address(address))
        told.append(f"{page.url} {page.title()} {page.content()}")
    names = [
        name for name in ("annika", "lund", "al123", "dmitri", "goran") if re.search(name, "".join(told), re.IGNORECASE)
    ]
    assert names == []
    page.goto(server.address(f"/q/{ITEM}/{number_of(site, 'annika')}"))
    page.click("#reveal")
    page.wait_for_selector("text=Annika Lund (annika)")
    assert "Annika" not in page.title()
