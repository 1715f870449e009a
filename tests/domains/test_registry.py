"""The registry: one line per kind, from which the union, its discriminator and the pages derive; and steady streams."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from grader.authoring.key_pages import spec_page
from grader.domains import DOMAINS, Domain, Vector
from tests.domains.contract import read
from tests.domains.drawn_cases import digests

DIGESTS = {
    1: {
        "hopfield": "9a8624e771ae156b",
        "logistic_regression": "9dd0718e85decda1",
        "noisy_labels": "de905ac042d91672",
        "scan": "50f29dcac803e2fc",
        "softmax": "8239d6a6143cddb6",
    },
    20_240_229: {
        "hopfield": "2994577098cb9002",
        "logistic_regression": "f2d56335048a9890",
        "noisy_labels": "bd1db1575d4305e1",
        "scan": "0c6a10d682292dbd",
        "softmax": "bfdbc3ed8f66aec8",
    },
}
EXAMPLES = {
    "vector": {"vector": "n", "normal": 2},
    "matrix": {"matrix": ["n", 3], "integers": [0, 4]},
    "symmetric": {"symmetric": "n"},
    "signs": {"signs": "n"},
    "real": {"real": [0, 1]},
    "integer": {"integer": [0, 9]},
    "index": {"index": "n"},
    "choice": {"choice": [1, "a", None, 2.5]},
    "array": {"array": ["n", 2, 3], "booleans": True},
    "boolean": {"boolean": "any"},
    "text": {"text": [0, 5], "of": "abc"},
    "words": {"words": [0, 4]},
    "list": {"list": {"list": "boolean"}, "length": 3},
    "tuple": {"tuple": [{"integer": [0, 9]}, {"text": 3}]},
    "dict": {"dict": {"W": {"matrix": ["n", 2]}, "b": {"vector": 2}}},
    "set": {"set": {"integer": [0, 9]}},
    "function": {"function": ["relu", "tanh"]},
    "optional": {"optional": {"text": 3}},
}


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=pytest.mark.slow) if seed != 1 else seed for seed in DIGESTS]
)
def test_no_random_stream_of_the_seminar_moves(seed: int) -> None:
    """A regrade meets the cases of the grading before it: the same draws, in the same order, of the same types."""
    assert digests(seed) == DIGESTS[seed]


@pytest.mark.parametrize("key", EXAMPLES)
def test_a_domain_is_read_by_its_key(key: str) -> None:
    """The union that task files are read with has every kind of the registry."""
    domain = read(EXAMPLES[key])
    assert type(domain) is DOMAINS[key]


@pytest.fixture(scope="module")
def page() -> str:
    """Return the page of the keys of a task file."""
    return spec_page()


@pytest.mark.parametrize("key", DOMAINS)
def test_a_domain_of_the_registry_is_whole(key: str, page: str) -> None:
    """It names itself by its first key, can be made, and has its section in the page of keys."""
    domain = DOMAINS[key]
    assert domain.key == key
    assert key in [field.alias or name for name, field in domain.model_fields.items()]
    assert issubclass(domain, Domain)
    assert not domain.__abstractmethods__
    assert f"## Input: {key}\n" in page


def test_an_unknown_key_is_answered_with_all_of_them() -> None:
    """In the order of the registry."""
    with pytest.raises(ValidationError, match=f"one of these keys: {', '.join(DOMAINS)}"):
        read({"vektor": 3})


def test_a_domain_without_its_methods_cannot_be_made() -> None:
    """A new kind that forgets a method is an error of the program, not a case that is never shrunk."""

    class Nothing(Domain):
        key = "nothing"

    with pytest.raises(TypeError, match="abstract"):
        Nothing()  # type: ignore[abstract]


def test_domains_are_frozen() -> None:
    """They are shared by all cases and all submissions."""
    with pytest.raises(ValidationError):
        Vector(vector="n").normal = 2.0  # type: ignore[misc]
