"""The page of a submission."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import html5lib
import jinja2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.presentation.messages import outcome_label
from grader.report import html
from grader.report.mathml import BrokenMathError, mathml
from grader.report.statements import statement_markup
from grader.results import Counterexample, FileNote, Outcome, SubmissionFacts, TracebackFrame, Warned
from tests.present import present
from tests.samples.report_samples import HOSTILE, STATEMENTS, check, drawn, rich, submission, task

if TYPE_CHECKING:
    from grader.results.model import SubmissionResult

VOID = {"meta"}
MATH = {"math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "msub", "msup", "msubsup", "mfrac", "msqrt", "mroot"} | {
    "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mstyle", "mpadded", "mphantom", "menclose",
}  # fmt: skip
PROSE = {"p", "ul", "ol", "li", "em", "strong", "code", "pre", "blockquote", "hr", "br", "span", "div"} | {
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


class Page(HTMLParser):
    """The elements of a page in order, its texts, and whether it is well-formed."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[Any]) -> None:
        """Note an element and that it is open."""
        assert len(dict(attrs)) == len(attrs), f"an attribute of {tag} twice"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID | {"hr", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[Any]) -> None:
        """Note an element that is closed where it is opened."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID | {"hr", "br"}:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.append(data)

    def handle_comment(self, data: Any) -> None:
        """Refuse: a page has no comments."""
        raise AssertionError(f"a comment: {data}")

    @property
    def tags(self) -> list[str]:
        """The names of the elements."""
        return [tag for tag, _ in self.elements]

    @property
    def text(self) -> str:
        """All texts as one."""
        return "".join(self.texts)


def parsed(source: str) -> Page:
    """Return the page, checked for what no page may have."""
    page = Page(source)
    assert not page.open, f"left open: {page.open}"
    for tag, attributes in page.elements:
        assert tag not in {"script", "iframe", "object", "embed", "img", "link", "base", "form", "input"}
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name not in {"src", "style", "action", "srcdoc", "xlink:href", "fill", "filter"}
            if name == "href":
                assert re.fullmatch(r"#task-[\d-]+", value or "")
    return page


TEXTS = st.one_of(st.text(max_size=30), st.sampled_from(HOSTILE), st.text("<>&\"'/={}%#-! \nscriptonload", max_size=30))


def hostile_result(words: list[str]) -> SubmissionResult:
    """Return a result with each of the words in every field that holds a text."""
    checks = [
        check(
            Outcome.FAILED,
            id=word,
            title=word,
            kind=word,
            message=f"m{word}",
            hint=f"h{word}",
            diagnosis=f"d{word}",
            counterexample=Counterexample(
                inputs={f"x{word}": word}, got={f"f{word}": [word]}, expected={f"f{word}": [1]}
            ),
            notes=(word,),
            repeat=f"r{word}",
            picture=drawn(title=word, across=word, up=word, name=word),
            trace=(TracebackFrame(file=word, line=1, name=word, first=1, source=("x = 1", ""), values={word: word}),),
            warnings=(Warned(text=word, kind=word, file=word, line=1),),
            output=f"o{word}",
        )
        for word in words
    ]
    return submission(
        task(*checks, title=words[0], notes=tuple(words)),
        submission=SubmissionFacts(
            id=words[0], files=("a",), reading=(FileNote(name="a", state=f"s{words[0]}", message=f"m{words[0]}"),)
        ),
        isolation=words[0],
        notes=tuple(words),
        output=f"o{words[0]}",
        repeat=f"r{words[0]}",
    )


@given(st.lists(TEXTS, min_size=1, max_size=3))
@example(["`0`"])
def test_no_text_makes_an_element(words: Any) -> None:
    """Whatever a student writes, the page has the elements and attributes that it has for harmless words."""
    hostile = parsed(html.render(hostile_result(words), {}))
    harmless = parsed(html.render(hostile_result(["word"] * len(words)), {}))
    # What stands between backticks in a sentence is set as code, whoever wrote it.
    assert [one for one in hostile.elements if one != ("code", {})] == [
        one for one in harmless.elements if one != ("code", {})
    ]


@given(
    st.one_of(
        TEXTS, TEXTS.map("${}$".format), TEXTS.map("$$\\text{{{}}}$$".format), TEXTS.map("| a |\n|:-:|\n| {} |".format)
    )
)
@example("a  \nb")
def test_no_statement_leaves_its_elements(source: Any) -> None:
    """A statement makes prose and mathematics, no link, no picture, no heading, no attribute of an author's choice."""
    for tag, attributes in parsed(str(statement_markup(source))).elements:
        assert tag in MATH | PROSE
        assert set(attributes) <= {"class", "scope", "start", "tabindex", "role", "aria-label"} or tag in MATH


def test_the_rich_page_is_whole() -> None:
    """Every word, every hostile text and every value of the rich result can be read in its page."""
    page = parsed(html.render(rich(), STATEMENTS))
    for outcome in Outcome:
        assert f"{outcome_label(outcome)}" in page.text
    for text in ("<script>alert(1)</script>", "{{ 7*7 }}", "before⟨U+0000⟩after", "abc⟨U+202E⟩gpj.exe", "[0, nan]"):
        assert text in page.text
    assert "49" not in page.text
    assert "3 more checks count for the grade." in page.text
    assert "37 of 100 cases fail." in page.text


def test_headings_are_in_order_and_places_have_names() -> None:
    """One h1, no level left out, one main, every table with a caption and scopes, every id once."""
    page = parsed(html.render(rich(), STATEMENTS))
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.tags.count("main") == page.tags.count("header") == page.tags.count("footer") == 1
    assert ("html", {"lang": "en"}) in page.elements
    assert all("scope" in attributes for tag, attributes in page.elements if tag == "th")
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = {attributes["href"][1:] for tag, attributes in page.elements if tag == "a"}  # type: ignore[index]
    assert links <= set(ids)


def test_the_score_comes_before_the_files_and_the_tasks() -> None:
    """A reader meets the points first."""
    source = html.render(rich(), STATEMENTS)
    assert source.index("<caption>Points of every task") < source.index('id="files"') < source.index('id="task-1"')


def test_the_policy_lets_in_nothing_but_the_one_style() -> None:
    """The hash in the policy is that of the style sheet, byte for byte."""
    source = html.render(submission(task(check())), {})
    style = re.search(r"<style>(.*?)</style>", source, re.DOTALL)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', source)
    assert style
    assert policy
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy[1].startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_passed_checks_are_short_and_others_open() -> None:
    """What holds says so in two lines; what does not shows all that is known."""
    fields = {"message": "MESSAGE", "hint": "HINT", "diagnosis": "DIAGNOSIS", "repeat": "REPEAT", "cases": 9}
    assert not re.search("MESSAGE|HINT|DIAGNOSIS|REPEAT", html.render(submission(task(check(**fields))), {}))  # type: ignore[arg-type]
    shown = html.render(submission(task(check(Outcome.FAILED, **fields))), {})
    assert all(word in shown for word in ("MESSAGE", "HINT", "DIAGNOSIS", "REPEAT"))


def test_a_result_without_tasks_says_so() -> None:
    """Nothing to grade is a page too."""
    assert "No task was graded." in parsed(html.render(submission(), {})).text


@pytest.mark.parametrize(
    ("fields", "shown", "hidden"),
    [
        ({"loading_output": "epoch 1"}, ["while they were loaded", "<pre>epoch 1</pre>"], []),
        ({"loading_output": "epoch 1", "output": "all of it"}, ["<pre>all of it</pre>"], ["epoch 1", "were loaded"]),
        ({}, [], ["Output", "printed"]),
    ],
    ids=["student", "teacher", "nothing"],
)
def test_what_files_print_while_they_are_loaded_is_shown(
    fields: dict[Any, Any], shown: list[Any], hidden: list[Any]
) -> None:
    """To a teacher as the beginning of everything that was printed."""
    page = html.render(submission(task(check()), **fields), {})
    assert [text for text in shown if text not in page] == []
    assert [text for text in hidden if text in page] == []


def test_a_full_course_fits_into_150_kilobytes() -> None:
    """Five tasks of twelve failing checks each, with matrices as counterexamples."""
    matrix = [[1 / (row + column + 1) for column in range(6)] for row in range(6)]
    found = Counterexample(inputs={"X": matrix}, got={"f(X)": matrix[0]}, expected={"f(X)": matrix[1]})
    failed = check(Outcome.FAILED, message="A sentence. " * 8, hint="A hint. " * 8, counterexample=found, cases=100)
    course = submission(*[task(*[failed] * 12, id="softmax")] * 5)
    assert len(html.render(course, STATEMENTS).encode()) < 150_000


@pytest.mark.parametrize("result", [rich(), submission()], ids=["rich", "empty"])
def test_another_parser_finds_no_error(result: SubmissionResult) -> None:
    """The page is HTML to the letter, for a parser that stops at the first mistake."""
    html5lib.HTMLParser(strict=True).parse(html.render(result, STATEMENTS))


def test_a_picture_has_a_name_and_says_what_it_shows() -> None:
    """An image with a title and a description; its marks have classes and no colours of their own."""
    page = parsed(html.render(submission(task(check(Outcome.FAILED, picture=drawn(name="your code")))), {}))
    attributes = dict(page.elements)["svg"]
    assert attributes["role"] == "img"
    ids = {attributes["id"]: tag for tag, attributes in page.elements if "id" in attributes}
    assert [ids[name] for name in present(attributes["aria-labelledby"]).split()] == ["title", "desc"]
    assert "your code: 0.25 at 0, nan at 1." in page.text
    assert {"circle", "rect"} <= set(page.tags)


@pytest.mark.parametrize(
    ("latex", "part"),
    [
        (r"\operatorname{softmax}(x)_i", "<mo>softmax</mo>"),
        (r"a < b", "<mo>&lt;</mo>"),
        (r"a \backslash b", "<mi>a</mi><mi>\\</mi><mi>b</mi>"),
        (r"\arg \max_i x_i", '<msub><mo movablelimits="true">arg\u2009max</mo><mi>i</mi></msub>'),
        (r"\arg z", "<mo>arg</mo><mi>z</mi>"),
        (r"\operatorname*{arg\,min}_w", "<msub><mo>arg\u2009min</mo><mi>w</mi></msub>"),
        (r"\text{<b>x</b>}", "<mtext>&lt;b&gt;x&lt;/b&gt;</mtext>"),
        (r"\href{javascript:alert(1)}{x}", "<mrow><mrow><mi>x</mi></mrow></mrow>"),
        (r"\style{color:red}{y}", "<mrow><mi>y</mi></mrow>"),
    ],
)
def test_latex_becomes_plain_mathematics(latex: str, part: str) -> None:
    """Elements and texts as they should be, nothing that links or styles."""
    shown = mathml(latex, block=False)
    assert part in shown
    assert not re.search("href|style|class|javascript", shown)


@pytest.mark.parametrize("latex", [r"\frac{1", r"a}", r"\nothing{x}", r"\left( x", r"x_{" * 3000])
def test_broken_mathematics_shows_its_source(latex: str) -> None:
    """An author sees what they wrote; a reader can still read it."""
    with pytest.raises(BrokenMathError):
        mathml(latex, block=False)
    assert Page(str(statement_markup(f"see ${latex}$"))).text == f"see ${latex}$\n"


def test_an_unknown_name_in_a_template_is_an_error() -> None:
    """A misspelt field cannot become an empty place."""
    with pytest.raises(jinja2.UndefinedError):
        html.environment().from_string("{{ nothing }}").render()


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_every_text_has_enough_contrast(scheme: int) -> None:
    """Each colour of text reaches 4.5 to 1 on each colour of ground (WCAG 2.2, 1.4.3)."""
    style = str(html.environment().globals["style"])
    root = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[scheme]
    colours = dict(re.findall(r"--(\w+): (#\w+);", root))
    for text in ("ink", "soft", "accent", "good", "bad", "ours"):
        for ground in ("paper", "panel", "sunk"):
            light, dark = sorted((_luminance(colours[text]), _luminance(colours[ground])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(sign * 2 for sign in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
