# ruff: noqa: E501 - a program to a line
"""A test that passes only because the student's code has changed what it was given has not passed."""

from __future__ import annotations

import pytest

from grader.tester.replays import MOST_BYTES
from tests.samples.conversations import conversation
from tests.tester.answer_cases import AnswerCase

POINTS = "class P:\n    def __init__(self, x): self.x = x\n"

CHEATS = {
    "list": AnswerCase(
        "def f(xs): return sum(xs)", "def f(xs): xs.clear(); return 0", "xs = [5, 3]\nassert work.f(xs) == sum(xs)"
    ),
    "list-that-comes-back": AnswerCase(
        "def f(xs): return sorted(xs)",
        "def f(xs): xs.clear(); return xs",
        "xs = [5, 3]\nassert work.f(xs) == sorted(xs)",
    ),
    "list-of-the-file": AnswerCase(
        "def f(xs): return sum(xs)", "def f(xs): xs.clear(); return 0", "assert work.f(DATA) == sum(DATA)"
    ),
    "loop-that-does-not-run": AnswerCase(
        "def init(xs): pass\ndef f(x): return x * x",
        "def init(xs): xs.clear()\ndef f(x): return 0",
        "xs = [1, 2]\nwork.init(xs)\nfor x in xs: assert work.f(x) == x * x",
    ),
    "array": AnswerCase(
        "def f(a): return a * 2",
        "def f(a):\n    a[:] = 0\n    return a",
        "import numpy as np\na = np.ones(3)\nassert (work.f(a) == a * 2).all()",
    ),
    "drawn-array": AnswerCase(
        "def f(a): return a * 2",
        "def f(a):\n    a[:] = 0\n    return a",
        "import numpy as np\nnp.random.seed(4)\na = np.random.rand(3)\nb = work.f(a)\nassert np.allclose(b, a * 2)",
    ),
    "dict": AnswerCase(
        "def f(d): return len(d)", "def f(d): d.clear(); return 0", "d = {1: 2}\nassert work.f(d) == len(d)"
    ),
    "set": AnswerCase(
        "def f(s): return max(s)", "def f(s): s.clear(); s.add(0); return 0", "s = {1, 2}\nassert work.f(s) == max(s)"
    ),
    "deque": AnswerCase(
        "def f(q): return len(q)",
        "def f(q): q.clear(); return 0",
        "from collections import deque\nq = deque([1])\nassert work.f(q) == len(q)",
    ),
    "nested-list": AnswerCase(
        "def f(g): return sum(map(sum, g))",
        "def f(g):\n    for row in g: row.clear()\n    return 0",
        "g = [[1, 2], [3]]\nassert work.f(g) == sum(map(sum, g))",
    ),
    "method": AnswerCase(
        "class S:\n    def put(self, xs): self.n = len(xs)",
        "class S:\n    n = 0\n    def put(self, xs): xs.clear()",
        "xs, s = [1], work.S()\ns.put(xs)\nassert s.n == len(xs)",
    ),
    "list-that-is-kept": AnswerCase(
        "def keep(xs): pass\ndef f(xs): return sum(xs)",
        "kept = []\ndef keep(xs): kept.append(xs)\ndef f(xs):\n    kept[0].clear()\n    return 0",
        "xs = [5, 3]\nwork.keep(xs)\nassert work.f(list(xs)) == sum(xs)",
    ),
    "exception": AnswerCase(
        "def f(xs): raise ValueError(len(xs))",
        "def f(xs):\n    xs.clear()\n    raise ValueError(0)",
        "import pytest\nxs = [1]\nwith pytest.raises(ValueError) as caught: work.f(xs)\nassert caught.value.args == (len(xs),)",
    ),
}
"""All of these pass where the test reads what the student's code has left."""

HONEST = {
    "sorts-in-place": AnswerCase(
        "def f(xs): return sorted(xs)",
        "def f(xs): xs.sort(); return xs",
        "xs = [3, 1, 2]\nassert work.f(xs) == sorted(xs)",
    ),
    "sorts-and-goes-on": AnswerCase(
        "def mid(xs): return sorted(xs)[1]\ndef top(xs): return max(xs)",
        "def mid(xs): xs.sort(); return xs[1]\ndef top(xs): return xs[-1]",
        "xs = [3, 1, 2]\nassert work.mid(xs) == 2\nassert work.top(xs) == 3 == max(xs)",
    ),
    "uses-up-a-copy-of-the-tests": AnswerCase(
        "def f(xs): return sum(xs)",
        "def f(xs):\n    n = 0\n    while xs: n += xs.pop()\n    return n",
        "assert work.f([1, 2]) == 3\nassert [work.f([n]) for n in range(3)] == [0, 1, 2]",
    ),
    "scales-in-place": AnswerCase(
        "def f(a): return a / a.sum()",
        "def f(a):\n    a /= a.sum()\n    return a",
        "import numpy as np\na = np.array([1.0, 3.0])\nb = work.f(a)\nassert b.sum() == 1 and b.shape == (2,)",
    ),
    "objects": AnswerCase(
        POINTS + "def all(xs): return [P(x) for x in xs]",
        POINTS + "def all(xs): return [P(xs.pop(0)) for _ in range(len(xs))]",
        "ps = work.all([1, 2])\nassert [p.x for p in ps] == [1, 2]\nps[0].x = 7\nassert ps[0].x == 7 and ps[0] is not ps[1]",
    ),
    "objects-that-are-gone": AnswerCase(
        POINTS + "def one(xs): return P(xs[0])",
        POINTS + "def one(xs): return P(xs.pop())",
        "for n in range(5): assert work.one([n]).x == n",
    ),
    "own-list-that-is-filled-later": AnswerCase(
        "log = []\ndef lines(): return log\ndef add(xs): log.extend(xs)",
        "log = []\ndef lines(): return log\ndef add(xs):\n    while xs: log.append(xs.pop(0))",
        "lines = work.lines()\nstart = len(lines)\nwork.add([1, 2])\nassert lines[start:] == [1, 2]\nassert work.lines() is lines",
    ),
    "generator": AnswerCase(
        "def f(xs): yield from xs", "def f(xs):\n    while xs: yield xs.pop(0)", "assert list(work.f([1, 2])) == [1, 2]"
    ),
    "prints": AnswerCase(
        "def f(xs): print(*xs)",
        "def f(xs): xs.sort(); print(*xs)",
        "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as out: work.f([1, 2])\nassert out.getvalue() == '1 2\\n'",
    ),
    "changes-and-is-told-to": AnswerCase(
        "def f(xs): xs.sort()", "def f(xs): xs[:] = sorted(xs)", "xs = [2, 1]\nwork.f(xs)\nassert xs == [1, 2]"
    ),
    "callback": AnswerCase(
        "def each(xs, f):\n    for x in xs: f(x)",
        "def each(xs, f):\n    while xs: f(xs.pop(0))",
        "seen = []\nwork.each([1, 2], seen.append)\nassert seen == [1, 2]",
    ),
    "draws": AnswerCase(
        "def f(xs): return xs[0]",
        "def f(xs): return xs.pop(0)",
        "import numpy as np\na = np.random.default_rng().random()\nassert work.f([a]) == a",
    ),
    "comes-back-as-itself": AnswerCase(
        "def f(xs): return xs\ndef g(ys): return len(ys)",
        "def f(xs): return xs\ndef g(ys): ys.clear(); return 1",
        "xs = [1]\nassert work.f(xs) is xs\nassert work.g([2]) == 1 and work.f(xs) == [1]",
    ),
    "table": AnswerCase(
        "def f(d): return d.assign(b=d.a)",
        "def f(d):\n    d['b'] = d.a\n    return d",
        "import pandas as pd\nd = work.f(pd.DataFrame({'a': [1, 2]}))\nassert list(d.b) == [1, 2]",
    ),
}
"""All of these pass, with the student's code as with the reference."""


def run(source: str, test: str, kinds: dict[str, str] | None) -> tuple[str, dict[str, str]]:
    """Run a test, and once more if that says something; return "" or the exception that ends it, and the kinds."""
    with conversation(source) as (work, joined):
        link = joined.link
        link.answers.recording, link.answers.expected = kinds is None, kinds
        data = [5, 3]

        def once() -> bool:
            exec(test, {"work": work, "DATA": data})
            return True

        link.begin_test()
        try:
            once()
            link.arguments.run_again(link, once)
        except Exception as error:  # noqa: BLE001 - it is the result
            return f"{type(error).__name__}: {error}", {}
        return "", link.answers.recorded()


@pytest.mark.parametrize("name", CHEATS)
def test_a_changed_argument_earns_nothing(name: str) -> None:
    """The test passes the first time, and not with what it had given."""
    case = CHEATS[name]
    text, kinds = run(case.reference, case.test, None)
    assert text == ""
    assert run(case.student, case.test, None)[0] == "", "the test would not be a cheat"
    assert run(case.student, case.test, kinds)[0].startswith(("AssertionError", "ChangedArgumentError"))
    assert run(case.reference, case.test, kinds)[0] == ""


@pytest.mark.parametrize("name", HONEST)
def test_an_argument_may_be_used_up(name: str) -> None:
    """Where the test does not need it any more, or the reference changes it as well."""
    case = HONEST[name]
    if name == "table":
        pytest.importorskip("pandas")
    text, kinds = run(case.reference, case.test, None)
    assert text == ""
    for source in (case.reference, case.student):
        assert run(source, case.test, kinds)[0] == ""


def test_what_was_changed_is_as_before_in_the_next_test() -> None:
    """Also where the test has failed; a change that the reference makes stays."""
    source = "def f(xs): xs.clear()"
    for kinds, left in (({"f": "object"}, [1]), ({"<arguments>": "changed"}, []), (None, [])):
        with conversation(source) as (work, joined):
            joined.link.answers.expected = kinds
            joined.link.begin_test()
            data = [1]
            work.f(data)
            assert data == []
            joined.link.begin_test()
            assert data == left
            joined.link.begin_test()
            assert work.f(data) is None


def test_nothing_is_asked_the_second_time() -> None:
    """The answers are those of the first, and the calls are told once."""
    source = "count = 0\ndef f(xs):\n    global count\n    xs.clear()\n    count += 1\n    return count"
    with conversation(source) as (work, joined):
        link = joined.link
        link.answers.expected = {"f": "object"}
        link.begin_test()
        answers = []
        answers.append(work.f([1]))
        link.arguments.run_again(link, lambda: answers.append(work.f([1])))
        assert answers == [1, 1]
        assert work.count == 1
        assert link.transcript.text().count("f([1])") <= 1


def test_very_large_answers_are_not_noted() -> None:
    """Then the test does not run again."""
    with conversation("def f(xs, n): xs.clear(); return bytes(n)") as (work, joined):
        joined.link.answers.expected = {"f": "object"}
        joined.link.begin_test()
        for _ in range(3):
            work.f([1], MOST_BYTES // 8)
        assert joined.link.arguments.log is not None
        joined.link.arguments.log.size = MOST_BYTES
        work.f([1], 1)
        assert joined.link.arguments.log is None
