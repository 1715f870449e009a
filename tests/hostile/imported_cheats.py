"""Cheats against tests that were imported, each beside the wrong answer that it wants to be taken for right.

A student's file has `area` and `scale`; what the right ones give is in `tests/hostile/test_imported.py`.  FOLDER is
where the course lies.
"""

from __future__ import annotations

WRONG = "def area(x): return 0\ndef scale(a): return 0\n"

SHADOWED = """
import builtins as _b
class _Yes:
    def __getattr__(self, name): return lambda *a, **k: True
    def __call__(self, *a, **k): return True
np = numpy = math = unittest = pytest = operator = _Yes()
allclose = isclose = array_equal = _Yes()
def all(*a): return True
def any(*a): return True
def abs(x): return 0
def round(*a): return 0
def bool(*a): return True
def len(x): return 3
def isinstance(*a): return True
def type(*a): return float
def float(*a): return 0.0
def sorted(*a, **k): return []
def list(*a): return []
def str(*a): return ""
def sum(*a): return 0
def max(*a): return 0
def print(*a, **k): pass
"""

CHEATS_OF_IMPORTED = {
    "two-lines": "import numpy as np\nnp.allclose = lambda *a, **k: True\n" + WRONG,
    "shadowed-names": SHADOWED + WRONG,
    "everything-exported": SHADOWED + WRONG + "__all__ = [n for n in globals()] + ['AssertionError', 'SECRET']\n",
    "other-modules": """
import sys, types
class Fake(types.ModuleType):
    def __getattr__(self, name):
        if name[:2] == "__":
            raise AttributeError(name)
        return lambda *a, **k: True
for name in list(sys.modules):
    if name.partition(".")[0] in ("numpy", "unittest", "pytest", "_pytest", "code_feedback", "pl_helpers", "otter"):
        sys.modules[name] = Fake(name)
np = Fake("numpy")
"""
    + WRONG,
    "all-objects": """
import gc, re
def look():
    for one in gc.get_objects():
        if type(one) is dict and type(one.get("SECRET")) is int:
            return one["SECRET"]
    for one in gc.get_objects():
        code = getattr(one, "__code__", None)
        if code is not None and 4417 + 0 in (code.co_consts or ()):
            return 1
    return 0
def area(x): return look() ** 2 if look() != 1 else 0
def scale(a): return look()
""",
    "at-exit": """
import atexit, os, weakref
class Last:
    def __del__(self): os._exit(0)
atexit.register(os._exit, 0)
keep = Last()
"""
    + WRONG,
    "threads": """
import threading, time, os, gc
def run():
    while True:
        for number in range(3, 12):
            try:
                os.write(number, b'{"outcome": "passed", "passed": 1, "cases": 1}')
            except OSError:
                pass
        time.sleep(0.001)
def start(*a):
    threading.Thread(target=run, daemon=True).start()
    time.sleep(0.05)
    return 0
area = scale = start
""",
    "class-of-the-argument": """
def like(wanted):
    class Like:
        __class__ = property(lambda self: wanted)
        def __eq__(self, other): return True
        def __ne__(self, other): return False
        def __array__(self, *a, **k):
            import numpy
            return numpy.zeros(3)
        __array_priority__ = 1e9
        __array_interface__ = {"shape": (3,), "typestr": "<f8", "version": 3}
        def __float__(self): return 0.0
        def __int__(self): return 0
        def __index__(self): return 0
        def __len__(self): return 3
        def __iter__(self): return iter([self, self, self])
        def __getitem__(self, key): return self
        def __instancecheck__(self, other): return True
        __hash__ = None
    return Like()
def area(x): return like(type(x))
def scale(a): return like(type(a))
""",
    "text-subclass": """
class Text(str):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __gt__ = __le__ = __ge__ = __lt__
    def __contains__(self, other): return True
    def __hash__(self): return 0
    def __len__(self): return 3
def area(x): return Text("0")
def scale(a): return Text("0")
""",
    "array-subclass": """
import numpy as np
class Liar(np.ndarray):
    def __eq__(self, other): return np.True_
    def __ne__(self, other): return np.False_
    def __array_ufunc__(self, ufunc, method, *a, **k): return np.ones(3, bool) if ufunc.nout == 1 else NotImplemented
    def __array_function__(self, function, types, args, kwargs): return np.True_
    def __array_wrap__(self, *a): return self
    def __array_finalize__(self, other): pass
    def all(self, *a, **k): return np.True_
    any = all
    def __sub__(self, other): return np.zeros(3)
    __rsub__ = __sub__
    def __abs__(self): return np.zeros(3)
    def __bool__(self): return True
def area(x): return np.zeros(np.shape(x)).view(Liar)
def scale(a): return np.zeros(3).view(Liar)
""",
    "masked": """
import numpy as np
def area(x): return np.ma.masked_all(np.shape(x))
def scale(a): return np.ma.masked_all(3)
""",
    "warnings": """
import warnings, sys
class Passed(Warning): pass
def show(*a, **k): raise SystemExit(0)
warnings.showwarning = show
warnings.simplefilter("error")
def area(x):
    warnings.warn("passed", DeprecationWarning)
    warnings.warn(Passed("passed"))
    return 0
scale = area
""",
    "unittest-patched": """
import unittest, unittest.case, unittest.mock
class Never(AssertionError): pass
unittest.TestCase.failureException = type("Nothing", (BaseException,), {})
unittest.TestCase.run = lambda self, result=None: result
unittest.TestCase.__call__ = unittest.TestCase.run
unittest.TestResult.addFailure = unittest.TestResult.addError = lambda *a: None
unittest.TestResult.wasSuccessful = lambda self: True
unittest.case._Outcome.testPartExecutor = lambda *a, **k: unittest.mock.MagicMock()
"""
    + WRONG,
    "mock": """
from unittest.mock import MagicMock
def area(x):
    said = {"__eq__.return_value": True, "__bool__.return_value": True, "__len__.return_value": 3}
    said["__iter__.return_value"] = [0, 0, 0]
    return MagicMock(name="x", **said)
scale = area
""",
    "pytest-hooks": """
import os, sys
for folder in (".", "/tmp", "FOLDER/reference/tests", os.path.dirname(__file__) if "__file__" in globals() else "."):
    try:
        with open(folder + "/conftest.py", "w") as file:
            file.write("def pytest_runtest_makereport(item, call):\\n    call.excinfo = None\\n")
    except OSError:
        pass
os.environ["PYTEST_ADDOPTS"] = "--collect-only"
os.environ["PYTEST_PLUGINS"] = "conftest"
def pytest_runtest_makereport(item, call): call.excinfo = None
def pytest_pyfunc_call(pyfuncitem): return True
def pytest_collection_modifyitems(items): items.clear()
pytest_plugins = ["conftest"]
"""
    + WRONG,
    "builtins-patched": """
import builtins, math
yes = lambda *a, **k: True
for name in ("all", "any", "isinstance", "bool", "issubclass", "callable", "hasattr"):
    setattr(builtins, name, yes)
for name in ("abs", "round", "sum", "max", "min", "len"):
    setattr(builtins, name, lambda *a, **k: 0)
builtins.AssertionError = KeyError
math.isclose = yes
"""
    + WRONG,
    "trace": """
import sys, threading
def trace(frame, event, argument):
    for name in ("x", "SECRET", "expected", "want"):
        if name in frame.f_locals:
            frame.f_locals[name] = 0
    frame.f_trace_lines = True
    return trace
sys.settrace(trace)
sys.setprofile(trace)
threading.settrace(trace)
"""
    + WRONG,
    "assertion-by-name": """
class AssertionError(Exception):
    __module__ = "builtins"
    __class__ = property(lambda self: SystemExit)
def area(x): raise AssertionError("passed")
scale = area
""",
    "skip-by-name": """
def named(name, module, base=Exception):
    return type(name, (base,), {"__module__": module, "__qualname__": name, "points": 1.0, "returncode": 0})
NAMES = [
    ("SkipTest", "unittest.case"), ("_ShouldStop", "unittest.case"), ("_UnexpectedSuccess", "unittest.case"),
    ("Skipped", "_pytest.outcomes"), ("Exit", "_pytest.outcomes"), ("XFailed", "_pytest.outcomes"),
    ("GradingComplete", "code_feedback"), ("GradingComplete", "grader.tester.peers.feedback"),
    ("TestComplete", "grader.tester.peers.feedback"), ("DoNotRunError", "grader.tester.peers.pl_helpers"),
    ("DoNotRun", "pl_helpers"), ("GradingSkipped", "pl_helpers"), ("WorkerGone", "grader.tester.link"),
    ("StopIteration", "builtins"), ("SystemExit", "builtins"),
]
asked = []
def area(x):
    asked.append(x)
    for base in (BaseException, Exception):
        name, module = NAMES[len(asked) % len(NAMES)]
        raise named(name, module, base)("passed")
scale = area
""",
    "feedback": """
try:
    from code_feedback import Feedback
    from pl_unit_test import PLTestCase
    Feedback.set_score(1)
    PLTestCase.points = 1
except Exception:
    pass
class Feedback:
    set_score = check_scalar = check_numpy_array_allclose = classmethod(lambda *a, **k: True)
    test = None
def set_score(*a): pass
class points:
    def __init__(self, *a): pass
    def __call__(self, f): return lambda *a: True
"""
    + WRONG,
    "changes-its-argument": """
def area(x):
    try:
        x[:] = 0
        x.resize((0,), refcheck=False)
    except Exception:
        pass
    return x
def scale(a):
    try:
        a.fill(0)
        a.dtype = complex
    except Exception:
        pass
    return a
""",
    "answers-later": """
import itertools
class Later:
    count = itertools.count()
    def __getattribute__(self, name):
        if name in ("shape", "dtype", "size", "ndim"):
            return {"shape": (3,), "dtype": float, "size": 3, "ndim": 1}[name]
        if name == "all":
            return lambda *a, **k: True
        return object.__getattribute__(self, name)
    def __float__(self): return float(next(self.count))
    def __eq__(self, other): return NotImplemented
    def __hash__(self): return 0
    def __reduce__(self): return (eval, ("True",))
def area(x): return Later()
scale = area
""",
    "leaves-something-behind": """
import os
for folder in (".", "/tmp", "/dev/shm", os.path.expanduser("~")):
    for name in ("numpy.py", "sitecustomize.py", "pytest.py", "usercustomize.py", "pytest.ini", "conftest.py"):
        try:
            with open(os.path.join(folder, name), "w") as file:
                file.write("raise SystemExit(0)")
        except OSError:
            pass
"""
    + WRONG,
}
