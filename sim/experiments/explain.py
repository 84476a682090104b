"""`egov explain A B`: which levers made the difference, averaged over the orders of adding them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Unpack

from sim.experiments.explain_points import EXACT_UP_TO, ORDERS, By, explain_plan
from sim.experiments.result import ExperimentResult

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.attribution import Attribution
    from sim.experiments.how import How
    from sim.reports.waterfall import Waterfalls
    from sim.scenario import Scenario

__all__ = ["EXACT_UP_TO", "ORDERS", "Explanation", "explain", "explain_plan"]


def explain(
    a: Scenario | str | Path,
    b: Scenario | str | Path,
    *,
    by: By = "pillar",
    outcome: str | Sequence[str] | None = None,
    year: int | None = None,
    orders: int | None = None,
    overrides: Sequence[str] = (),
    **how: Unpack[How],
) -> Explanation:
    """Return which levers made the difference between two scenarios, on twin runs.

    Every set of the levers of B is run on top of A with the same seeds. A lever's part is what it
    adds, averaged over all orders of adding the levers (the Shapley value); the parts add up to
    B less A exactly.

    Parameters
    ----------
    a, b : scenarios, or the paths of their files.
    by : "pillar", or "lever" for each differing lever on its own.
    outcome : one outcome or several; adoption, cost of a case, satisfaction unless given.
    year : [year]     The outcome at the end of which year; of the run unless given.
    orders : [count]  Random orders instead of every set of levers; needed beyond seven players.
    overrides : settings changed in both, as in ["run.sample=2000"].
    how : out, workers, scheduler, on_error, progress, force; see `sim.experiments.how.How`.

    Raises
    ------
    UserError : different months, unlike `uncertain:`, an unknown outcome, a year not simulated.
    """
    from sim.experiments.carry import carry_out

    plan = explain_plan(a, b, by=by, outcome=outcome, year=year, orders=orders, overrides=overrides)
    ensemble = carry_out(plan, **how)
    result = Explanation(ensemble)
    result.write_reports()
    return result


class Explanation(ExperimentResult):
    """Which levers made the difference: parts with intervals, alone, last, a waterfall.

    Attributes
    ----------
    tables : "attribution" (a row an outcome and player), "difference" (a row an outcome),
        "coalitions" (a row a set of levers that was run), "levers" (what each player changes).
    """

    verb = "explain"
    captions: ClassVar[Mapping[str, str]] = {
        "attribution": "What each adds: averaged over the orders, alone, on top of all the others",
        "difference": "The difference that is explained",
        "coalitions": "Every set of levers that was run, and where it led",
        "levers": "What stands behind each name",
    }

    @property
    def names(self) -> tuple[str, str]:
        """The names of A and B."""
        one, other = self.settings["names"]
        return one, other

    @property
    def players(self) -> list[str]:
        """The names of the pillars, levers or else that differ."""
        return [player["name"] for player in self.settings["players"]]

    @property
    def title(self) -> str:
        """What was done, in a few words."""
        return f"What makes {self.names[1]} differ from {self.names[0]}"

    @property
    def command(self) -> str:
        """The command that does the same again."""
        plan, said = self.ensemble.plan, self.settings
        a, b = (base.name for base in plan.bases[:2])
        size = "all" if plan.sample is None else plan.sample
        words = [f"egov explain {a}.yaml {b}.yaml --by {said['by']}"]
        words += [f"--outcome {name}" for name in said["outcomes"]]
        words += [f"--year {said['month'] // 12}"] if said["month"] != plan.months else []
        words += [f"--orders {len(said['orders'])}"] if said["orders"] else []
        words.append(f"--replications {plan.replications} --seed {plan.seed} --sample {size}")
        return " ".join([*words, f"--months {plan.months}"])

    @cached_property
    def attributions(self) -> dict[str, Attribution]:
        """The parts of each outcome's difference, for those that have any finished twins."""
        from sim.experiments.attribution import attribute

        month, orders = self.settings["month"], self.settings["orders"]
        coalitions = self.settings["coalitions"]
        out = {}
        for name in self.settings["outcomes"]:
            table = self.by_coalition(name, month)
            games = [dict(zip(coalitions, row, strict=True)) for row in table.to_numpy()]
            if games:
                out[name] = attribute(games, len(self.players), orders and list(map(tuple, orders)))
        return out

    def by_coalition(self, outcome: str, month: int) -> pd.DataFrame:
        """Return an outcome by replicate (rows) and point (columns); whole twins only."""
        import pandas as pd

        values = self.ensemble.values([outcome], [month])
        points = range(len(self.settings["coalitions"]))
        if not len(values):
            return pd.DataFrame(columns=list(points))
        flat = values[(outcome, month)].rename("value").reset_index()
        wide = flat.pivot(index="replicate", columns="point", values="value")
        return wide.reindex(columns=list(points)).dropna()

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables of the result by name."""
        from sim.experiments import explain_tables

        return explain_tables.tables(self)

    @cached_property
    def sentences(self) -> list[tuple[str, str]]:
        """What came out, in words."""
        from sim.experiments.explain_words import sentences

        return sentences(self)

    @property
    def notes(self) -> list[str]:
        """How many twins, which orders, and what was left out."""
        from sim.experiments.explain_words import notes

        return notes(self)

    @property
    def plot(self) -> Waterfalls:
        """The figures: a waterfall for each outcome."""
        from sim.reports.waterfall import Waterfalls

        return Waterfalls(self)
