"""What a search gives back: every setting tried, the front, and how it stands up to other worlds.

Everything here is made from the runs and from the plan's settings.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from sim.experiments.result import ExperimentResult
from sim.experiments.robust import finished_by_all, holds, non_dominated, robustness
from sim.reports.numbers import month_words, with_unit
from sim.summary import unit_over

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.ensemble import Ensemble
    from sim.reports.front import SearchPictures

__all__ = ["REFERENCE", "SearchResult"]

REFERENCE = 0
"""The point of the scenario as it is."""


class SearchResult(ExperimentResult):
    """Settings on the front, judged in other worlds.

    Attributes
    ----------
    objectives : names of the outcomes searched for; `directions` says which way is better.
    thresholds : the worst value that will do, by outcome; None: that of the scenario as it is.
    """

    verb = "search"
    captions: ClassVar[dict[str, str]] = {
        "trials": "Every setting tried; point 0 is the scenario as it is",
        "front": "The front: no setting tried is as good on all objectives and better on one",
        "robustness": "The front in other worlds: promises kept, and regret",
        "worlds": "Each setting judged, in each world",
    }

    def __init__(self, ensemble: Ensemble) -> None:
        super().__init__(ensemble)
        known = ensemble.outcomes
        self.objectives: list[str] = list(self.settings["objectives"])
        self.thresholds: dict[str, float | None] = dict(self.settings["thresholds"])
        self.month = int(self.settings["month"])
        named = [*self.objectives, *self.thresholds]
        self.directions = {name: int(known[name]["better"]) for name in named}
        self.levers = [lever["path"] for lever in self.settings["levers"]]

    @property
    def title(self) -> str:
        """What was done, in a few words."""
        base = self.ensemble.plan.bases[0]
        return f"Search over {len(self.levers)} levers: {base.title or base.name}"

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """trials, front, robustness and worlds."""
        return {"trials": self.trials, "front": self.front, "robustness": self.robustness,
                "worlds": self.worlds}  # fmt: skip

    @cached_property
    def trials(self) -> pd.DataFrame:
        """One row a setting: point, the levers, each objective's mean, status, on_front."""
        import pandas as pd

        from sim.experiments.search import distinct, means

        plan, found = self.ensemble.plan, means(self.ensemble)
        points = {point.number: point for point in reversed(plan.points)}
        base = plan.bases[0]
        nothing = [float("nan")] * len(self.objectives)
        rows: list[dict[str, Any]] = []
        for number, point in sorted(points.items()):
            row: dict[str, Any] = {"point": number}
            row |= {path: _cell(point.changes.get(path, base.value(path))) for path in self.levers}
            reached = found.loc[number, self.objectives] if number in found.index else nothing
            row |= dict(zip(self.objectives, reached, strict=True))
            rows.append(row | {"status": "ok" if number in found.index else "failed"})
        table = pd.DataFrame(rows)
        candidates = distinct([int(number) for number in found.index if number], points)
        of_front = table[table["point"].isin(candidates)]
        better = [self.directions[name] for name in self.objectives]
        chosen = of_front["point"][non_dominated(of_front[self.objectives], better)]
        table["on_front"] = table["point"].isin(chosen)
        return table

    @cached_property
    def front(self) -> pd.DataFrame:
        """The trials on the front, best first on the first objective."""
        table = self.trials[self.trials["on_front"]].drop(columns=["status", "on_front"])
        judged = list(self.robustness["point"]) if len(self.robustness) else []
        table = table.assign(judged=table["point"].isin(judged))
        first = self.objectives[0]
        return table.sort_values(
            [first, "point"], ascending=[self.directions[first] < 0, True], ignore_index=True
        )

    @cached_property
    def judged(self) -> tuple[pd.DataFrame, list[int], int]:
        """Values by point and world, the points dropped, the number of worlds left out."""
        import pandas as pd

        plan, settings = self.ensemble.plan, self.settings
        searched, each = settings["replications"], settings["world_replications"]
        planned = [(run.point.number, (run.replicate - searched - 1) // each + 1, run.replicate,
                    run.draw)
                   for run in plan.runs() if run.replicate > searched]  # fmt: skip
        names = list(dict.fromkeys([*self.objectives, *self.thresholds]))
        values = self.ensemble.values(names, [self.month]).droplevel("month", axis=1)
        values = values.droplevel("scenario")
        axes = ["point", "world", "replicate", "draw"]
        index = pd.MultiIndex.from_tuples(planned, names=axes) if planned else (
            pd.MultiIndex.from_arrays([[]] * 4, names=axes))  # fmt: skip
        keys = pd.MultiIndex.from_arrays(
            [index.get_level_values(name) for name in ("point", "draw", "replicate")]
        )
        runs = values.reindex(keys).set_axis(index.droplevel("draw"))
        kept, dropped = finished_by_all(runs)
        worlds = len(set(index.get_level_values("world")))
        return kept, dropped, worlds - len(set(kept.index.get_level_values("world")))

    @cached_property
    def robustness(self) -> pd.DataFrame:
        """The settings judged, the most robust first; see `sim.experiments.robust.robustness`."""
        import pandas as pd

        values, _, _ = self.judged
        if not self.can_judge:
            return pd.DataFrame()
        return robustness(values, self.directions, self.objectives, self.thresholds, REFERENCE)

    @property
    def can_judge(self) -> bool:
        """Whether there are worlds, and the scenario as it is where promises are made by it."""
        points = set(self.judged[0].index.get_level_values("point"))
        return bool(points) and (REFERENCE in points or None not in self.thresholds.values())

    @cached_property
    def worlds(self) -> pd.DataFrame:
        """One row a setting and world: point, world, outcomes, holds, and what was drawn.

        What PRIM needs to find the worlds in which a setting breaks its promises.
        """
        from sim.experiments.plan import PlannedRun

        values, _, _ = self.judged
        plan = self.ensemble.plan
        if not self.can_judge:
            return values.reset_index()
        table = values.assign(holds=holds(values, self.directions, self.thresholds, REFERENCE))
        table = table.reset_index()
        if not plan.bases[0].uncertain:
            return table
        paths = list(plan.bases[0].uncertain)
        drawn = {
            world: plan.world(PlannedRun(plan.points[0], world, 1, 0))
            for world in table["world"].unique().tolist()
        }
        for path in paths:
            by_world = {world: scenario.value(path) for world, scenario in drawn.items()}
            table[path] = table["world"].map(by_world)
        return table

    @property
    def best(self) -> pd.Series | None:
        """The most robust setting of the front: its row of `robustness`; None if none is judged."""
        others = self.robustness
        others = others[others["point"] != REFERENCE] if len(others) else others
        return others.iloc[0] if len(others) else None

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """What came out, as (topic, sentence)."""
        from sim.experiments.search_words import sentences

        return sentences(self)

    @property
    def notes(self) -> list[str]:
        """How to read it: where the front is from, what a world is, what is missing."""
        from sim.experiments.search_words import notes

        return notes(self)

    @property
    def plot(self) -> SearchPictures:
        """The figures: front, settings, robustness."""
        from sim.reports.front import SearchPictures

        return SearchPictures(self)

    @property
    def command(self) -> str:
        """The command that does the same again."""
        plan, settings = self.ensemble.plan, self.settings
        size = "all" if plan.sample is None else plan.sample
        parts = [f"egov search {plan.bases[0].name}.yaml"]
        parts += [f"--vary {lever['path']}={_range_words(lever)}" for lever in settings["levers"]]
        parts += [f"--objective {name}" for name in self.objectives]
        parts += [f"--threshold {name}={value:g}" for name, value in self.thresholds.items()
                  if value is not None]  # fmt: skip
        parts.append(
            f"--trials {settings['trials']} --batch {settings['batch']} "
            f"--replications {settings['replications']} --worlds {settings['worlds']} "
            f"--world-replications {settings['world_replications']} "
            f"--judged {settings['judged']} --year {self.month / 12:g} --seed {plan.seed} "
            f"--sample {size} --months {plan.months}"
        )
        return " \\\n  ".join(parts)

    def words(self, name: str, value: float) -> str:
        """Return the value of an outcome with its unit, as in a sentence."""
        return with_unit(value, unit_over(self.ensemble.outcomes[name], min(12, self.month)))

    def gap_words(self, name: str, value: float) -> str:
        """Return a difference of an outcome: that of two shares is in points."""
        unit = str(self.ensemble.outcomes[name]["unit"])
        return with_unit(100 * value, "points") if unit == "share" else self.words(name, value)

    def label(self, name: str) -> str:
        """Return an outcome's label with a small first letter, for the middle of a sentence."""
        label = str(self.ensemble.outcomes[name]["label"])
        return label[:1].lower() + label[1:]

    @property
    def when(self) -> str:
        """When the outcomes are read: "after 10 years"."""
        return f"after {month_words(self.month)}"

    def settings_of(self, point: int) -> dict[str, Any]:
        """Return what a point sets: value by path."""
        row = self.trials.set_index("point").loc[point]
        return {path: row[path] for path in self.levers}


def _cell(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


def _range_words(lever: Any) -> str:
    if lever["values"]:
        return ",".join(str(value).lower() if isinstance(value, bool) else str(value)
                        for value in lever["values"])  # fmt: skip
    return f"{lever['low']!r}:{lever['high']!r}"
