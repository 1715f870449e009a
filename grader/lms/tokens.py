"""The access token of an LMS: from the environment or the system's keyring.

Never from the command line, which other users of the machine can read and shells remember, and never from a file of
ours.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYRING_SERVICE = "grader"


def find_token(lms: str, base: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return the token for an LMS.  Raises UsageError with the places where one can be stored."""
    variable = f"GRADER_{lms.upper()}_TOKEN"
    host = urlsplit(base).netloc
    token, source = environment.get(variable, "").strip(), variable
    if not token:
        token, source = _from_keyring(host), f"the token of {host} in the keyring"
    if not token:
        raise UsageError(
            f"{host}: there is no token. Create one in your account's settings there, then either store it with "
            f"`keyring set {KEYRING_SERVICE} {host}`, or put it into the environment variable {variable}."
        )
    if not token.isascii() or not token.isprintable() or " " in token:
        raise UsageError(f"{source}: holds blanks or signs that no token has. Copy the token again.")
    return token


def _from_keyring(host: str) -> str:
    """Return the stored token; empty if there is none, or no keyring."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return (keyring.get_password(KEYRING_SERVICE, host) or "").strip()
    except KeyringError:  # a machine without a desktop has no keyring that could be asked
        return ""
