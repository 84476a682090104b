"""A page with sliders, for a look at the model in a browser.

Install what it needs and start it from the project's folder::

    pip install -e ".[viz]"
    solara run notebooks/solara_page.py

The levers, their ranges and their names come from the declarations of the parameters.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mesa.visualization import SolaraViz, make_plot_component

import sim
from sim.parameters.catalogue import catalogue

BASELINE = sim.load_scenario(Path(__file__).resolve().parent.parent / "scenarios" / "baseline.yaml")
SAMPLE = 5000
LEVERS = {
    "grant_usd": "strategy.budget.grant_usd",
    "own_funds_usd_per_year": "strategy.budget.own_funds_usd_per_year",
    "usability_effort": "strategy.accessibility.usability_effort",
    "outreach": "strategy.accessibility.outreach",
    "training_hours_clerk": "strategy.capacity.training_hours_clerk",
    "academy_seats": "strategy.participation.academy_seats",
    "data_mode": "strategy.consolidation.data_mode",
}
# A slider over the whole range allowed would leave the plausible part in its first few pixels.
SLIDER_ENDS = {
    "grant_usd": 5_000_000,
    "own_funds_usd_per_year": 2_000_000,
    "academy_seats": 3000,
}


class DistrictPage(sim.DistrictModel):
    """The district with a few levers as plain arguments, as Mesa's page wants them.

    A lever that is not given keeps the baseline's value.
    """

    def __init__(
        self,
        grant_usd: float | None = None,
        own_funds_usd_per_year: float | None = None,
        usability_effort: float | None = None,
        outreach: float | None = None,
        training_hours_clerk: float | None = None,
        academy_seats: int | None = None,
        data_mode: str | None = None,
        seed: int | None = None,
    ) -> None:
        given = {
            "grant_usd": grant_usd,
            "own_funds_usd_per_year": own_funds_usd_per_year,
            "usability_effort": usability_effort,
            "outreach": outreach,
            "training_hours_clerk": training_hours_clerk,
            "academy_seats": academy_seats,
            "data_mode": data_mode,
        }
        changes = {LEVERS[name]: value for name, value in given.items() if value is not None}
        super().__init__(BASELINE.with_values(changes), seed=seed, sample=SAMPLE)


def control(name: str, path: str) -> dict[str, Any]:
    """Return the slider or menu of one lever, from its declaration."""
    lever, value = catalogue()[path], BASELINE.value(path)
    if lever.kind == "choice":
        menu = {"type": "Select", "value": value, "values": list(lever.choices)}
        return {**menu, "label": lever.label}
    whole = lever.kind == "integer"
    number = int if whole else float
    low, high = number(lever.low or 0), number(SLIDER_ENDS.get(name) or lever.high or 1)
    return {
        "type": "SliderInt" if whole else "SliderFloat",
        "value": value,
        "label": f"{lever.label}, {lever.unit}",
        "min": low,
        "max": high,
        "step": max(1, (high - low) // 30) if whole else (high - low) / 20,
    }


page = SolaraViz(
    DistrictPage(),
    components=[
        make_plot_component(["adoption_share", "online_transaction_share", "awareness_share"]),
        make_plot_component(["spending_cum_usd"]),
        make_plot_component(["cost_per_case_usd"]),
        make_plot_component(
            ["satisfaction_citizens", "satisfaction_businesses", "satisfaction_employees"]
        ),
    ],
    model_params={name: control(name, path) for name, path in LEVERS.items()},
    name="District A",
)
page  # noqa: B018  (solara shows the last name of the file)
