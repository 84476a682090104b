"""How one parameter is declared: its default, unit, range, source and status, written once.

Validation, `egov params`, docs/parameters.md, the JSON Schema and the page's sliders are all
generated from these declarations; no other file repeats a default or a range.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

__all__ = ["Group", "Status", "group", "parameter"]

Status = Literal["measured", "literature", "calibrated", "assumed"]
"""How well a value is known, from the best to the worst."""


def parameter(
    default: Any,
    *,
    unit: str,
    low: float | None = None,
    high: float | None = None,
    source: str,
    status: Status,
    label: str,
    note: str = "",
    step: float | None = None,
    needs: str = "",
    prior: tuple[float, float] | None = None,
) -> Any:
    """Return the pydantic field that declares one parameter.

    Parameters
    ----------
    default : the value used where a scenario says nothing.
    unit : for example "USD", "USD/year", "1/month", "share", "hours/year", "count", "logit",
        "months", "switch" (yes or no) or "choice" (one of a list of words).
    low, high : the range allowed, both ends included; `None` means no limit on that side.
    source : where the value comes from, in words a reader can follow.
    status : how well it is known (see `Status`).
    label : its name on a page or a figure, a few plain words.
    note : anything a user should know before changing it.
    step : the step of a slider; `None` lets the page choose.
    needs : what must hold for the value to act at all, read by `egov lint`: the dotted path of a
        parameter that must not be zero or off ("strategy.budget.grant_usd"), or a path with the
        choice it must have ("strategy.capacity.reward=bonus").
    prior : the interval in which `egov calibrate` looks for it; `None` for one that is not free.
    """
    details: dict[str, Any] = {
        "unit": unit,
        "source": source,
        "status": status,
        "low": low,
        "high": high,
        "step": step,
        "needs": needs,
        "prior": prior,
    }
    if isinstance(default, tuple):  # a range holds for each item; pydantic compares the tuple
        return Field(default, title=label, description=note, json_schema_extra=details)
    return Field(default, ge=low, le=high, title=label, description=note, json_schema_extra=details)


def group(factory: Callable[[], Group], *, needs: str = "") -> Any:
    """Return the field that puts a group into another one.

    Parameters
    ----------
    factory : the group's class, or a function that makes it with other defaults.
    needs : as for `parameter`; it holds for every parameter of the group without one of its own.
    """
    return Field(default_factory=factory, json_schema_extra={"needs": needs} if needs else None)


class Group(BaseModel):
    """A group of parameters, or of groups: frozen, and closed to unknown names.

    A value must have the type declared: neither `true` nor text passes for a number, and a
    number with a fraction is not a count. A whole number may stand for a decimal one, and a
    list for a tuple, because YAML writes them so.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, validate_default=True
    )

    @field_validator("*", mode="before")
    @classmethod
    def _as_declared(cls, value: Any, info: ValidationInfo) -> Any:
        """Let a YAML list fill a tuple, and what a scenario leaves unsaid keep its default here.

        Strict mode alone would refuse the list. And a group that stands here with defaults of its
        own would lose them for those of its class when one of its values is set.
        """
        field = cls.model_fields[str(info.field_name)]
        if isinstance(value, list) and _takes_a_tuple(field.annotation):
            return tuple(value)
        if isinstance(value, Mapping) and field.default_factory is not None:
            here = field.default_factory()  # type: ignore[call-arg]
            if isinstance(here, Group):
                return {name: getattr(here, name) for name in here.model_fields_set} | dict(value)
        return value


def _takes_a_tuple(annotation: Any) -> bool:
    return any(get_origin(kind) is tuple for kind in (annotation, *get_args(annotation)))
