"""The site: who may come in, what every answer of it carries, and that no page tells a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from tests.marking.small_site import GROUP, HOST, ITEM, MODEL, mark_body, post, small_site

if TYPE_CHECKING:
    from pathlib import Path

PAGES = (
    "/",
    "/help",
    f"/q/{ITEM}",
    f"/q/{ITEM}/1",
    "/second",
    "/s/1",
    f"/rubric/{ITEM}",
    "/q/none.such",
    "/s/99",
    "/x",
)


def bare(site: Any, **headers: Any) -> Any:
    """Return a client without a cookie."""
    client = TestClient(site.site.app, base_url=HOST, follow_redirects=False)
    client.headers.update(headers)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_without_a_key_there_is_nothing_to_see(site: Any, page: Any) -> None:
    """Not even whether there is such a page."""
    assert bare(site).get(page).status_code == 401


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "grader_mark_8347=",
        "grader_mark_8347=wrong",
        "grader_mark_8348={token}",
        "other={token}",
        "\xff=\xff",
        "a;b=;=",
    ],
    ids=repr,
)
def test_a_wrong_cookie_opens_nothing(site: Any, cookie: str) -> None:
    """Nor does the right key under the name of another port."""
    client = bare(site, Cookie=cookie.format(token=site.access.token("Ada")).encode("latin-1"))
    assert client.get("/").status_code == 401


def test_the_key_becomes_a_cookie_and_leaves_the_address(site: Any) -> None:
    """No script reads it, no other site sends it, and no other server of this machine gets it by its name."""
    answer = bare(site).get(f"/enter/{site.access.token('Bob')}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    for part in ("grader_mark_8347=", "HttpOnly", "SameSite=Strict"):
        assert part in cookie
    assert bare(site).get("/enter/wrong").status_code == 401
    assert bare(site).get("/enter/").status_code == 401


@pytest.mark.parametrize("host", ["evil.example:8347", "127.0.0.1", "127.0.0.1:80", "localhost.evil.example:8347", ""])
def test_a_host_that_is_not_ours_is_refused(site: Any, host: str) -> None:
    """Also with the cookie: another site may give this address a name of its own."""
    client = site.client()
    client.headers["Host"] = host
    assert client.get("/").status_code == 403
    assert client.get(f"/enter/{site.access.token('Ada')}").status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8347", "localhost:8347", "[::1]:8347", "LOCALHOST:8347"])
def test_a_host_that_is_ours_is_let_in(site: Any, host: str) -> None:
    """Under every name of this machine."""
    client = site.client()
    client.headers["Host"] = host
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "http://evil.example"}, id="another-origin"),
        pytest.param({"Origin": "null"}, id="an-opaque-origin"),
        pytest.param({"Origin": ""}, id="no-origin"),
        pytest.param({"Origin": f"{HOST}.evil.example"}, id="an-origin-that-begins-like-ours"),
        pytest.param({"Origin": "https://127.0.0.1:8347"}, id="another-scheme"),
        pytest.param({"Origin": "http://127.0.0.1:9999"}, id="another-port"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="from-another-site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="from-another-port"),
        pytest.param({"Content-Type": "text/plain"}, id="a-body-that-a-form-can-send"),
        pytest.param({"Content-Type": "application/x-www-form-urlencoded"}, id="a-form"),
        pytest.param({"Content-Type": "multipart/form-data"}, id="a-form-of-parts"),
    ],
)
def test_a_request_of_another_site_changes_nothing(site: Any, headers: Any) -> None:
    """Although the browser sends the cookie along."""
    client = site.client()
    body = mark_body(site, "annika", "there")
    sent = {"Content-Type": "application/json", **headers}
    assert client.post("/api/mark", json=body, headers=sent).status_code == 403
    assert site.service.ask_from_outside(lambda store: store.everything()) == []
    assert post(site.client(), "mark", body)[0] == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_do_nothing(site: Any, method: str) -> None:
    """They are refused or unknown."""
    answer = site.client().request(method, "/api/mark", json={})
    assert answer.status_code in {403, 405, 422}
    assert site.client().get("/api/mark").status_code == 405


@pytest.mark.parametrize("page", [*PAGES, "/static/marking.js", "/static/marking.css", "/style.css"])
def test_every_answer_forbids_what_the_site_does_not_need(site: Any, page: Any) -> None:
    """Also the one that says that there is no such page."""
    for client in (site.client(), bare(site)):
        headers = client.get(page).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_script_or_style_of_its_own(site: Any, page: Any) -> None:
    """Nor an address of elsewhere: everything is served from here."""
    text = site.client().get(page).text
    assert re.findall(r"<script(?! src=\"/static/marking.js\" defer>)[^>]*>", text) == []
    assert re.findall(r"\son\w+=|\sstyle=|<style|javascript:", text) == []
    assert [
        address for address in re.findall(r'(?:src|href|action)="([^"]+)"', text) if not address.startswith(("/", "#"))
    ] == []


@pytest.mark.parametrize(
    "path", ["/static/../site.py", "/static/%2e%2e/site.py", "/static/..%2fsite.py", "/static/nothing"]
)
def test_only_what_is_static_is_static(site: Any, path: str) -> None:
    """No file beside it is served."""
    answer = site.client().get(f"/static/{path}")
    assert answer.status_code in {404, 405}
    assert "Starlette" not in answer.text


def test_beside_an_answer_stands_what_a_marker_needs(site: Any) -> None:
    """Statement, model answer, rubric with its notes, the results of the program, and the answer with its formulas."""
    text = site.client().get(f"/q/{ITEM}/{site.number('annika')}").text
    for part in (
        "<strong>prove</strong>",
        "<em>model</em>",
        "be lenient",
        "Both directions count.",
        "Ask Eva",
        "the value",
    ):
        assert part in text
    assert "<msup><mi>e</mi><mi>x</mi></msup>" in text
    assert MODEL.splitlines()[0] not in text


def test_the_order_is_stable_and_another_one_for_each_question(site: Any) -> None:
    """It is no list of names, and the same after a new start."""
    queue = [
        answer.submission for answer in site.service.ask_from_outside(lambda s: site.service.queue(s, ITEM, "Ada"))
    ]
    again = [
        answer.submission for answer in site.service.ask_from_outside(lambda s: site.service.queue(s, ITEM, "Bob"))
    ]
    assert queue == again
    assert sorted(queue) == ["annika", "bjarne", "celine", "dmitri"]


def test_overrides_are_read_and_said_to_win(site: Any) -> None:
    """On the page of the answer that they are about."""
    line = f'[[points]]\nsubmission = "annika"\ncheck = "{ITEM}"\npoints = 2\nby = "Eva"\n'
    site.folder.overrides.write_text(line)
    assert "overrides.toml sets 2 points (Eva)" in site.client().get(f"/q/{ITEM}/{site.number('annika')}").text
    post(site.client(), "mark", mark_body(site, "annika", "there"))
    check = site.result("annika").tasks[0].checks[1]
    assert (check.points, check.mark.points) == (2, 1)


def test_overrides_with_a_mistake_stop_no_page_from_saying_so(site: Any) -> None:
    """The sentence is that of every other command."""
    site.folder.overrides.write_text("[[points]]\n")
    answer = site.client().get(f"/q/{ITEM}/1")
    assert answer.status_code == 500
    assert "overrides.toml" in answer.text


ROSTER: tuple[str, ...] = (
    "annika",
    "lund",
    "al123",
    "zf17",
    "4711234",
    "zoë",
    "fawkes",
    "qt3",
    "quin",
    "ott",
    "zebra",
    "şahin",
)
ROSTER += ("müller-meier",)


def handed_in(root: Any) -> Any:
    """Hand in work that is full of names: in texts, names of files and names of folders."""
    answers = {
        "annika": "I, Annika Lund (al123), say that **zf17**, Zoë Fawkes, is not Quin Ott; ANNIKA.",
        "zf17": "By Zoë and quin_ott, 4711234, of Team Zebra.",
        "s-3": "Müller-Meier, Jürgen, Şahin",
    }
    facts: dict[str, dict[str, Any]] = {
        "annika": {"name": "Annika Lund", "ids": ("al123",)},
        "zf17": GROUP,
        "s-3": {"name": "Jürgen Müller-Meier", "group": "Şahin"},
    }
    site = small_site(root, answers, facts)
    files = {"annika": "Annika_Lund_proof.txt", "zf17": "zebra/Fawkes-Zoë.unknown", "s-3": "Müller-Meier.md"}
    for submission, name in files.items():
        path = root / "class" / submission / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"by {submission}")
    return site


def everything(client: Any) -> Any:
    """Return all that is served: pages, headers, and whatever they point to but the originals."""
    pages = [*PAGES, *(f"/{page}/{n}" for page in (f"q/{ITEM}", "s") for n in (1, 2, 3)), f"/q/{ITEM}/next"]
    texts = [client.get(page).text for page in pages]
    found = {
        address for text in texts for address in re.findall(r'(?:src|href|data-picture|data-pages)="(/[^"]+)"', text)
    }
    served = [*pages, *sorted(address for address in found if not address.startswith("/original"))]
    return "\n".join(f"{page} {client.get(page).headers} {client.get(page).text}" for page in served).casefold()


def test_nothing_that_is_served_tells_a_name(tmp_path: Path) -> None:
    """Pages, headers, addresses, titles, file names, texts and machine results, for the whole class list."""
    site = handed_in(tmp_path)
    post(site.client(), "mark", mark_body(site, "annika", "there", comment="fine"))
    served = everything(site.client())
    site.service.close()
    assert [name for name in ROSTER if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", served)] == []
    assert "▒▒▒" in served


def test_a_class_without_written_checks_says_so(tmp_path: Path) -> None:
    """Points by hand are there all the same."""
    from tests.marking.small_site import TASK

    site = small_site(tmp_path, {"annika": ""})
    site.service.questions = {}
    text = site.client().get("/").text
    site.service.close()
    assert "no written checks" in text
    assert "/s/1" in text
    assert TASK["checks"][1]["id"] == "proof"
