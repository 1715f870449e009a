"""What Python code makes paths of: literal parts of them, by way of variables and functions too, and no other texts."""

from __future__ import annotations

import pytest

from grader.importing.joined_names import names_joined, texts_used


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("os.path.join('a', 'b', c)", {"a", "b"}),
        ("from os.path import join as pjoin\npjoin(b, 'a')", {"a"}),
        ("pjoin = os.path.join\npjoin(b, 'a')", {"a"}),
        ("from work import f as g\ng('a')", set()),
        ("open('a/b.txt')", {"a/b.txt"}),
        ("', '.join(['a', 'b'])", set()),
        ("print('a', f'{b} c', 'd' % e)", set()),
        ("Path('a') / 'b' / c", {"a", "b"}),
        ("'a/' + b", {"a"}),
        ("'a' + b", {"a"}),
        ("1 / 2 + 3", set()),
        ("f'{a}/b/c{d}.txt'", {"b", "b/c", ".txt"}),
        ("f'{a}/b/c.txt'", {"b/c.txt"}),
        ("'a/b%s.txt' % c", {"a", "a/b%s.txt"}),
        ("x: str = 'a'\nopen(x)", {"a"}),
        ("x = y\ny = 'a'\nopen(x)", {"a"}),
        ("x = x\nopen(x)", set()),
        ("x = 'a'\ny = 'b'\nopen(y)", {"b"}),
        ("self.x = 'a'\nopen(self.x + b)", {"a"}),
        ("[open(x) for x in ('a', 'b')]", {"a", "b"}),
        ("def f(x, y): open(y)\nf('a', 'b')", {"b"}),
        ("class T:\n    def f(self, x, y): open(y)\n    def g(self): self.f('a', y='b')", {"b"}),
        ("@pytest.mark.parametrize('x', ['a', 'b'])\ndef test(x): open(x)", {"a", "b"}),
        ("'''a'''\ndef f():\n    'open(b)'\n    # open('c')\n", set()),
        ("open(", set()),
    ],
)
def test_names(source: str, expected: set[str]) -> None:
    """Without slashes at their ends."""
    assert names_joined(source) == expected


def test_texts() -> None:
    """Docstrings are none."""
    assert texts_used("'a'\nx = 'b'\nf(f'c/{d}')\ndef f():\n    'e'\n    return 'g'") == {"b", "c/", "g"}
    assert texts_used("x =") == set()
