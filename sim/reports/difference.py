"""One difference in words: how many digits, which unit, more or less, clear or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil, isfinite, log10
from typing import Any

from sim.reports.numbers import DASH, WHOLE, Scale

__all__ = [
    "common_scale",
    "difference_scale",
    "difference_words",
    "in_short",
    "is_better",
    "is_clear",
    "is_known",
    "is_nothing",
    "level_words",
    "scales_of",
]

MINUS = "\N{MINUS SIGN}"
MOST_DECIMALS = 5

Row = Mapping[str, Any]


def is_known(value: Any) -> bool:
    """Return whether a cell of the table holds a number."""
    try:
        return isfinite(float(value))
    except (TypeError, ValueError):
        return False


def is_nothing(row: Row) -> bool:
    """Return whether both sides are the same number in every pair."""
    return bool(row["n"] > 0 and row["n_equal"] == row["n"])


def is_clear(row: Row) -> bool:
    """Return whether the interval excludes zero."""
    return is_known(row["low"]) and bool(row["low"] > 0 or row["high"] < 0)


def is_better(row: Row, better: int) -> bool:
    """Return whether the difference is to the good; `better` is +1 where more is better."""
    return bool(better * row["difference"] > 0)


def scales_of(row: Row) -> tuple[Scale, Scale]:
    """Return how the two means are written, and how their difference is."""
    change = difference_scale(row)
    level = Scale.of(str(row["unit"]), [row["mean_a"], row["mean_b"]])
    if level.factor == change.factor and level.decimals < change.decimals:
        level = replace(level, decimals=change.decimals)
    return level, change


def difference_scale(row: Row) -> Scale:
    """Return how a difference is written: shares in points, with digits for its interval."""
    unit = str(row["unit"])
    ends = [float(row[k]) for k in ("difference", "low", "high") if is_known(row[k])]
    scale = Scale.of(unit, ends)
    if unit == "share":
        scale = Scale(100.0, "points", 1)
    elif scale.unit == "of 100":
        scale = replace(scale, unit="points")
    digits = _digits(row, scale)
    if unit.partition("/")[0] in ("count", *WHOLE) and scale.factor == 1.0:
        size = max((abs(end) for end in ends), default=0.0)
        return replace(scale, decimals=digits if size >= 10 else max(1, digits))
    return replace(scale, decimals=max(scale.decimals, digits))


def common_scale(rows: Sequence[Row]) -> Scale:
    """Return one scale for differences of one outcome that stand beside each other.

    The unit is that of the largest; the digits are what the finest needs, at most one more than
    the largest needs.
    """
    known = [row for row in rows if is_known(row["difference"])]
    if not known:
        return difference_scale(rows[0])
    scale = difference_scale(max(known, key=lambda row: abs(row["difference"])))
    finest = max(_digits(row, scale) for row in known)
    return replace(scale, decimals=max(scale.decimals, min(finest, scale.decimals + 1)))


def _digits(row: Row, scale: Scale) -> int:
    """Return the decimals that half an interval needs, or two digits of the difference."""
    half = (row["high"] - row["low"]) / 2 if is_known(row["low"]) else 0.0
    size, digits = (half, 0) if half > 0 else (abs(row["difference"] or 0.0), 1)
    size *= scale.factor
    if size <= 0:
        return 0
    return min(MOST_DECIMALS, max(0, ceil(-log10(size)) + digits))


def signed(value: float, scale: Scale) -> str:
    """Return a number with its sign, as in +4.0 or −0.3; zero has none."""
    text = scale.bare(abs(value))
    if float(text.replace(",", "")) == 0:
        return text
    return f"+{text}" if value > 0 else f"{MINUS}{text}"


def level_words(level: float) -> str:
    """Return the level of an interval, as in 95 % or 98.8 %."""
    return f"{100 * level:.3g} %"


def difference_words(row: Row) -> str:
    """Return a difference that is not nothing, as in "2.7 points more (95 % interval ...)"."""
    if is_nothing(row):
        return "no difference"
    scale = difference_scale(row)
    amount = _amount(float(row["difference"]), scale)
    if not is_known(row["low"]):
        return f"{amount}, in one twin run, which has no interval"
    if row["low"] == row["high"]:
        return f"{amount}, exactly, in every twin run"
    band = f"{level_words(row['level'])} interval {_band(row, scale)}"
    if is_clear(row):
        return f"{amount} ({band})"
    return f"no clear difference ({amount}; {band})"


def _amount(value: float, scale: Scale) -> str:
    countable = scale.unit.split(" ")[-1] in WHOLE
    word = "more" if value > 0 else "fewer" if countable else "less"
    return f"{scale.text(abs(value))} {word}"


def _band(row: Row, scale: Scale) -> str:
    """Return the interval, in the direction that the difference is told in."""
    low, high = float(row["low"]), float(row["high"])
    if row["difference"] < 0:
        low, high = -high, -low
    words = [scale.bare(abs(end)) for end in (low, high)]
    signs = [MINUS if end < 0 else "" for end in (low, high)]
    return f"{signs[0]}{words[0]} to {signs[1]}{words[1]}"


def in_short(row: Row, scale: Scale | None = None) -> tuple[str, str, str]:
    """Return difference, interval and how often better, for a cell of a table.

    A `scale` of more rows than this one is named with the row of cells, so no unit is said.
    """
    if not is_known(row["difference"]):
        return DASH, "", ""
    n = int(row["n"])
    often = f"{int(row['n_better'])} of {n}" if is_known(row["n_better"]) and n > 1 else ""
    if is_nothing(row):
        return "no difference", "", ""
    unit = "" if scale else difference_scale(row).unit
    scale = scale or difference_scale(row)
    said = f"{signed(float(row['difference']), scale)} {unit}".strip()
    band = ""
    if is_known(row["low"]):
        band = f"{signed(row['low'], scale)} to {signed(row['high'], scale)}"
    return said, band, often
