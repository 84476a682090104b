"""Ways of sharing data, and how sensitive each register is: all sizes assumed."""

from __future__ import annotations

from typing import Any

from sim.parameters.declare import Group, group, parameter

_MODE = "Assumed: no comparative statistic found; the case, p. 15, names the fears, not sizes"
_REGISTER = "Assumed: the resident register most, those of things least; 1 is the mean effect"


class DataMode(Group):
    """What one way of sharing data brings."""

    documents_avoided: float = parameter(
        0.15, unit="share", low=0, high=1, status="assumed", source=_MODE,
        label="Documents that open registers spare the citizen",
    )
    delay_days: float = parameter(
        5.0, unit="days", low=0, high=60, status="assumed", source=_MODE,
        label="Working days that a look into a register takes",
    )
    hazard_multiplier: float = parameter(
        0.5, unit="ratio", low=0, high=10, status="assumed", source=_MODE,
        label="Hazard of a leak against the usual one",
    )
    size_multiplier: float = parameter(
        0.3, unit="ratio", low=0.01, high=100, status="assumed", source=_MODE,
        label="Size of a leak against the usual one",
    )
    consent_effect: float = parameter(
        0.5, unit="log hazard", low=-3, high=3, status="assumed", source=_MODE,
        label="How much sooner (below 0: later) MOIC opens a register",
    )
    is_one_target: bool = parameter(
        False, unit="switch", status="assumed", source=_MODE,
        label="All data lie in one place",
        note="A leak may then reach every resident, and more people hear of it.",
    )


def _shared() -> DataMode:
    return DataMode(
        documents_avoided=0.60, delay_days=0.2, hazard_multiplier=1.6, size_multiplier=0.6,
        consent_effect=-0.2,
    )


def _federated() -> DataMode:
    return DataMode(
        documents_avoided=0.50, delay_days=0.5, hazard_multiplier=1.3, size_multiplier=0.25,
        consent_effect=0.0,
    )


def _central() -> DataMode:
    return DataMode(
        documents_avoided=0.55, delay_days=2.0, hazard_multiplier=0.7, size_multiplier=3.0,
        consent_effect=0.4, is_one_target=True,
    )


def _when(mode: str) -> str:
    return f"strategy.consolidation.data_mode={mode}"


class DataModes(Group):
    """Dispatch on request, a copy in the district, look-ups, or one central hub."""

    request: DataMode = group(DataMode, needs=_when("request"))
    shared: DataMode = group(_shared, needs=_when("shared"))
    federated: DataMode = group(_federated, needs=_when("federated"))
    central: DataMode = group(_central, needs=_when("central"))


def _sensitive(default: float, name: str) -> Any:
    return parameter(
        default, unit="ratio", low=0, high=5, status="assumed", source=_REGISTER,
        label=f"How sensitive the {name} register is",
    )


class Sensitivity(Group):
    """How sensitive each register is; times `sensitivity_effect`."""

    resident: float = _sensitive(1.2, "resident")
    vehicle: float = _sensitive(0.4, "vehicle")
    real_estate: float = _sensitive(0.3, "real estate")
    tax: float = _sensitive(0.9, "tax")
