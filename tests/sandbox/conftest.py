"""Ways of starting a worker, which every test of workers can ask for."""

import pytest

from grader.sandbox.starting import Fresh
from grader.sandbox.zygote import Zygote


@pytest.fixture(scope="session")
def zygote():
    """Give one zygote for all tests that do not kill it."""
    with Zygote() as made:
        yield made


@pytest.fixture(params=["fresh", "forked"])
def starter(request):
    """Give a starter of each sort."""
    return Fresh() if request.param == "fresh" else request.getfixturevalue("zygote")
