"""The columns of the three populations: name, dtype, unit, range and the one step that writes each.

A population is a set of numpy arrays, one row an agent. To add a column, add one line here:
a fixed column (owner "synthesis") is filled by the synthesis and never changed afterwards; a state
column starts from its `initial` value and is written by the step of the month named as its owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

__all__ = [
    "BUSINESS_COLUMNS",
    "CITIZEN_COLUMNS",
    "EMPLOYEE_COLUMNS",
    "SYNTHESIS",
    "USER_FIXED_COLUMNS",
    "USER_STATE_COLUMNS",
    "Column",
]

SYNTHESIS = "synthesis"
"""The owner of every fixed column."""

Kind = Literal["number", "flag", "code", "bits"]
"""How a column is counted: mean and sum, share of ones, people by code, or people by bit."""


@dataclass(frozen=True, slots=True)
class Column:
    """One attribute of every agent of a population.

    Attributes
    ----------
    name : the attribute's name, as in `population.trust`.
    dtype : numpy dtype code ("f4", "u1", ...).
    unit : "share", "USD/hour", "month", "code", "flag", "bits" or "count", among others.
    low, high : the range that every value keeps; `None` means no limit on that side.
    owner : the step of the month that alone writes it, or "synthesis" for a fixed one.
    label : a few plain words.
    initial : state columns only: a constant, the name of the fixed column it starts from, or the
        dotted path of a parameter of the district ("people.judgement.satisfaction_at_start").
    names : for a code: what each number means.
    """

    name: str
    dtype: str
    unit: str
    low: float | None
    high: float | None
    owner: str
    label: str
    initial: float | str | None = None
    names: tuple[str, ...] = ()

    @property
    def is_fixed(self) -> bool:
        """Whether the value is set once, by the synthesis."""
        return self.owner == SYNTHESIS

    @property
    def parameter(self) -> str:
        """The path of the parameter that it starts from, within the district; "" for none."""
        return self.initial if isinstance(self.initial, str) and "." in self.initial else ""

    @property
    def kind(self) -> Kind:
        """How the census counts this column."""
        kinds: dict[str, Kind] = {"flag": "flag", "code": "code", "bits": "bits"}
        return kinds.get(self.unit, "number")

    @property
    def numpy_dtype(self) -> np.dtype:
        """The dtype as numpy has it."""
        return np.dtype(self.dtype)


AGE_GROUPS = ("under 20", "20s", "30s", "40s", "50s", "60 and over")
EDUCATION_LEVELS = ("junior high or less", "high school", "university")
INCOME_GROUPS = ("low", "middle", "high")
BUSINESS_SIZES = ("sole trader", "2-9 employees", "10-49 employees", "50 or more employees")
ACCESS_GROUPS = AGE_GROUPS + BUSINESS_SIZES
SECTORS = (
    "wholesale and retail", "restaurants and lodging", "property and rental",
    "business services", "information and software", "construction", "education",
    "health", "finance and insurance", "personal services",
)  # fmt: skip
DIVISIONS = (
    "civil affairs", "tax", "parking and transport", "real estate", "welfare", "IT",
    "planning and budget",
)  # fmt: skip
ROLES = ("director", "manager", "clerk", "IT")

# What citizens and businesses share: the same kernels run over both.
USER_FIXED_COLUMNS: tuple[Column, ...] = (
    Column("needs_class", "u1", "code", 0, 255, SYNTHESIS, "row of the table of yearly needs"),
    Column("demand_propensity", "f4", "ratio", 0, None, SYNTHESIS, "own needs / class mean"),
    Column("value_of_time_usd_per_hour", "f4", "USD/hour", 0, None, SYNTHESIS, "value of time"),
    Column("access_rank", "f4", "share", 0, 1, SYNTHESIS, "online when below the group's share"),
    Column(
        "access_group", "u1", "code", 0, 9, SYNTHESIS, "group of the national access series",
        names=ACCESS_GROUPS,
    ),
    Column("certificate_rank", "f4", "share", 0, 1, SYNTHESIS, "certified when below the share"),
    Column("bill_scale", "f4", "ratio", 0, None, SYNTHESIS, "own bills / the line's mean bill"),
    Column("skill0", "f4", "share", 0, 1, SYNTHESIS, "digital skill before any use or training"),
    Column("privacy_concern", "f4", "share", 0, 1, SYNTHESIS, "concern for privacy"),
    Column("trust0", "f4", "share", 0, 1, SYNTHESIS, "predisposition to trust the district"),
    Column("activity", "f4", "ratio", 0, None, SYNTHESIS, "propensity to take part / mean"),
    Column("neighbourhood", "u1", "code", 0, 25, SYNTHESIS, "dong"),
    Column("travel_hours", "f4", "hours", 0, 3, SYNTHESIS, "journey to the office and back"),
)  # fmt: skip

USER_STATE_COLUMNS: tuple[Column, ...] = (
    Column("has_access", "u1", "flag", 0, 1, "notice", "has Internet access", 0),
    Column("has_certificate", "u1", "flag", 0, 1, "notice", "has a digital certificate", 0),
    Column("helped", "u1", "flag", 0, 1, "notice", "access opened by training or a centre", 0),
    Column("skill", "f4", "share", 0, 1, "notice", "digital skill before practice", "skill0"),
    Column("aware_lines", "u2", "bits", 0, None, "notice", "lines known to be online", 0),
    Column("used_lines", "u2", "bits", 0, None, "needs", "lines used online at least once", 0),
    Column("referred_lines", "u2", "bits", 0, None, "needs", "lines told of at the desk", 0),
    Column("online_uses", "u2", "count", 0, None, "needs", "successful online uses so far", 0),
    Column("recent_failures", "u1", "count", 0, None, "needs", "recent failed attempts", 0),
    Column("last_online_month", "i2", "month", -1, None, "needs", "last use; -1 = never", -1),
    Column("month_cases", "u1", "count", 0, None, "needs", "cases this month", 0),
    Column("month_online", "u1", "count", 0, None, "needs", "done online this month", 0),
    Column("month_kiosk", "u1", "count", 0, None, "needs", "done at a kiosk this month", 0),
    Column("month_television", "u1", "count", 0, None, "needs", "done on television", 0),
    Column("month_failures", "u1", "count", 0, None, "needs", "failed online this month", 0),
    Column("month_performance", "f4", "sum", 0, None, "needs", "sum of performances", 0.0),
    Column("month_petitions", "u1", "count", 0, None, "needs", "petitions posted", 0),
    Column(
        "expectation",
        "f4",
        "share",
        0,
        1,
        "feelings",
        "performance expected",
        "people.judgement.expectation_at_start",
    ),
    Column(
        "satisfaction",
        "f4",
        "share",
        0,
        1,
        "feelings",
        "satisfaction",
        "people.judgement.satisfaction_at_start",
    ),
    Column("trust_base", "f4", "share", 0, 1, "feelings", "slow part of trust", "trust0"),
    Column("trust_shock", "f4", "share", 0, 1, "feelings", "fast part of trust", 0.0),
    Column("trust", "f4", "share", 0, 1, "feelings", "trust in the district office", "trust0"),
    Column("habit_internet", "f4", "share", 0, 1, "feelings", "habit of the Internet", 0.0),
    Column("habit_kiosk", "f4", "share", 0, 1, "feelings", "habit of the kiosk", 0.0),
    Column("habit_television", "f4", "share", 0, 1, "feelings", "habit of television", 0.0),
    Column("lapsed", "u1", "flag", 0, 1, "feelings", "was a user and stopped", 0),
    Column("voice", "i1", "sign", -1, 1, "feelings", "what contacts hear: +1, 0 or -1", 0),
)

CITIZEN_COLUMNS: tuple[Column, ...] = (
    Column("age", "u1", "years", 0, 99, SYNTHESIS, "age in August 2002"),
    Column("age_group", "u1", "code", 0, 5, SYNTHESIS, "age group", names=AGE_GROUPS),
    Column("education", "u1", "code", 0, 2, SYNTHESIS, "education", names=EDUCATION_LEVELS),
    Column(
        "income_group", "u1", "code", 0, 2, SYNTHESIS, "third of household income",
        names=INCOME_GROUPS,
    ),
    Column("disabled", "u1", "flag", 0, 1, SYNTHESIS, "registered as disabled"),
    Column("household", "i4", "number", 0, None, SYNTHESIS, "household number"),
    Column("has_car", "u1", "flag", 0, 1, SYNTHESIS, "keeper of a registered car"),
    Column("owns_property", "u1", "flag", 0, 1, SYNTHESIS, "receives a property-tax bill"),
    *USER_FIXED_COLUMNS,
    *USER_STATE_COLUMNS,
)  # fmt: skip

BUSINESS_COLUMNS: tuple[Column, ...] = (
    Column("sector", "u1", "code", 0, 9, SYNTHESIS, "business sector", names=SECTORS),
    Column("employees", "i4", "count", 1, None, SYNTHESIS, "people working there"),
    Column("size_group", "u1", "code", 0, 3, SYNTHESIS, "size", names=BUSINESS_SIZES),
    *USER_FIXED_COLUMNS,
    *USER_STATE_COLUMNS,
)

EMPLOYEE_COLUMNS: tuple[Column, ...] = (
    Column("age0", "u1", "years", 18, 60, SYNTHESIS, "age in August 2002"),
    Column("division0", "u1", "code", 0, 6, SYNTHESIS, "first division", names=DIVISIONS),
    Column("role", "u1", "code", 0, 3, SYNTHESIS, "role", names=ROLES),
    Column("administrative_skill0", "f4", "share", 0, 1, SYNTHESIS, "first administrative skill"),
    Column("it_skill0", "f4", "share", 0, 1, SYNTHESIS, "first IT skill"),
    Column("insecurity0", "f4", "share", 0, 1, SYNTHESIS, "fear for the job at the start"),
    Column("tenure_months0", "i2", "month", 0, None, SYNTHESIS, "service at the start"),
    Column("months_in_post0", "i2", "month", 0, None, SYNTHESIS, "months in post at the start"),
    Column("notes0", "f4", "share", 0, 1, SYNTHESIS, "written down at the start"),
    Column("age", "u1", "years", 18, 70, "staff", "age", "age0"),
    Column(
        "division", "u1", "code", 0, 6, "staff", "division", "division0", names=DIVISIONS
    ),
    Column(
        "administrative_skill", "f4", "share", 0, 1, "staff",
        "skill in administration", "administrative_skill0",
    ),
    Column("it_skill", "f4", "share", 0, 1, "staff", "skill in IT", "it_skill0"),
    Column("insecurity", "f4", "share", 0, 1, "staff", "fear for the job", "insecurity0"),
    Column(
        "acceptance", "f4", "share", 0, 1, "staff", "acceptance of the new systems",
        "organisation.employees.acceptance_at_start",
    ),
    Column(
        "morale", "f4", "share", 0, 1, "staff", "job satisfaction",
        "organisation.employees.morale_at_start",
    ),
    Column("training_hours", "f4", "hours", 0, None, "staff", "hours of training so far", 0.0),
    Column("tenure_months", "i2", "month", 0, None, "staff", "service", "tenure_months0"),
    Column(
        "months_in_post", "i2", "month", 0, None, "staff", "months in this post",
        "months_in_post0",
    ),
    Column("practice", "f4", "log count", 0, None, "staff", "log of uses", 0.0),
    Column("notes", "f4", "share", 0, 1, "staff", "what was written down", "notes0"),
    Column("present", "u1", "flag", 0, 1, "staff", "still in the district's service", 1),
)  # fmt: skip
