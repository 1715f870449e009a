"""What holds for all tests: none depends on how fast the machine is."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Under CI the same examples each time: whether a change passes is no matter of luck.  A developer's runs draw new ones.
settings.register_profile(
    "house", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")
