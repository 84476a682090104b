"""Another place as data: its ages, its use of the Internet by year, what its people need.

Without the section `place:` the model is Gangnam in Korea. docs/places.md explains each key.
"""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)

from sim.parameters.declare import Group

__all__ = ["AGE_GROUPS", "ALL_LINES", "LINES", "Place"]

AGE_GROUPS = ("under 20", "20s", "30s", "40s", "50s", "60 and over")
LINES = (
    "certificates", "local_tax", "fines_parking", "vehicle_fee", "real_estate", "business_tax",
    "permits", "user_fee", "welfare", "information", "participation",
)  # fmt: skip
"""As in sim.data.tables, which needs numpy; a test keeps the two the same."""
ALL_LINES = "all"
FIRST_YEAR, LAST_YEAR = 1950, 2100
MONTHS = 12
TOLERANCE_PERCENT = 1.0
"""Shares written in rounded percent may miss 100 by this much; they are scaled to it."""


def _one_of(names: tuple[str, ...], what: str) -> AfterValidator:
    def check(name: str) -> str:
        from sim.parameters.catalogue import nearest

        if name in names:
            return name
        near = nearest(name, names)
        hint = f" Did you mean {near}?" if near else ""
        raise ValueError(f"is not known as {what}.{hint} Allowed here: {', '.join(names)}")

    return AfterValidator(check)


def _whole_number(lowest: int, highest: int, what: str) -> BeforeValidator:
    def check(written: Any) -> int:
        text = str(written)
        if text.isascii() and text.isdigit() and lowest <= int(text) <= highest:
            return int(text)
        raise ValueError(f"is not {what}; write a whole number from {lowest} to {highest}")

    return BeforeValidator(check)


def _no_certificate(value: Any) -> Any:
    """Turn the word `none` into an empty series; anything else must be a series."""
    if value == "none":
        return {}
    if value == {}:
        raise ValueError("is empty; write percent by year, or `none` where nobody needs one")
    if isinstance(value, str):
        raise ValueError(f'is "{value}"; write percent by year, or `none` where nobody needs one')
    return value


def _hundred(shares: dict[Any, float]) -> dict[Any, float]:
    total = math.fsum(shares.values())
    if abs(total - 100.0) > TOLERANCE_PERCENT:
        raise ValueError(f"comes to {total:g} percent; the shares must come to 100")
    return shares


def _all_ages(by_age: dict[str, Any]) -> dict[str, Any]:
    missing = [group for group in AGE_GROUPS if group not in by_age]
    if missing:
        raise ValueError(f"lacks {', '.join(missing)}; write all six age groups, or leave it out")
    return by_age


def _some_year(series: dict[int, float]) -> dict[int, float]:
    if not series:
        raise ValueError("is empty; write percent by year, as in {2000: 44.7}")
    return series


_Year = Annotated[int, _whole_number(FIRST_YEAR, LAST_YEAR, "a year")]
_Month = Annotated[int, _whole_number(1, MONTHS, "a month of the year")]
_AgeGroup = Annotated[str, _one_of(AGE_GROUPS, "an age group")]
_Line = Annotated[str, _one_of(LINES, "a service line")]
_LineOrAll = Annotated[str, _one_of((*LINES, ALL_LINES), "a service line")]
_Percent = Annotated[float, Field(ge=0, le=100)]
_Multiple = Annotated[float, Field(ge=0, le=100)]
_Cases = Annotated[float, Field(ge=0, le=365)]
_Series = dict[_Year, _Percent]
_AgeShares = Annotated[
    dict[_AgeGroup, _Percent], AfterValidator(_all_ages), AfterValidator(_hundred)
]
_SeriesByAge = Annotated[
    dict[_AgeGroup, Annotated[_Series, AfterValidator(_some_year)]], AfterValidator(_all_ages)
]
_Season = Annotated[dict[_Month, _Percent], AfterValidator(_hundred)]
_CertificateSeries = Annotated[
    _Series,
    BeforeValidator(_no_certificate),
    PlainSerializer(lambda series: {str(k): v for k, v in series.items()} or "none"),
    WithJsonSchema({
        "anyOf": [
            {"type": "object", "additionalProperties": {"type": "number"}},
            {"const": "none"},
        ]
    }),
]  # fmt: skip


class Place(Group):
    """The section `place:`; shares are percent, years stand for their middle (1 July)."""

    title: str = Field(default="", description="The name of the place, for people.")
    source: str = Field(default="", description="Where the figures come from.")
    age_shares: _AgeShares | None = Field(
        default=None,
        description="Percent of residents in each of six age groups; left out, those of Gangnam.",
    )
    internet_use: _Series = Field(
        default_factory=dict,
        description="Percent of the whole population that uses the Internet, by year.",
    )
    internet_use_by_age: _SeriesByAge | None = Field(
        default=None,
        description="The same for each of the six age groups; it replaces internet_use.",
    )
    certificates: _CertificateSeries | None = Field(
        default=None,
        description="Percent of Internet users who can sign and pay online, by year, or `none`"
        " where that takes no certificate. Left out, the Korean counts.",
    )
    needs: dict[_LineOrAll, _Multiple] = Field(
        default_factory=dict,
        description="Needs by service line as a multiple of Gangnam's; `all` is every line not"
        " named. 0 switches a line off.",
    )
    needs_of_businesses: dict[_LineOrAll, _Multiple] | None = Field(
        default=None,
        description="The same for firms; left out, they follow `needs`.",
    )
    cases_per_adult: dict[_Line, _Cases] = Field(
        default_factory=dict,
        description="Cases a year of each resident aged 15 or over, in place of Gangnam's.",
    )
    season: dict[_Line, _Season] = Field(
        default_factory=dict,
        description="Percent of a line's cases in each month of the year; months left out have"
        " none.",
    )

    @field_validator("cases_per_adult", mode="after")
    @classmethod
    def _not_in_needs(cls, cases: dict[str, float], info: ValidationInfo) -> dict[str, float]:
        twice = [line for line in cases if line in info.data.get("needs", {})]
        if twice:
            raise ValueError(
                f"holds {twice[0]}, which stands in needs too. Keep one of them; for firms there"
                " is needs_of_businesses"
            )
        return cases

    @property
    def needs_certificate(self) -> bool:
        """Say whether one needs a certificate to sign and pay online."""
        return self.certificates is None or bool(self.certificates)

    def share_by_age(self) -> tuple[float, ...] | None:
        """Return the shares of the age groups, [0-1], summing to 1; `None` if not given."""
        if self.age_shares is None:
            return None
        total = sum(self.age_shares.values())
        return tuple(self.age_shares[group] / total for group in AGE_GROUPS)

    def multiple(self, line: str, *, of_businesses: bool) -> float:
        """Return needs on a line as a multiple of Gangnam's, for citizens or for firms."""
        own = self.needs_of_businesses
        needs = own if of_businesses and own else self.needs
        return needs.get(line, needs.get(ALL_LINES, 1.0))
