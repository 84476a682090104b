"""The settings of a run: when it starts, how long it lasts, how often it is repeated."""

from __future__ import annotations

import re

from pydantic import field_validator

from sim.parameters.declare import Group, parameter

__all__ = ["RunSettings", "month_number", "month_text"]

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def month_number(text: str, start: str) -> int:
    """Return the number of the month `text` ("YYYY-MM"); the month `start` is number 1.

    Raises
    ------
    ValueError : if `text` is not a month written as YYYY-MM.
    """
    return _months_since_year_0(text) - _months_since_year_0(start) + 1


def month_text(number: int, start: str) -> str:
    """Return month `number` as "YYYY-MM"; the inverse of `month_number`."""
    year, month = divmod(_months_since_year_0(start) + number - 1, 12)
    return f"{year:04d}-{month + 1:02d}"


def _months_since_year_0(text: str) -> int:
    match = _MONTH.fullmatch(text)
    if match is None:
        raise ValueError(f'"{text}" is not a month; write year and month, for example 2004-07')
    return int(match[1]) * 12 + int(match[2]) - 1


class RunSettings(Group):
    """How a scenario is run; none of this describes the district or its strategy."""

    start: str = parameter(
        "2002-08",
        unit="month",
        label="first month",
        source="the case: the budget request of August 2002",
        status="measured",
        note="Year and month, YYYY-MM. Month 1 of the run is this month.",
    )
    months: int = parameter(
        120,
        unit="months",
        low=1,
        high=480,
        label="months simulated",
        source="ten years: the horizon of the case's questions",
        status="assumed",
    )
    replications: int = parameter(
        20,
        unit="count",
        low=1,
        high=100_000,
        label="replications",
        source="enough for a readable band",
        status="assumed",
        note="Runs that differ only in chance; the band in a figure is the spread over them.",
    )
    seed: int = parameter(
        20020805,
        unit="count",
        low=0,
        high=2**32 - 1,
        label="seed",
        source="any number will do",
        status="assumed",
        note="The same scenario with the same seed gives the same numbers.",
    )
    sample: int | None = parameter(
        20_000,
        unit="count",
        low=100,
        label="citizens in each replication",
        source="about half a second a run",
        status="assumed",
        note="Each stands for several residents; null simulates every resident each time.",
    )
    full_run: bool = parameter(
        True,
        unit="switch",
        label="one run of the whole district",
        source="shows every resident once",
        status="assumed",
        note="One further run with every resident, with the luck of replication 1.",
    )

    @field_validator("start")
    @classmethod
    def _start_is_a_month(cls, value: str) -> str:
        _months_since_year_0(value)
        return value
