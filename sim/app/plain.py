"""Answers as JSON text: what is no number becomes null, what numpy holds becomes plain."""

from __future__ import annotations

import json
import math
from typing import Any

__all__ = ["cell", "json_text", "number_of"]


def json_text(data: Any) -> bytes:
    """Return plain data as JSON text; a number that is none is an error, so that it is seen."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False,
                      default=float)  # fmt: skip
    return text.encode("utf-8", "replace")


def number_of(value: Any) -> float | None:
    """Return a number, or None where there is none."""
    found = float(value)
    return found if math.isfinite(found) else None


def cell(value: Any) -> Any:
    """Return a table's cell as plain data; what is no number, or not known, is null."""
    if type(value).__name__ == "NAType":  # of pandas, which need not be imported for it
        return None
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
