"""The functions of PrairieLearn's own module that `server.py` and `setup_code.py` use to store values as JSON.

    to_json(np.eye(2))    {"_type": "ndarray", "_value": [[1.0, 0.0], [0.0, 1.0]], "_dtype": "float64"}

Questions read these fields by name (`data["params"]["m"]["_value"]`), so they are PrairieLearn's.  Networks and
expressions of sympy stay as they are.
"""

from __future__ import annotations

import uuid
from typing import Any

import numpy as np


def to_json(value: Any, **_: Any) -> Any:
    """Return a value as PrairieLearn writes it."""
    if isinstance(value, np.ndarray):
        if np.iscomplexobj(value):
            parts = {"real": value.real.tolist(), "imag": value.imag.tolist()}
            return {"_type": "complex_ndarray", "_value": parts, "_dtype": str(value.dtype)}
        return {"_type": "ndarray", "_value": value.tolist(), "_dtype": str(value.dtype)}
    if isinstance(value, complex | np.complexfloating):
        return {"_type": "complex", "_value": {"real": float(value.real), "imag": float(value.imag)}}
    if type(value).__name__ == "DataFrame":
        table = {"index": list(value.index), "columns": list(value.columns), "data": value.values.tolist()}
        return {"_type": "dataframe", "_value": table}
    return value


def from_json(value: Any) -> Any:
    """Return the value that `to_json` has written; all else as it is."""
    fields: dict[str, Any] = value if isinstance(value, dict) else {}
    kind, content = fields.get("_type"), fields.get("_value", {})
    if kind == "ndarray":
        return np.array(content, dtype=fields.get("_dtype"))
    if kind == "complex_ndarray":
        return np.array(content["real"]) + 1j * np.array(content["imag"])
    if kind == "complex":
        return complex(content["real"], content["imag"])
    if kind == "dataframe":
        import pandas as pd

        return pd.DataFrame(content["data"], index=content["index"], columns=content["columns"])
    return value


def stored(value: Any) -> Any:
    """Return parameters as a test meets them, after PrairieLearn has stored them: tuples are lists, keys are texts."""
    if isinstance(value, dict):
        return {str(key): stored(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [stored(item) for item in value]
    return value.item() if isinstance(value, np.generic) else value


def get_uuid() -> str:
    """Return a random name."""
    return str(uuid.uuid4())
