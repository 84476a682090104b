"""The result of a comparison: tables of paired differences, of who is best, and of the looks."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from sim.experiments.paired import ENOUGH, LEVEL, STRONG_SKEW, Paired, best_of, paired
from sim.experiments.result import ExperimentResult

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from sim.experiments.ensemble import Ensemble
    from sim.reports.comparison import ComparisonPlots

__all__ = ["Comparison"]

COMPARISON = (
    "scenario", "against", "outcome", "unit", "better", "month", "n", "mean_a", "mean_b",
    "difference", "low", "high", "level", "n_better", "n_worse", "n_equal", "n_higher", "n_lower",
    "chance_best", "regret_mean", "regret_max", "variance_paired", "variance_independent",
    "variance_ratio", "independent_runs_needed", "skewness",
)  # fmt: skip
BEST = ("scenario", "outcome", "unit", "month", "n", "mean", "chance_best", "low", "high",
        "regret_mean", "regret_max")  # fmt: skip
LOOKS = ("look", "replications", "n", "scenario", "against", "outcome", "month", "difference",
         "low", "high", "level", "why")  # fmt: skip
COUNTS = ("n_better", "n_worse", "independent_runs_needed")
FLOATS = ("mean", "mean_a", "mean_b", "difference", "low", "high", "level", "chance_best",
          "regret_mean", "regret_max", "variance_paired", "variance_independent",
          "variance_ratio", "skewness")  # fmt: skip


class Comparison(ExperimentResult):
    """Strategies compared in twin runs.

    Attributes
    ----------
    table : one row a scenario (but the first), outcome and month: the paired difference with its
        interval, in how many twin runs it is better, and what pairing has saved.
    best : one row a scenario, outcome and month: its chance of being best, and its regret.
    """

    verb: ClassVar[str] = "compare"
    captions: ClassVar[Mapping[str, str]] = {
        "comparison": "Each scenario against the first: differences of twin runs",
        "best": "Chance of being best of all, and regret: the shortfall against the best",
        "looks": "When it was looked whether the outcome is settled, and what was seen",
    }

    def __init__(self, ensemble: Ensemble) -> None:
        super().__init__(ensemble)
        self.names = [point.scenario for point in ensemble.plan.points]
        self.facts = ensemble.outcomes
        asked = self.settings["until_settled"]
        self.level: float = asked["level"] if asked else LEVEL

    @property
    def title(self) -> str:
        """What is compared, in a few words."""
        from sim.reports.numbers import listed

        first, *others = self.names
        shown = listed(others) if len(others) <= 3 else f"{len(others)} others"
        return f"{first} and {shown} compared"

    @property
    def table(self) -> pd.DataFrame:
        """The paired differences; `.tables["comparison"]`."""
        return self.tables["comparison"]

    @property
    def best(self) -> pd.DataFrame:
        """Chance of being best, and regret; `.tables["best"]`."""
        return self.tables["best"]

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables: comparison, best, and looks if it was run until settled."""
        import pandas as pd

        pairs = [(o, m) for o in self.settings["outcomes"] for m in self.settings["months"]]
        best = [row for pair in pairs for row in self._best_rows(*pair)]
        standing = {(row["scenario"], row["outcome"], row["month"]): row for row in best}
        rows = [row for pair in pairs for row in self._rows(*pair, standing)]
        comparison = pd.DataFrame(rows, columns=list(COMPARISON))
        comparison = comparison.astype(dict.fromkeys(COUNTS, "Int64") | _floats(COMPARISON))
        standings = pd.DataFrame(best, columns=list(BEST)).astype(_floats(BEST))
        tables = {"comparison": comparison, "best": standings}
        if self.settings["until_settled"]:
            looks = pd.DataFrame(self._look_rows(), columns=list(LOOKS))
            tables["looks"] = looks.astype(_floats(LOOKS))
        return tables

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """The verdict: who does better on what, how sure that is, and what pairing has saved."""
        from sim.reports.verdict import verdict

        said = verdict(self)
        if self.settings["until_settled"] and len(self.twins):
            from sim.experiments.settle import settled_sentence

            said.append(("Runs", settled_sentence(self)))
        return said

    @property
    def is_settled(self) -> bool:
        """Whether the last look settled every comparison of the outcome that was asked for."""
        table = self.tables["looks"]
        last = table[table["look"] == table["look"].max()]
        return bool(len(last)) and bool((last["why"] != "").all())

    @property
    def plot(self) -> ComparisonPlots:
        """The figures, as in `comparison.plot.differences()`; each gives back its `.data`."""
        from sim.reports.comparison import ComparisonPlots

        return ComparisonPlots(self)

    @property
    def notes(self) -> list[str]:
        """What the twin runs are, how their worlds differ, and where intervals are shaky."""
        from sim.reports.verdict_notes import notes

        return notes(self)

    @property
    def command(self) -> str:
        """The command that does the same again, in the results folder."""
        from sim.experiments.asked import MAIN_OUTCOMES

        plan, asked = self.ensemble.plan, self.settings["until_settled"]
        files = [f"scenarios/{k}-{base.name}.yaml" for k, base in enumerate(plan.bases, 1)]
        size = "all" if plan.sample is None else plan.sample
        parts = [
            "egov compare", *map(shlex.quote, files), f"--seed {plan.seed} --sample {size}",
            f"--replications {asked['looks'][0] if asked else plan.replications}",
            f"--years {','.join(f'{month / 12:.10g}' for month in self.settings['months'])}",
        ]  # fmt: skip
        names = self.settings["outcomes"]
        if names != [name for name in MAIN_OUTCOMES if name in self.facts]:
            parts += [f"--outcome {name}" for name in names]
        if asked:
            parts.append(f"--until-settled {asked['outcome']}@{asked['month'] / 12:.10g}")
            parts.append(f"--at-most {asked['looks'][-1]}")
            parts += [f"--width {asked['width']:.10g}"] if asked["width"] is not None else []
        return " ".join(parts)

    def page_sections(self) -> list[str]:
        """Return the differences over the years as a table that a person would read."""
        from sim.reports.verdict_notes import key_section

        return [key_section(self)] if len(self.twins) else []

    # Twins -----------------------------------------------------------------------------------

    @cached_property
    def twins(self) -> list[int]:
        """The replicates that were finished in every scenario."""
        done = self.runs[(self.runs["status"] == "ok") & (self.runs["replicate"] > 0)]
        counts = done["replicate"].value_counts()
        return sorted(int(r) for r in counts.index[counts == len(self.names)])

    @cached_property
    def _values(self) -> pd.DataFrame:
        """The outcomes at the months asked, one row a run of a twin."""
        values = self.ensemble.values(self.settings["outcomes"], self.settings["months"])
        return values.droplevel(["point", "draw"])

    def values(self, outcome: str, month: int) -> NDArray[np.float64]:
        """Return an outcome in the twin runs, shape (twins, scenarios); NaN where it is unknown."""
        if not self.twins:
            return np.empty((0, len(self.names)))
        wide = self._values[(outcome, month)].unstack("scenario")
        return wide.loc[self.twins, self.names].to_numpy(dtype=float)

    # Rows ------------------------------------------------------------------------------------

    def _rows(self, outcome: str, month: int, standing: dict[Any, Any]) -> list[dict[str, Any]]:
        values = self.values(outcome, month)
        rows = []
        for place, name in enumerate(self.names[1:], 1):
            found = paired(values[:, 0], values[:, place], self.level)
            best = standing.get((name, outcome, month), {})
            rows.append(self._row(found, name, outcome, month) | {
                key: best.get(key) for key in ("chance_best", "regret_mean", "regret_max")
            })  # fmt: skip
        return rows

    def _row(self, found: Paired, name: str, outcome: str, month: int) -> dict[str, Any]:
        better = self.facts[outcome]["better"]
        signs = {1: (found.n_higher, found.n_lower), -1: (found.n_lower, found.n_higher)}
        n_better, n_worse = signs.get(better, (None, None))
        return {
            **{key: getattr(found, key) for key in COMPARISON if hasattr(found, key)},
            "scenario": name,
            "against": self.names[0],
            "outcome": outcome,
            "unit": self.unit(outcome, month),
            "better": better,
            "month": month,
            "n_better": n_better,
            "n_worse": n_worse,
            "variance_paired": found.variance,
        }

    def _best_rows(self, outcome: str, month: int) -> list[dict[str, Any]]:
        better = self.facts[outcome]["better"]
        if better == 0:
            return []
        values = self.values(outcome, month)
        means = values[np.isfinite(values).all(axis=1)].mean(axis=0) if len(values) else ()
        return [
            {"scenario": name, "outcome": outcome, "unit": self.unit(outcome, month),
             "month": month, "n": best.n, "mean": float(mean), "chance_best": best.chance,
             "low": best.low, "high": best.high, "regret_mean": best.regret_mean,
             "regret_max": best.regret_max}
            for name, best, mean in zip(self.names, best_of(values, better), means, strict=False)
        ]  # fmt: skip

    def unit(self, outcome: str, month: int) -> str:
        """Return the unit of an outcome's value at a month."""
        from sim.summary import WINDOW, unit_over

        return unit_over(self.facts[outcome], min(WINDOW, month))

    def _look_rows(self) -> list[dict[str, Any]]:
        from sim.experiments.settle import why_settled

        asked = self.settings["until_settled"]
        outcome, month = asked["outcome"], asked["month"]
        values = self.values(outcome, month)
        rows = []
        for look, count in enumerate(asked["looks"], 1):
            if count > self.ensemble.plan.replications:
                break
            upto = values[: sum(replicate <= count for replicate in self.twins)]
            for place, name in enumerate(self.names[1:], 1):
                found = paired(upto[:, 0], upto[:, place], asked["level"])
                rows.append({
                    **{key: getattr(found, key) for key in LOOKS if hasattr(found, key)},
                    "look": look, "replications": count, "scenario": name,
                    "against": self.names[0], "outcome": outcome, "month": month,
                    "why": why_settled(found, asked["width"]),
                })  # fmt: skip
        return rows

    def shaky(self) -> pd.DataFrame:
        """Return the rows of the table whose interval may be too narrow."""
        table = self.table[(self.table["n"] >= 2) & (self.table["low"] < self.table["high"])]
        few = table["n"] < ENOUGH
        return table[few | (table["skewness"].abs() > STRONG_SKEW)]


def _floats(columns: Sequence[str]) -> dict[str, str]:
    return {name: "float64" for name in columns if name in FLOATS}
