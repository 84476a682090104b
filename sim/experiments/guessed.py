"""The headlines at both ends of each guessed parameter, one at a time, in twin runs.

`python -m sim.experiments.guessed --out outputs/guessed` makes the runs; docs/validation.md shows
the table. It says how much of a headline rests on a number that nobody has measured. It does not
say how parameters act together: that is `egov sensitivity`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import click

from sim.commands.options import experiment, experiment_options, overrides
from sim.experiments.plan import Plan, Point
from sim.experiments.result import ExperimentResult

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.result import Pictures
    from sim.scenario import Scenario

__all__ = ["GUESSED", "HEADLINES", "Guessed", "ends_of", "guessed_plan"]

GUESSED = (
    "district.people.demand.failure_online",
    "district.politics.data_sharing.base_hazard_per_month",
    "district.politics.law.consent_hazard_per_month",
    "district.politics.data_sharing.modes.request.hazard_multiplier",
    "district.politics.data_sharing.modes.shared.hazard_multiplier",
    "district.politics.data_sharing.modes.federated.hazard_multiplier",
    "district.politics.data_sharing.modes.central.hazard_multiplier",
    "district.people.trust.breach_shock",
    "district.politics.data_sharing.breach_effect",
    "district.people.awareness.referral_probability",
    "district.people.choice.risk_per_tenfold",
    "district.people.choice.online_threshold",
    "district.people.choice.business_threshold",
    "district.organisation.vendors.leave_hazard_per_month",
    "district.organisation.vendors.forgetting_when_yearly",
)
"""Parameters without a measurement behind them, those that the theory names first in front."""
HEADLINES = (
    "adoption_share", "cost_per_case_usd", "satisfaction_citizens", "satisfaction_employees",
    "trust",
)  # fmt: skip
SCENARIO = "scenarios/baseline.yaml"
EPILOG = """\b
Example:
  python -m sim.experiments.guessed scenarios/baseline.yaml --out outputs/guessed
"""


def ends_of(path: str, scenario: Scenario) -> tuple[float, float]:
    """Return both ends at which a parameter is tried: its prior, or half and twice its value."""
    from sim.parameters.catalogue import catalogue

    entry = catalogue()[path]
    if entry.prior is not None:
        return float(entry.prior[0]), float(entry.prior[1])
    value = float(scenario.value(path))
    least = -float("inf") if entry.low is None else float(entry.low)
    most = float("inf") if entry.high is None else float(entry.high)
    return max(least, value / 2), min(most, value * 2)


def guessed_plan(
    scenario: Scenario | str | Path = SCENARIO,
    *,
    paths: Sequence[str] = GUESSED,
    overrides: Sequence[str] = (),
    model: str = "",
) -> Plan:
    """Return the runs: the scenario as it is, and each parameter at its low and its high end."""
    from sim.experiments.names import asked_for, ready_scenario

    ready = ready_scenario(scenario, overrides)
    ends = [(path, value) for path in paths for value in ends_of(path, ready)]
    points = [Point(ready.name)]
    points += [Point(ready.name, number, 0, {p: v}) for number, (p, v) in enumerate(ends, 1)]
    months = ready.run.months
    names, _ = asked_for(model, HEADLINES, (), months, [months])
    return Plan(
        verb="guessed",
        name=f"{ready.name}-guessed",
        bases=(ready,),
        points=tuple(points),
        replications=ready.run.replications,
        seed=ready.run.seed,
        sample=ready.run.sample,
        draws=0,
        settings={"paths": list(paths), "outcomes": names, "months": [months]},
        model=model,
    )


class Guessed(ExperimentResult):
    """The headlines at both ends; the table `guessed` has a row a parameter and outcome."""

    verb = "guessed"
    captions: ClassVar[Mapping[str, str]] = {
        "guessed": "Each headline with one parameter at its low and its high end",
    }

    @property
    def title(self) -> str:
        """The scenario, and what is varied."""
        base = self.ensemble.plan.bases[0]
        return f"{base.title or base.name}: what rests on {len(self.settings['paths'])} guesses"

    @property
    def command(self) -> str:
        """The command that does the same again."""
        return super().command.replace("egov guessed", "python -m sim.experiments.guessed")

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a parameter and outcome.

        Returns
        -------
        table : path, label, low, high (the ends), outcome, unit, usual, at_low, at_high (means
            over replications), chance (half the 95 % interval of the larger mean difference of
            twins; NaN for one replication).
        """
        import pandas as pd

        from sim.experiments.names import parameter_names

        labels = parameter_names(self.settings["paths"])
        rows = []
        for place, path in enumerate(self.settings["paths"]):
            points = self.ensemble.plan.points[2 * place + 1 : 2 * place + 3]
            low, high = (point.changes[path] for point in points)
            for outcome in self.settings["outcomes"]:
                rows.append({"path": path, "label": labels[path], "low": low, "high": high,
                             "outcome": outcome, **self._moved(outcome, points)})  # fmt: skip
        return pd.DataFrame(rows)

    @cached_property
    def _values(self) -> pd.DataFrame:
        return self.ensemble.values(self.settings["outcomes"], self.settings["months"])

    def _moved(self, outcome: str, ends: Sequence[Point]) -> dict[str, Any]:
        """Return what an outcome comes to without a change and at both ends."""
        values = self._values[(outcome, self.settings["months"][0])]
        usual = values.xs(0, level="point").droplevel(["scenario", "draw"])
        at = [values.xs(p.number, level="point").droplevel(["scenario", "draw"]) for p in ends]
        moved = [(found - usual).dropna() for found in at]
        larger = max(moved, key=lambda found: abs(found.mean()))
        return {
            "unit": self.ensemble.outcomes[outcome]["unit"], "usual": usual.mean(),
            "at_low": at[0].mean(), "at_high": at[1].mean(), "chance": _half_interval(larger),
        }  # fmt: skip

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The table, by name."""
        return {"guessed": self.table}

    @cached_property
    def sentences(self) -> list[tuple[str, str]]:
        """What moves each headline most."""
        from sim.reports.numbers import Scale

        said = []
        for outcome, rows in self.table.groupby("outcome", sort=False):
            span = (rows["at_high"] - rows["at_low"]).abs()
            row = rows.iloc[int(span.to_numpy().argmax())]
            scale = Scale.of(str(row["unit"]), [row["usual"], row["at_low"], row["at_high"]])
            label = self.ensemble.outcomes[str(outcome)]["label"]
            said.append((
                "", f"{label}: {scale.text(row['usual'])}. Most rests on {row['label']}: "
                f"{scale.text(row['at_low'])} at {row['low']:g}, "
                f"{scale.text(row['at_high'])} at {row['high']:g}.",
            ))  # fmt: skip
        return said

    @property
    def notes(self) -> list[str]:
        """How the ends were chosen."""
        return [
            "Ends: the range that calibration starts from where there is one, else half and twice "
            "the value. One parameter at a time, in twin runs."
        ]

    @property
    def plot(self) -> Pictures:
        """No figures."""
        return _NoPictures()


class _NoPictures:
    def all(self, narrow: bool = False) -> dict[str, Any]:
        """Return nothing."""
        return {}


def _half_interval(found: pd.Series) -> float:
    """Return half the 95 % interval of a mean over twins (Student's t)."""
    from scipy import stats

    if len(found) < 2:
        return float("nan")
    return float(stats.t.ppf(0.975, len(found) - 1) * stats.sem(found))


@click.command(epilog=EPILOG)
@click.argument("scenario", default=SCENARIO)
@experiment_options
def command(scenario: str, **options: Any) -> int:
    """Run SCENARIO with each guessed parameter at both ends."""
    return experiment(guessed_plan(scenario, overrides=overrides(options)), Guessed, options)


if __name__ == "__main__":
    from sim.errors import EgovError

    try:
        sys.exit(command(standalone_mode=False))
    except (EgovError, click.ClickException) as error:
        sys.exit(f"{error}")
