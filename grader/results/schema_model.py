"""The base of the published models: frozen, and valid JSON whatever the numbers."""

from __future__ import annotations

from grader.models import ConfigDict, ConstructedModel


class ResultModel(ConstructedModel):
    """Frozen; NaN and infinities are written as strings, so that the JSON is valid everywhere."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings", defer_build=True)
