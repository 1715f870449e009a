"""PrairieLearn's `Feedback`: comparisons that say what they found, and the score of a test.

The rules, tolerances and names of arguments are PrairieLearn's, since tests are written against them; the sentences
become the explanation of a check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable


class GradingComplete(Exception):  # noqa: N818 - the name that tests import
    """All tests of the class are over."""


class TestComplete(Exception):  # noqa: N818 - the name that tests import
    """This test is over."""

    __test__ = False


class PLFeedback:
    """The sentences about a student's answers, and the score, while a test runs."""

    test: ClassVar[Any] = None
    sentences: ClassVar[list[str]] = []
    """The sentences of this test."""
    prefix: ClassVar[str] = ""

    @classmethod
    def set_test(cls, test: Any) -> None:
        """Begin a test."""
        cls.test = test
        cls.sentences = []

    @classmethod
    def set_name(cls, name: str) -> None:
        """Do nothing: a test has its name already."""

    @classmethod
    def set_main_output(cls) -> None:
        """Do nothing: there is one output."""

    @classmethod
    def set_score(cls, score: float) -> None:
        """Set the score of the test, from 0 to 1."""
        cls.test.points = min(1.0, max(0.0, float(score)))

    @classmethod
    def add_iteration_prefix(cls, number: int) -> None:
        """Say which repetition the next sentence is about."""
        cls.prefix = f"Case {number}: "

    @classmethod
    def clear_iteration_prefix(cls) -> None:
        """Take that back."""
        cls.prefix = ""

    @classmethod
    def add_feedback(cls, text: str) -> None:
        """Say something."""
        cls.sentences.append(f"{cls.prefix}{text}")
        cls.prefix = ""

    @classmethod
    def finish(cls, fb_text: str) -> NoReturn:
        """Say something, and end all tests."""
        cls.add_feedback(fb_text)
        raise GradingComplete

    @classmethod
    def finish_test(cls, fb_text: str) -> NoReturn:
        """Say something, and end this test."""
        cls.add_feedback(fb_text)
        raise TestComplete

    @staticmethod
    def not_allowed(*_args: Any, **_kwargs: Any) -> NoReturn:
        """Stand for a function that must not be used."""
        raise RuntimeError("The use of this function is not allowed.")

    @classmethod
    def _verdict(
        cls, wrong: str | None, name: str, critical: bool = False, failure: bool = True, success: bool = True
    ) -> bool:
        """Say what was found, as far as a comparison should, and return whether all is well."""
        if wrong is None:
            if success:
                cls.add_feedback(f"'{name}' looks good")
            return True
        if failure:
            cls.add_feedback(wrong)
        if critical:
            cls.finish("")
        return False

    @classmethod
    def check_numpy_array_sanity(cls, name: str, num_axes: int, data: Any) -> None:
        """End all tests unless `data` is an array of real or complex numbers with so many axes."""
        wrong = _not_an_array(name, data)
        if wrong is None and len(data.shape) != num_axes:
            wrong = f"'{name}' does not have the correct number of axes: {len(data.shape)} instead of {num_axes}"
        if wrong is None and data.dtype.kind not in "fc":
            wrong = f"'{name}' does not consist of floating point numbers, but of '{data.dtype}'"
        if wrong is not None:
            cls.finish(wrong)

    @classmethod
    def check_numpy_array_features(
        cls, name: str, ref: Any, data: Any, accuracy_critical: bool = False,
        report_failure: bool = True, report_success: bool = True,
    ) -> bool:  # fmt: skip
        """Compare shape and kind of entries."""
        return cls._verdict(_features(name, ref, data), name, accuracy_critical, report_failure, report_success)

    @classmethod
    def check_numpy_array_allclose(
        cls, name: str, ref: Any, data: Any, accuracy_critical: bool = False, rtol: float = 1e-05, atol: float = 1e-08,
        report_success: bool = True, report_failure: bool = True,
    ) -> bool:  # fmt: skip
        """Compare two arrays, entry by entry."""
        wrong = _features(name, ref, data)
        if wrong is None and not np.allclose(ref, data, rtol=rtol, atol=atol):
            wrong = f"'{name}' is inaccurate"
        return cls._verdict(wrong, name, accuracy_critical, report_failure, report_success)

    @classmethod
    def check_list(
        cls, name: str, ref: Any, data: Any, entry_type: Any = None, accuracy_critical: bool = False,
        report_failure: bool = True, report_success: bool = True,
    ) -> bool:  # fmt: skip
        """Compare the length of a list, and perhaps the type of its entries."""
        wrong = _not_a(list, "a list", name, data)
        if wrong is None and len(ref) != len(data):
            wrong = f"'{name}' has the wrong length: {len(data)} instead of {len(ref)}"
        if wrong is None and entry_type is not None:
            odd = next((index for index, entry in enumerate(data) if not isinstance(entry, entry_type)), None)
            wrong = None if odd is None else f"'{name}[{odd}]' has the wrong type"
        return cls._verdict(wrong, name, accuracy_critical, report_failure, report_success)

    @classmethod
    def check_dict(
        cls, name: str, ref: Any, data: Any, *, target_keys: Iterable[Any] | None = None,
        accuracy_critical: bool = False, report_failure: bool = True, report_success: bool = True,
    ) -> bool:  # fmt: skip
        """Compare the keys and values of a dict, all of them or some."""
        wrong = None if isinstance(data, dict) else f"'{name}' is not a dict, but of type {type(data).__name__}"
        keys = list(ref if target_keys is None else target_keys)
        if any(key not in ref for key in keys):
            raise ValueError(f"target_keys has keys that the reference does not have: {keys}")
        return cls._verdict(
            wrong or _entries(name, ref, data, keys, every=target_keys is None),
            name,
            accuracy_critical,
            report_failure,
            report_success,
        )

    @classmethod
    def check_tuple(
        cls, name: str, ref: Any, data: Any, accuracy_critical: bool = False,
        report_failure: bool = True, report_success: bool = True,
    ) -> bool:  # fmt: skip
        """Compare the entries of a tuple and their types."""
        wrong = _not_a(tuple, "a tuple", name, data)
        if wrong is None and len(data) != len(ref):
            wrong = f"'{name}' should be of length {len(ref)}"
        if wrong is None:
            odd = next((k for k, entry in enumerate(ref) if type(data[k]) is not type(entry)), None)
            if odd is not None:
                wrong = f"'{name}[{odd}]' should be of type {type(ref[odd]).__name__}"
            elif any(mine != theirs for mine, theirs in zip(ref, data, strict=True)):
                wrong = f"'{name}' is inaccurate"
        return cls._verdict(wrong, name, accuracy_critical, report_failure, report_success)

    @classmethod
    def check_scalar(
        cls, name: str, ref: Any, data: Any, accuracy_critical: bool = False, rtol: float | None = 1e-5,
        atol: float | None = 1e-8, report_success: bool = True, report_failure: bool = True,
    ) -> bool:  # fmt: skip
        """Compare two numbers; either tolerance is enough, and neither includes its bound."""
        wrong: str | None = None
        if data is None:
            wrong = f"'{name}' is None or not defined"
        elif not isinstance(data, complex | float | int | np.number) and not getattr(data, "is_number", False):
            wrong = f"'{name}' is not a number"
        else:
            near = (rtol is not None and abs(ref - data) < abs(ref) * rtol) or (
                atol is not None and abs(ref - data) < atol
            )
            wrong = None if near else f"'{name}' is inaccurate"
        return cls._verdict(wrong, name, accuracy_critical, report_failure, report_success)

    @classmethod
    def call_user(cls, f: Any, *args: Any, stop_on_exception: bool = True, **kwargs: Any) -> Any:
        """Call a function of the student's; if it raises, say so and end this test, or all of them."""
        try:
            return f(*args, **kwargs)
        except Exception as error:
            if callable(f):
                cls.add_feedback(f"'{getattr(f, '__name__', 'the function')}' raised {type(error).__name__}: {error}")
            else:
                cls.add_feedback(
                    "Your code was supposed to supply a function, and the variable that it supplied is not callable."
                )
            cls.set_score(0.0)
            raise (GradingComplete if stop_on_exception else TestComplete) from error

    @classmethod
    def check_plot(
        cls, name: str, ref: Any, plot: Any, check_axes_scale: str | None = None, accuracy_critical: bool = False,
        report_failure: bool = True, report_success: bool = True,
    ) -> bool:  # fmt: skip
        """Compare the lines of two plots in any order, and perhaps the scales of their axes."""
        wrong = _plots(name, ref, plot, check_axes_scale or "")
        return cls._verdict(wrong, name, accuracy_critical, report_failure, report_success)

    @classmethod
    def check_dataframe(
        cls, name: str, ref: Any, data: Any, subset_columns: list[str] | None = None, check_values: bool = True,
        allow_order_variance: bool = True, display_input: bool = False, report_success: bool = True,
    ) -> bool:  # fmt: skip
        """Compare two tables, or some of their columns."""
        import pandas as pd

        wrong = None if isinstance(data, pd.DataFrame) else f"{name} is not a DataFrame"
        if wrong is None and len(data) != len(ref):
            wrong = f"{name} is {'inaccurate' if len(data) else 'empty and should not be empty'}"
        if wrong is None and subset_columns:
            missing = next((column for column in subset_columns if column not in data), None)
            wrong = None if missing is None else f"Variable (column) `{missing}` is not in `{name}`"
            ref, data = (ref, data) if wrong else (ref[subset_columns], data[subset_columns])
        if wrong is None and check_values:
            try:
                pd.testing.assert_frame_equal(ref, data, check_like=allow_order_variance)
            except Exception:  # noqa: BLE001 - whatever it dislikes is a difference
                wrong = f"{name} is inaccurate"
        verdict = cls._verdict(wrong, name, success=report_success)
        if display_input and isinstance(data, pd.DataFrame):
            cls.add_feedback(data.to_string(max_rows=9))
        return verdict


Feedback = PLFeedback
"""The name that tests import."""


def _not_a(kind: type, words: str, name: str, data: object) -> str | None:
    if data is None:
        return f"'{name}' is None or not defined"
    return None if isinstance(data, kind) else f"'{name}' is not {words}"


def _not_an_array(name: str, data: object) -> str | None:
    if isinstance(data, np.matrix):
        return f"'{name}' is a numpy matrix. Use an array."
    return _not_a(np.ndarray, "a numpy array", name, data)


def _features(name: str, ref: Any, data: Any) -> str | None:
    wrong = _not_an_array(name, data)
    if wrong is None and ref.shape != data.shape:
        return f"'{name}' does not have the correct shape: {data.shape} instead of {ref.shape}"
    if wrong is None and ref.dtype.kind != data.dtype.kind:
        return f"'{name}' does not have the correct data type: {data.dtype} instead of {ref.dtype}"
    return wrong


def _entries(name: str, ref: Any, data: Any, keys: list[Any], *, every: bool) -> str | None:
    missing = sorted(str(key) for key in keys if key not in data)
    extra = sorted(str(key) for key in data if key not in keys) if every else []
    if missing or extra:
        return f"'{name}' has {'missing' if missing else 'extra'} keys: `{', '.join(missing or extra)}`"
    for key in keys:
        if type(ref[key]) is not type(data[key]):
            return f"'{name}' has key `{key}` with type `{type(data[key]).__name__}`, which is not the right type"
        if ref[key] != data[key]:
            return f"'{name}' has key `{key}` with a value that is not correct"
    return None


def _plots(name: str, ref: Any, plot: Any, axes: str) -> str | None:
    if plot is None:
        return f"'{name}' is None or not defined"
    # The student's axes are an object of the other process, so their methods are asked for and not their class.
    if not callable(getattr(plot, "get_lines", None)) or not callable(getattr(plot, "get_xscale", None)):
        return f"'{name}' is not an object of matplotlib axes"
    for axis in axes:
        if getattr(plot, f"get_{axis}scale")() != getattr(ref, f"get_{axis}scale")():
            return f"'{name}' does not have the correct scale for its axes"
    return _lines(name, list(ref.get_lines()), list(plot.get_lines()))


def _lines(name: str, expected: list[Any], plotted: list[Any]) -> str | None:
    if len(plotted) != len(expected):
        return f"{len(plotted)} lines were plotted in '{name}' and {len(expected)} were expected"
    rest = [_points(line) for line in expected]
    for line in plotted:
        data = _points(line)
        match = next(
            (k for k, other in enumerate(rest) if other.shape == data.shape and np.allclose(other, data)), None
        )
        if match is not None:
            del rest[match]
    return f"'{name}' is inaccurate" if rest else None


def _points(line: Any) -> Any:
    first, second = line.get_data()
    data = np.array([first, second])
    return data[np.lexsort(data.T)]
