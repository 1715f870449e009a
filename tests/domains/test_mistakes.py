"""Domains that are refused, with the value, what is due and the way out."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from grader.domains import (
    Array,
    Choice,
    Dict,
    Index,
    Integer,
    List,
    Matrix,
    Real,
    Text,
    Tuple,
    Vector,
    Words,
)
from tests.domains.contract import read


@pytest.mark.parametrize(
    ("make", "keys", "says"),
    [
        (Vector, {"vector": "n", "normal": 1, "uniform": [0, 1]}, "not several"),
        (Vector, {"vector": "n", "integers": [0, 1], "grid": 1}, "integers are on their own grid"),
        (Vector, {"vector": "n", "uniform": ["1/8", "1/4"], "grid": 1}, "no multiple of 1 lies between 0.125 and 0.25"),
        (Vector, {"vector": "n", "uniform": [0, 1e15], "grid": "1/64"}, "a grid of 0.015625 is too fine"),
        (Vector, {"vector": "n", "normal": 1e308, "grid": 1}, "too fine for numbers as large as"),
        (Vector, {"vector": "n", "uniform": [1, 0]}, "the lower bound comes first, and 1 is above 0"),
        (Vector, {"vector": "n", "uniform": [-1e308, 1e308]}, "are too far apart"),
        (Vector, {"vector": "n", "integers": [2, 1]}, "the lower bound comes first, and 2 is above 1"),
        (Vector, {"vector": "n", "integers": [0, 10**20]}, "whole numbers go up to 2**53"),
        (Vector, {"vector": "n", "gap": 0}, "a number above 0 is due, not 0"),
        (Vector, {"vector": "n", "normal": -1}, "a number above 0 is due, not -1"),
        (Vector, {"vector": "n", "nomral": 1}, "Extra inputs are not permitted"),
        (Vector, {"vector": "2n"}, "should match pattern"),
        (Vector, {"vector": -1}, "greater than or equal to 0"),
        (Vector, {"vector": 10**7}, "less than or equal to 1000000"),
        (Matrix, {"matrix": ["m"]}, "Field required"),
        (Real, {"real": [3, 2]}, "the lower bound comes first"),
        (Real, {"real": [0, 1], "log": True}, "`log` needs bounds above 0 and no grid"),
        (Real, {"real": [1, 2], "log": True, "grid": 1}, "`log` needs bounds above 0 and no grid"),
        (Real, {"real": ["1/8", "1/4"], "grid": 1}, "no multiple of 1 lies between"),
        (Vector, {"vector": 3, "uniform": [-1, -5e-324], "grid": 2}, "no multiple of 2 lies between"),
        (Vector, {"vector": 3, "uniform": [5e-324, 1], "grid": 2}, "no multiple of 2 lies between"),
        (Real, {"real": [0, 1e308], "grid": "1/64"}, "is too fine"),
        (Real, {"real": [-1e308, 1e308]}, "are too far apart"),
        (Real, {"real": [0, "inf"]}, "a finite number is due"),
        (Integer, {"integer": [0, 10**1001]}, "whole numbers have up to 1000 digits here"),
        (Integer, {"integer": [10**30, 10**29]}, "the lower bound comes first"),
        (Vector, {"vector": 3, "integers": [0, 2**70]}, "whole numbers go up to 2**53"),
        (Text, {"text": [0, 6], "of": "words"}, "a text of words is a domain of its own: {words: [0, 6]}"),
        (Words, {"words": 3, "of": []}, "at least 1 item"),
        (Words, {"words": 3, "of": ["two words"]}, "should match pattern"),
        (Choice, {"choice": []}, "at least 1 item"),
        (Choice, {"choice": [True], "as": "real"}, "a number such as 3, 0.5, 1e-6 or 1/64 is due, not 'True'"),
        (Choice, {"choice": ["a", 1], "as": "real"}, "a number such as 3, 0.5, 1e-6 or 1/64 is due, not 'a'"),
        (Vector, {"vector": "n", "normal": 1, "as": "real"}, "`as: real` is for integers"),
        (Vector, {"vector": "n", "integers": [0, 1], "as": "integer"}, "Input should be 'real'"),
        (Array, {"array": ["n"], "booleans": True, "uniform": [0, 1]}, "either numbers or `booleans`"),
        (Array, {"array": []}, "at least 1 item"),
        (List, {"list": "boolean", "length": "n"}, "a length is a number or two, such as [0, 8], not 'n'"),
        (Text, {"text": "n"}, "arrays have named sizes: {vector: n}"),
        (Text, {"text": [3, 1]}, "the smaller length comes first, and 3 is above 1"),
        (Text, {"text": 3, "of": ""}, "at least 1 character"),
        (List, {"list": {"integer": [1, 0]}}, "the lower bound comes first"),
        (List, {"list": {"lisst": "boolean"}}, "one of these keys: vector"),
        (Tuple, {"tuple": []}, "at least 1 item"),
        (Dict, {"dict": {"a": "boolean"}, "length": 3}, "`length` is for keys that have a domain"),
    ],
)
def test_keys_that_make_no_domain(make: type[Any], keys: dict[Any, Any], says: str) -> None:
    """Every impossible combination is a mistake of the spec, and none an exception of another kind."""
    with pytest.raises(ValidationError) as refused:
        make(**keys)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("domain", "sizes", "says"),
    [
        (Vector(vector="n", uniform=(0, 1), gap="1/4"), {"n": (1, 5)}, ""),
        (Vector(vector="n", uniform=(0, 1), gap="1/4"), {"n": (1, 6)}, "6 entries with gaps of 0.25 do not fit"),
        (Vector(vector=3, integers=(1, 3), gap="1/2"), {}, ""),
        (Vector(vector=3, integers=(1, 3), gap="3/2"), {}, "3 entries with gaps of 2 do not fit between 1 and 3"),
        (
            Vector(vector=3, uniform=(0.6, 2.7), grid=1, gap=1),
            {},
            "3 entries with gaps of 1 do not fit between 1 and 2",
        ),
        (Vector(vector="n", gap=100), {"n": (0, 900)}, ""),
        (Vector(vector="n", uniform=(2, 2), gap=1), {"n": (0, 1)}, ""),
        (Index(index="n"), {"n": (1, 3)}, ""),
        (Index(index="n"), {"n": (0, 3)}, "there is no index into a vector of size 0, and `n` may be 0"),
        (Index(index=0), {}, "there is no index into a vector of size 0"),
        (Matrix(matrix=("m", 0)), {"m": (0, 0)}, ""),
        (read({"set": {"list": "boolean"}}), {}, "a list of 0 items cannot be in a set; a tuple can"),
        (
            read({"set": {"tuple": ["boolean", {"vector": "n"}]}}),
            {"n": (1, 2)},
            "a tuple of 2 items cannot be in a set",
        ),
        (read({"set": {"tuple": ["boolean", {"text": 2}]}}), {}, ""),
        (read({"set": {"choice": ["a", [1]]}}), {}, "a list of 1 item cannot be in a set"),
        (read({"dict": [{"dict": {"a": "boolean"}}, "boolean"]}), {}, "a dict of 1 key cannot be a key"),
        (read({"dict": {"a": {"list": "boolean"}}}), {}, ""),
        (read({"list": {"choice": [1, "a"]}, "sorted": True}), {}, "`sorted` needs items that have an order"),
        (read({"list": {"vector": 2}, "sorted": True}), {}, "`sorted` needs items that have an order"),
        (
            read({"list": {"optional": {"integer": [0, 1]}}, "sorted": True}),
            {},
            "`sorted` needs items that have an order",
        ),
        (read({"list": {"tuple": ["boolean", {"text": 2}]}, "sorted": True}), {}, ""),
        (read({"list": {"set": {"list": "boolean"}}}), {}, "a list of 0 items cannot be in a set"),
    ],
)
def test_sizes_that_leave_a_domain_empty(domain: Any, sizes: dict[Any, Any], says: str) -> None:
    """All sizes within the bounds count, before anything is drawn."""
    mistakes = list(domain.mistakes(sizes))
    assert len(mistakes) == bool(says)
    assert not says or mistakes[0].startswith(says)
