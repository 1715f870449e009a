"""What students get of a test file: public tests and what they need; nothing that hidden ones alone use."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from grader.release.pruning import has_hidden_cases, pruned, pruned_cells, unfit_cells
from tests.samples.conversations import sections

PUBLIC = "\n\ndef test_shown():\n    assert f(1) == 2\n"
HIDDEN = "\n\ndef test_veiled():\n    assert f(4417) == 4418\n"

GONE = sections('''
## the test itself
from work import f
## a comment
from work import f
# the hidden test asks for 4417
## the docstring of the file
"""Hidden: 4417."""
from work import f
## a table
from work import f
TABLE = {1: 4417}
def test_veiled_too(): assert f(TABLE)
## a helper of a helper
from work import f
NUMBERS = [4417]
def numbers(): return NUMBERS
def test_veiled_too(): assert f(numbers())
## a fixture
import pytest
from work import f
@pytest.fixture
def number(): return 4417
def test_veiled_too(number): assert f(number)
## a fixture for parameters
import pytest
from work import f
CASES = [(4417, 1)]
@pytest.mark.parametrize("x, y", CASES)
def test_veiled_too(x, y): assert f(x) == y
## a class of hidden tests
from work import f
class TestVeiled:
    number = 4417
    def test_veiled_too(self): assert f(self.number)
## the base of such a class
from work import f
class Base:
    number = 4417
class TestVeiled(Base):
    def test_veiled_too(self): assert f(self.number)
## a statement about such things
from work import f
TABLE = []
TABLE.append(4417)
def test_veiled_too(): assert f(TABLE)
## a loop over such things
from work import f
TABLE = [4417]
for entry in TABLE:
    print(entry)
def test_veiled_too(): assert f(TABLE)
## an import
from work import f
from tables import veiled_4417
def test_veiled_too(): assert f(veiled_4417)
## a name in an import
from work import f, g4417
def test_veiled_too(): assert g4417()
## a test that a class inherits
from work import f
class Base:
    def test_veiled_too(self): assert f(4417)
class TestVeiled(Base): pass
## a text between the tests
from work import f
"""The hidden test asks for 4417."""
## a text between the tests of a class
from work import f
class TestBoth:
    x = 1
    """The hidden test asks for 4417."""
    def test_shown_too(self): assert f(self.x)
    def test_veiled_too(self): assert f(2)
## what is said of a hidden test
from work import f
def test_veiled_too(): assert f(1)
test_veiled_too.number = 4417
## a remark in the docstring of a class with both
from work import f
class TestBoth:
    """Hidden ones ask for 4417."""
    def test_shown_too(self): assert f(1)
    def test_veiled_too(self): assert f(2)
## a member of a class with both
from work import f
class TestBoth:
    number = 4417
    def make(self): return self.number
    def test_shown_too(self): assert f(1)
    def test_veiled_too(self): assert f(self.make())
''')


@pytest.mark.parametrize("case", GONE)
def test_what_only_hidden_tests_use_is_gone(case: str) -> None:
    """However it is used; the public test stays, and the rest is Python."""
    source = GONE[case] + PUBLIC + HIDDEN
    assert "4417" in source
    names = ("test_veiled", "test_veiled_too", "TestVeiled::test_veiled_too", "TestBoth::test_veiled_too")
    file = pruned(source, names)
    assert "4417" not in file.text
    assert "veiled" not in file.text
    assert "def test_shown():" in file.text
    assert "from work import f" in file.text
    ast.parse(file.text)


STAYS = sections("""
## a table
TABLE = {1: "stays"}
def test_shown_too(): assert f(1) == TABLE
## a helper of a helper
NUMBER = "stays"
def number(): return NUMBER
def test_shown_too(): assert f(1) == number()
## a fixture by its parameter
@pytest.fixture
def number(): return "stays"
def test_shown_too(number): assert f(number)
## a fixture by its name
@pytest.fixture
def number(): return "stays"
@pytest.mark.usefixtures("number")
def test_shown_too(): assert f(1)
## a fixture for all
@pytest.fixture(autouse=True)
def prepared(): return "stays"
## a mark of the file
pytestmark = pytest.mark.filterwarnings("stays")
## what is done once
np.random.seed("stays")
## what is done with a table
TABLE = []
TABLE.append("stays")
def test_shown_too(): assert f(1) == TABLE
## the set-up of a module
def setup_module(): print("stays")
## the set-up of a class
class TestBoth:
    def setup_method(self): self.x = "stays"
    def test_shown_too(self): assert f(self.x)
    def test_veiled_too(self): assert f(2)
## a member of a class
class TestBoth:
    number = "stays"
    def test_shown_too(self): assert f(self.number)
    def test_veiled_too(self): assert f(2)
## a base class
class Base:
    number = "stays"
class TestBoth(Base):
    def test_shown_too(self): assert f(self.number)
    def test_veiled_too(self): assert f(2)
## what an heir uses
class Base:
    number = "stays"
    def test_veiled_too(self): assert f(2)
class TestBoth(Base):
    def test_shown_too(self): assert f(self.number)
## a test that an heir hides
class Base:
    def test_veiled_too(self): assert f("stays")
class TestBoth(Base): pass
class TestOther(Base): pass
## a name that is assigned twice
x = 1
x = "stays"
def test_shown_too(): assert f(x)
## a name in a condition
if True:
    x = "stays"
else:
    x = 2
def test_shown_too(): assert f(x)
""")


@pytest.mark.parametrize("case", STAYS)
@pytest.mark.parametrize("hidden", [True, False], ids=["beside a hidden test", "alone"])
def test_what_public_tests_use_stays(case: str, hidden: bool) -> None:
    """Whatever leads to it."""
    source = "import pytest\nimport numpy as np\nfrom work import f\n" + STAYS[case] + PUBLIC + HIDDEN * hidden
    file = pruned(source, ("test_veiled", "TestBoth::test_veiled_too") if hidden else ())
    assert "stays" in file.text
    assert "4417" not in file.text


def test_a_file_without_hidden_tests_keeps_what_nobody_uses() -> None:
    """Only comments and its docstring are gone: something may use it that is not seen."""
    file = pruned('"""About."""\nx = 1  # one\ndef unused(): pass\n' + PUBLIC, ())
    assert "unused" in file.text
    assert "x = 1" in file.text
    assert "About" not in file.text
    assert "one" not in file.text


def test_a_helper_keeps_what_is_asked_of_it() -> None:
    """In a suite with hidden tests; in one without, all of it."""
    source = "TABLE = 4417\ndef used(): return inner()\ndef inner(): return 1\nprint(TABLE)\n"
    assert "4417" not in pruned(source, (), {"used"}).text
    assert "def inner" in pruned(source, (), {"used"}).text
    assert "4417" in pruned(source, ()).text


def test_names_texts_and_imports_are_known() -> None:
    """Those of what is left."""
    file = pruned(
        'import a.b\nfrom c import d\nimport gone\ndef test_x(y):\n    a.b(d, y.z, open("t.csv"))\n', ("gone",)
    )
    assert {"a", "b", "d", "y", "z", "open"} <= file.names
    assert "t.csv" in file.texts
    assert {"a", "b", "c", "d"} <= file.imports
    assert "gone" not in file.imports


CELLS = """\
# %% helper both after=q0
import numpy as np  # a remark
# %% shown points=2 after=q1 title="Shown"
assert f(1) == 2  # 4417
'a text at the end'
# %% veiled points=1 visibility=hidden
assert f(4417) == 1
# %% last
assert f(2) == 3
"""


def test_cells_keep_their_heads_and_lose_their_comments() -> None:
    """Hidden cells are gone; a cell that ends in a text gives that."""
    file = pruned_cells(CELLS, {"veiled"})
    assert [line for line in file.text.splitlines() if line.startswith("#")] == [
        "# %% helper both after=q0", '# %% shown points=2 after=q1 title="Shown"', "# %% last",
    ]  # fmt: skip
    assert "4417" not in file.text
    assert "a remark" not in file.text
    assert "a text at the end" in file.text
    assert {"np", "f"} <= file.names


AUTOTESTS = """\
# %% q1 points=1 after=q1
%matplotlib inline
  !ls
### AUTOTEST f(2); g("é")
if True:
    # AUTOTEST h(1)
assert k(3) == 4
# %% q2 points=1 after=q2
### HASHED AUTOTEST f(5)
# %% q3 both
f?
# %% q4 points=1
### AUTOTEST is not for this
"""


def test_autotest_lines_of_cells_stay() -> None:
    """They are comments that compare; a notebook's own commands are none of Python's."""
    file = pruned_cells(AUTOTESTS, ())
    assert file.text == (
        '# %% q1 points=1 after=q1\n### AUTOTEST f(2)\n### AUTOTEST g("é")\nif True:\n    ### AUTOTEST h(1)\n'
        "assert k(3) == 4\n"
    )
    assert {"f", "g", "h", "k"} <= file.names
    assert unfit_cells(AUTOTESTS).keys() == {"q2", "q3", "q4"}


@pytest.mark.parametrize(
    ("source", "hidden"),
    [
        ("test = {'suites': [{'cases': [{'code': '>>> 1\\n1', 'hidden': True}]}]}", True),
        ("test = {'suites': [{'cases': [{'code': '>>> 1\\n1', 'hidden': False}]}]}", False),
        ("test = {'suites': [{'cases': [{'code': '>>> 1\\n1', 'hidden': VEILED}]}]}", True),
        ("@test_case(hidden=True)\ndef test_a(f): pass", True),
        ("@test_case(points=1, hidden=False)\ndef test_a(f): pass", False),
        ("@test_case()\ndef test_a(f): pass", False),
        ("hidden = True", False),
    ],
)
def test_hidden_cases_of_otter_are_seen(source: str, hidden: bool) -> None:
    """Also those of which nobody knows."""
    assert has_hidden_cases(dedent(source)) is hidden
