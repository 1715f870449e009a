"""What the tests of this folder share: no pauses, no proxy, a token in the environment."""

import pytest

from tests.lms.lms_server import TOKEN


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reach 127.0.0.1 directly, with a token for both LMSs and without anybody's keyring."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GRADER_CANVAS_TOKEN", TOKEN)
    monkeypatch.setenv("GRADER_MOODLE_TOKEN", TOKEN)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
