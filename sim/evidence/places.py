"""The places that figures speak of, and the scenarios whose runs stand for them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

__all__ = ["LEVELS", "PLACES", "RUN_MONTHS", "Place"]

Place = Literal["gangnam", "korea", "united_states"]

PLACES: Mapping[str, str] = MappingProxyType({
    "gangnam": "history.yaml",
    "korea": "history_korea.yaml",
    "united_states": "transfer_us.yaml",
})  # fmt: skip
"""The scenario, in the folder scenarios/, whose runs stand for a place."""

RUN_MONTHS: Mapping[str, tuple[str, str]] = MappingProxyType({
    "gangnam": ("1995-01", "2014-12"),
    "korea": ("1995-01", "2014-12"),
    "united_states": ("1990-01", "2014-12"),
})  # fmt: skip
"""First and last month of these scenarios."""

LEVELS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "gangnam": ("Gangnam", "Gangnam-gu", "District A"),
    "korea": ("Korea", "South Korea", "Republic of Korea"),
    "united_states": ("US", "USA", "United States"),
})  # fmt: skip
"""How the column `level` may name a place; capitals do not matter."""
