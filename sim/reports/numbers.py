"""Numbers as a person would write them: a scale and a unit for a whole row or axis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, isfinite, isnan, log10

__all__ = [
    "DASH",
    "Scale",
    "line_words",
    "listed",
    "month_words",
    "number",
    "whole_usd",
    "with_unit",
]

DASH = "–"
MILLION = 1e6
LINE_WORDS = {
    "fines_parking": "fines and parking",
    "vehicle_fee": "vehicle fees",
    "user_fee": "user fees",
}
OF_100 = ("0-100", "score", "points of 100")
OF_1 = ("", "0-1", "index", "logit", "ratio", "switch")
WHOLE = ("cases", "count", "people", "hours", "petitions", "documents", "districts", "registers",
         "applications", "records", "trips", "visits", "persons")  # fmt: skip


@dataclass(frozen=True)
class Scale:
    """How the values of one row are written: factor, unit and decimals in common.

    Attributes
    ----------
    factor : what a value is multiplied with before it is written.
    unit : behind the number, as in "%" or "million USD"; may be empty.
    decimals : digits behind the point.
    """

    factor: float
    unit: str
    decimals: int

    @classmethod
    def of(cls, unit: str, values: Iterable[float | None]) -> Scale:
        """Return the scale for values of a unit, from the largest of them."""
        sizes = [abs(v) for v in values if v is not None and isfinite(v)]
        top = max(sizes, default=0.0)
        base, _, period = unit.partition("/")
        period = f" a {period}" if period else ""
        if base == "share":
            return cls(100.0, "%", 1)
        if base == "USD":
            return cls._money(top, period)
        if base in OF_100:
            return cls(1.0, "of 100", 1)
        if base in OF_1:
            return cls(1.0, "", 2)
        if "point" in base:
            return cls(1.0, "points", 1)
        shown = "" if base in ("count", "1") else base
        if top >= MILLION:
            return cls(1 / MILLION, f"million {shown}{period}".replace("  ", " "), 2)
        decimals = 0 if base in WHOLE and top >= 10 else _decimals(top, base)
        return cls(1.0, f"{shown}{period}".strip(), decimals)

    @classmethod
    def _money(cls, top: float, period: str) -> Scale:
        if top >= 100_000:
            return cls(1 / MILLION, f"million USD{period}", 2 if top < 100 * MILLION else 0)
        return cls(1.0, f"USD{period}", 0 if top >= 1000 else 2)

    def bare(self, value: float | None) -> str:
        """Return a value without its unit."""
        if value is None or isnan(value):
            return DASH
        text = f"{value * self.factor:,.{self.decimals}f}"
        return text.lstrip("-") if float(text.replace(",", "")) == 0 else text

    def text(self, value: float | None) -> str:
        """Return a value with its unit."""
        return f"{self.bare(value)} {self.unit}".strip() if value is not None else DASH

    def band(self, low: float | None, high: float | None, *, unit: bool = False) -> str:
        """Return a band, as in "3.9 to 4.6", or nothing where there is none."""
        if low is None or high is None:
            return ""
        words = f"{self.bare(low)} to {self.bare(high)}"
        return f"{words} {self.unit}".strip() if unit else words

    def span(self, low: float | None, high: float | None) -> str:
        """Return a band as short as it can be, as in "3.9-4.6"; "-2 to 1" below zero."""
        words = self.band(low, high)
        return words if "-" in words else words.replace(" to ", "-")

    def label(self, words: str) -> str:
        """Return a label with the unit behind it, as in "Cost of a case, USD".

        A unit that the label says already, as in "Days to complete", is not said again.
        """
        return words if self.unit.lower() in words.lower() else f"{words}, {self.unit}"


def _decimals(top: float, unit: str) -> int:
    if unit in (*WHOLE, "months") and float(top).is_integer():
        return 0
    return 1 if top >= 1 else 3


def number(value: float, digits: int = 3) -> str:
    """Return a number with about `digits` significant digits: 0.421, 3.14, 1,234,567."""
    if isnan(value):
        return DASH
    if value == 0 or (float(value).is_integer() and abs(value) < 1000):
        return f"{value:.0f}"
    decimals = max(0, digits - 1 - floor(log10(abs(value))))
    return f"{value:,.{min(decimals, 4)}f}"


def line_words(name: object) -> str:
    """Return the name of a service line as a reader would write it."""
    return LINE_WORDS.get(str(name), str(name).replace("_", " "))


def whole_usd(value: float) -> str:
    """Return an amount to the dollar, as an accountant would: 1,234,567."""
    return DASH if isnan(value) else f"{value:,.0f}"


def with_unit(value: float | None, unit: str) -> str:
    """Return one value with its unit, as in 12.3 %, 1.20 million USD, 54.1 of 100, 4.2 days."""
    return Scale.of(unit, [value]).text(value)


def month_words(month: int) -> str:
    """Return a month of the run in words: 1 year, 10 years, 30 months."""
    if month % 12 == 0:
        years = month // 12
        return "1 year" if years == 1 else f"{years} years"
    return "1 month" if month == 1 else f"{month} months"


def listed(items: list[str]) -> str:
    """Return items as a list in a sentence: one, two and three."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
