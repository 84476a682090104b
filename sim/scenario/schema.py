"""What a scenario file may hold, as frozen models closed to unknown names.

Validation and the JSON Schema for editors are both made from these; the parameters themselves
are declared in `sim/parameters/`.
"""

from __future__ import annotations

import re
from math import sqrt
from statistics import NormalDist
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, ConfigDict, Field, field_validator, model_validator

from sim.parameters.declare import Group
from sim.parameters.district import District
from sim.parameters.run import RunSettings
from sim.parameters.strategy import Strategy
from sim.scenario.place import Place

__all__ = [
    "SHOCKS",
    "About",
    "Distribution",
    "Event",
    "Expectation",
    "Place",
    "SampleDesign",
    "ScenarioFile",
    "Shock",
    "ShockName",
    "Sweep",
]

ShockName = Literal["breach", "leak_elsewhere", "forgery_stop", "outage", "scandal", "new_mayor"]
SHOCKS: tuple[ShockName, ...] = get_args(ShockName)
RegisterName = Literal["resident", "vehicle", "real_estate", "tax"]

_AT = re.compile(r"(month|year) ([1-9][0-9]{0,3})")


class _Section(Group):
    """A part of the file whose keys may differ from the names in Python."""

    model_config = ConfigDict(populate_by_name=True)


class About(_Section):
    """What the scenario is for: read by people, never by the model."""

    question: str = Field(default="", description="The question the scenario helps to answer.")
    role: str = Field(
        default="", description="Whose seat the reader takes: mayor, ministry, citizen..."
    )
    note: str = Field(default="", description="Anything a reader should know.")


class Distribution(_Section):
    """How an uncertain parameter is spread: exactly one of five shapes."""

    uniform: tuple[float, float] | None = Field(default=None, description="[lowest, highest]")
    triangular: tuple[float, float, float] | None = Field(
        default=None, description="[lowest, most likely, highest]"
    )
    normal: tuple[float, float] | None = Field(
        default=None, description="[mean, standard deviation]; kept within the parameter's range."
    )
    choice: tuple[Any, ...] | None = Field(
        default=None, description="Values that are equally likely."
    )
    posterior: bool | None = Field(
        default=None,
        description="yes: as `egov calibrate` left it; all such parameters are drawn together.",
    )
    source: str = Field(default="", description="Where the spread comes from.")

    @field_validator("posterior", mode="before")
    @classmethod
    def _only_yes(cls, value: Any) -> Any:
        if value is None or value is True or value in ("yes", "on", "true"):
            return None if value is None else True
        raise ValueError("takes yes; for a parameter without the posterior, leave the line out")

    @model_validator(mode="after")
    def _one_shape_in_order(self) -> Distribution:
        shapes = [self.uniform, self.triangular, self.normal, self.choice, self.posterior]
        if sum(shape is not None for shape in shapes) != 1:
            raise ValueError("takes exactly one of uniform, triangular, normal, choice, posterior")
        if self.uniform and not self.uniform[0] < self.uniform[1]:
            raise ValueError("uniform takes [lowest, highest], the lowest first")
        if self.triangular:
            low, mode, high = self.triangular
            if not (low <= mode <= high and low < high):
                raise ValueError("triangular takes [lowest, most likely, highest], in that order")
        if self.normal and not self.normal[1] > 0:
            raise ValueError("normal takes [mean, standard deviation], the second above zero")
        if self.choice is not None and not self.choice:
            raise ValueError("choice takes at least one value")
        return self

    def quantile(self, share: float) -> Any:
        """Return the value below which `share` of the distribution lies.

        Parameters
        ----------
        share : [0-1]     A uniform draw; the same draw gives the same value in every run.

        Raises
        ------
        ValueError : a posterior, which is by parameter; see `sim.scenario.posterior`.
        """
        if self.posterior:
            raise ValueError("a posterior is by parameter; ask Scenario.quantile")
        if self.choice is not None:
            return self.choice[min(int(share * len(self.choice)), len(self.choice) - 1)]
        if self.uniform is not None:
            low, high = self.uniform
            return low + share * (high - low)
        if self.triangular is not None:
            return _triangular_quantile(*self.triangular, share)
        assert self.normal is not None
        inside = min(max(share, 1e-9), 1 - 1e-9)
        return NormalDist(*self.normal).inv_cdf(inside)


def _yes_or_no(value: Any) -> Any:
    """Return true or false for the words yes and no, which the strict reader keeps as words."""
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


def _triangular_quantile(low: float, mode: float, high: float, share: float) -> float:
    left = (mode - low) / (high - low)
    if share < left:
        return low + sqrt(share * (high - low) * (mode - low))
    return high - sqrt((1 - share) * (high - low) * (high - mode))


class Shock(Group):
    """Something that happens to the district in one month."""

    name: ShockName
    size: float = Field(default=1.0, ge=0, le=10)
    day: int | None = None
    days: int | None = None
    note: str = ""


class Event(_Section):
    """A dated change: levers set from a month on, a shock, or what others decided then."""

    month: int = Field(
        ge=1, description="The number of the month, 1 being the first, or the month as YYYY-MM."
    )
    changes: dict[str, Any] = Field(
        default_factory=dict,
        alias="set",
        description="Levers by their whole path, with the value from the start of this month on.",
    )
    shock: ShockName | None = Field(default=None, description="What happens in this month.")
    size: float = Field(
        default=1.0, ge=0, le=10, description="1 is the usual size of such a shock."
    )
    day: int | None = Field(
        default=None, ge=1, le=31, description="forgery_stop: the day of the month it begins."
    )
    days: int | None = Field(
        default=None, ge=1, le=720, description="forgery_stop: how many days it lasts."
    )
    open: tuple[str, ...] = Field(
        default=(), description="Applications, by name, that open in this month as a dated fact."
    )
    open_register: tuple[RegisterName, ...] = Field(
        default=(), description="Central registers that open in this month as a dated fact."
    )
    law_in_force: Annotated[bool | None, BeforeValidator(_yes_or_no)] = Field(
        default=None, description="yes: the law of online filing is in force from this month."
    )
    document_types: int | None = Field(
        default=None,
        ge=0,
        le=1000,
        description="Types of document that agencies look up themselves from this month on.",
    )
    note: str = Field(default="", description="Why; shown in the report.")

    @property
    def is_fact(self) -> bool:
        """Whether it says what others decided in this month."""
        return bool(
            self.open or self.open_register or self.law_in_force
            or self.document_types is not None
        )  # fmt: skip

    @model_validator(mode="after")
    def _does_something(self) -> Event:
        if not (self.changes or self.shock or self.is_fact):
            raise ValueError("does nothing: it needs `set:` with a lever, `shock:` or `open:`")
        if self.shock != "forgery_stop" and (self.day or self.days):
            raise ValueError("has `day` or `days`, which only the shock forgery_stop takes")
        return self


class Expectation(_Section):
    """A check on an outcome, made after the run and reported."""

    outcome: str = Field(description="The name of an outcome, for example adoption_share.")
    at: str = Field(description='"month 36" or "year 3".')
    between: tuple[float, float] | None = Field(default=None, description="[lowest, highest]")
    above: float | None = Field(default=None, description="The outcome must be above this.")
    below: float | None = Field(default=None, description="The outcome must be below this.")
    group: str | None = Field(
        default=None, description="A group of people, where not everyone is meant."
    )

    @field_validator("at")
    @classmethod
    def _at_is_a_time(cls, value: str) -> str:
        if not _AT.fullmatch(value):
            raise ValueError(f'is "{value}"; write "month 36" or "year 3"')
        return value

    @model_validator(mode="after")
    def _one_limit(self) -> Expectation:
        if sum(limit is not None for limit in (self.between, self.above, self.below)) != 1:
            raise ValueError("takes exactly one of between, above, below")
        if self.between and self.between[0] > self.between[1]:
            raise ValueError("between takes [lowest, highest], the lowest first")
        return self

    @property
    def month(self) -> int:
        """Return the month checked; year 3 ends with month 36."""
        word, _, number = self.at.partition(" ")
        return int(number) * (12 if word == "year" else 1)

    def holds(self, value: float) -> bool:
        """Say whether a value of the outcome meets the expectation."""
        if self.between is not None:
            return self.between[0] <= value <= self.between[1]
        if self.above is not None:
            return value > self.above
        assert self.below is not None
        return value < self.below


def _list_as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_Pair = Annotated[tuple[float, float], BeforeValidator(_list_as_tuple)]


class SampleDesign(_Section):
    """Scenarios spread over ranges instead of listed one by one."""

    design: Literal["latin_hypercube", "sobol", "random"] = "latin_hypercube"
    n: int = Field(ge=1, le=1_000_000, description="Number of points.")
    between: dict[str, _Pair] = Field(
        default_factory=dict,
        description="[lowest, highest] by path; left out, what `uncertain` holds is sampled.",
    )


_Values = Annotated[list[Any], Field(min_length=1)]


class Sweep(_Section):
    """The scenarios that `egov sweep` makes of this one: exactly one of four kinds."""

    grid: dict[str, _Values] | None = Field(
        default=None, description="Every combination of the values."
    )
    zipped: dict[str, _Values] | None = Field(
        default=None,
        alias="zip",
        description="First with first, second with second; equal lengths.",
    )
    listed: list[dict[str, Any]] | None = Field(
        default=None, alias="list", description="Each scenario as the values it changes."
    )
    sample: SampleDesign | None = Field(default=None, description="Points spread over ranges.")

    @model_validator(mode="after")
    def _one_kind(self) -> Sweep:
        kinds = [self.grid, self.zipped, self.listed, self.sample]
        if sum(kind is not None for kind in kinds) != 1:
            raise ValueError("takes exactly one of grid, zip, list, sample")
        if any(kind is not None and not kind for kind in (self.grid, self.zipped, self.listed)):
            raise ValueError("is empty: it needs at least one path with values")
        if self.listed and not all(self.listed):
            raise ValueError("list holds an entry that changes nothing")
        if self.zipped and len({len(values) for values in self.zipped.values()}) > 1:
            raise ValueError("zip takes lists of the same length")
        return self


class ScenarioFile(_Section):
    """A scenario file after its parents are merged in."""

    schema_version: Literal[1] = Field(alias="schema", description="The version of this format.")
    extends: str | None = Field(default=None, description="One parent file, relative to this one.")
    title: str = Field(default="", description="A few words for tables and figures.")
    about: About = Field(default_factory=About)
    place: Place | None = Field(
        default=None, description="Another place as data; without it, Gangnam in Korea."
    )
    district: District = Field(default_factory=District)
    strategy: Strategy = Field(default_factory=Strategy)
    uncertain: dict[str, Distribution] = Field(default_factory=dict)
    timeline: tuple[Event, ...] = ()
    run: RunSettings = Field(default_factory=RunSettings)
    sweep: Sweep | None = None
    expect: tuple[Expectation, ...] = ()
