"""The result of a class round: leaderboard, role scores, levers moved, refusals, forecasts."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from sim.classroom.standing import Standing, standings
from sim.experiments.comparison import Comparison
from sim.experiments.paired import Paired, paired

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from sim.classroom.figures import ClassPlots
    from sim.classroom.roles import Role
    from sim.experiments.ensemble import Ensemble

__all__ = ["ClassResult"]


class ClassResult(Comparison):
    """Teams on the same twin worlds.

    Attributes
    ----------
    teams : their names, in order of their files.
    leaderboard : one row a team, the best mean first: ranks it may have, overall score, its
        difference from the scenario of the round with a 95 % interval, chance of being first.
    left_out : file and reason of each hand-in that was not run.
    """

    verb: ClassVar[str] = "class"
    captions: ClassVar[Mapping[str, str]] = {
        "leaderboard": "The leaderboard: ranks, overall score, and the outcomes behind it",
        "roles": "How well each role is served, 0 to 100",
        "moved": "The levers that teams have moved",
        "said_no": "Who said no, in how many twin runs",
        "left_out": "Hand-ins that were not run",
        "forecasts": "Forecasts: what was said, and what came out",
        "forecasters": "Brier scores by forecast",
        "calibration": "Of what was said with some probability, how much came true",
        **Comparison.captions,
    }

    def __init__(self, ensemble: Ensemble) -> None:
        super().__init__(ensemble)
        self.teams: list[str] = [team["name"] for team in self.settings["teams"]]
        self.names = self.names[: len(self.teams) + 1]  # the rest are what forecasts are about
        self.rules: Mapping[str, Any] = self.settings["rules"]
        self.left_out: list[dict[str, Any]] = self.settings["left_out"]

    @property
    def title(self) -> str:
        """The name of the round."""
        return f"Class round: {self.rules['title']}"

    @property
    def leaderboard(self) -> pd.DataFrame:
        """The leaderboard; `.tables["leaderboard"]`."""
        return self.tables["leaderboard"]

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Leaderboard, roles, moved, said_no, forecasts, left_out; comparison and best."""
        from sim.classroom import class_tables

        return class_tables.tables_of(self) | super().tables

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """Who is ahead and how sure that is, whom it serves, who said no, who foresaw it."""
        from sim.classroom.debrief import sentences_of

        return sentences_of(self)

    @property
    def notes(self) -> list[str]:
        """How scores and ranks are made, and what the twin runs are."""
        from sim.classroom.debrief import notes_of

        return [*notes_of(self), *super().notes]

    @property
    def plot(self) -> ClassPlots:
        """The figures: leaderboard, roles, trade-off, calibration."""
        from sim.classroom.figures import ClassPlots

        return ClassPlots(self)

    def page_sections(self) -> list[str]:
        """Return the debrief: leaderboard, left out, levers, differences, refusals, forecasts."""
        from sim.classroom.debrief_page import sections_of

        return sections_of(self) if self.twins else []

    @property
    def command(self) -> str:
        """The commands that do the same again, from the scenarios in the results folder."""
        plan = self.ensemble.plan
        files = [f"scenarios/{k}-{base.name}.yaml" for k, base in enumerate(plan.bases, 1)]
        size = "all" if plan.sample is None else plan.sample
        shown = " ".join(shlex.quote(file) for file in files[: len(self.names)])
        return (
            f"egov compare {shown} --replications {plan.replications} --seed {plan.seed} "
            f"--sample {size}"
        )

    # Twins and scores -------------------------------------------------------------------------

    @cached_property
    def twins(self) -> list[int]:
        """The replicates that were finished for every team and the scenario of the round."""
        runs = self.runs[self.runs["scenario"].isin(self.names)]
        counts = runs[runs["status"] == "ok"]["replicate"].value_counts()
        return sorted(int(r) for r in counts.index[counts == len(self.names)])

    @cached_property
    def roles(self) -> list[Role]:
        """The roles that are scored: those the rules name, where the runs hold their outcomes."""
        from sim.classroom.roles import roles

        return [one for one in roles() if one.name in self.settings["roles"] and self._can(one)]

    @cached_property
    def overall(self) -> Role | None:
        """What the leaderboard is ordered by; None where the run is too short for it."""
        from sim.classroom.roles import overall

        return overall() if self._can(overall()) else None

    def _can(self, one: Role) -> bool:
        known = all(aim.outcome in self.facts for aim in one.aims)
        return known and bool(one.read_at(self.ensemble.plan.months))

    def scores(self, one: Role) -> NDArray[np.float64]:
        """Return a role's score in each twin run, shape (twins, scenarios) [0-100]."""
        return one.scores(self._role_values, self.ensemble.plan.months)

    @cached_property
    def _role_values(self) -> dict[tuple[str, int], NDArray[np.float64]]:
        """The outcomes that roles read, by outcome and month, shape (twins, scenarios)."""
        every = [*self.roles, *([self.overall] if self.overall else [])]
        pairs = {(aim.outcome, month) for one in every
                 for aim, month in one.read_at(self.ensemble.plan.months)}  # fmt: skip
        outcomes = sorted({outcome for outcome, _ in pairs})
        months = sorted({month for _, month in pairs})
        values = self.ensemble.values(outcomes, months).droplevel(["point", "draw"])
        return {
            pair: values[pair].unstack("scenario").loc[self.twins, self.names].to_numpy(dtype=float)
            for pair in pairs
        }

    def differences(self, scores: NDArray[np.float64]) -> list[Paired]:
        """Return each team's scores less those of the scenario of the round."""
        return [paired(scores[:, 0], scores[:, k + 1]) for k in range(len(self.teams))]

    @cached_property
    def standings(self) -> list[Standing]:
        """How the teams stand by overall score, in their order; empty where there is none."""
        if self.overall is None or not self.twins:
            return []
        return standings(self.scores(self.overall)[:, 1:])

    @cached_property
    def order(self) -> list[int]:
        """The places of the teams, the best mean first."""
        if not self.standings:
            return list(range(len(self.teams)))
        return sorted(range(len(self.teams)), key=lambda k: -self.standings[k].mean)
