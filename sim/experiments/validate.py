"""`egov validate`: dated figures beside the runs of the model, as a scorecard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self, Unpack

from sim.experiments.result import ExperimentResult
from sim.experiments.validation_plan import SAMPLE, figures_of, span_of, validation_plan

if TYPE_CHECKING:
    import pandas as pd

    from sim.evidence import Figure
    from sim.experiments.how import How
    from sim.experiments.sheets import Sheet
    from sim.reports.scorecard import ScorecardPlots
    from sim.scenario import Scenario

__all__ = ["Validation", "validate"]

STORY_PLACE = "gangnam"
"""The place whose history the shapes are."""


def validate(
    evidence: str | Path | Sequence[Figure] | None = None,
    *,
    scenarios: Mapping[str, Scenario | str | Path] | None = None,
    replications: int | None = None,
    sample: int | str | None = SAMPLE,
    seed: int | None = None,
    posterior: bool | None = None,
    overrides: Sequence[str] = (),
    model: str = "",
    **how: Unpack[How],
) -> Validation:
    """Lay dated figures beside the runs of the model, and say which it reproduces.

    Parameters
    ----------
    evidence : a CSV file, or figures; the package's own unless given.
    scenarios : place -> scenario, in place of those of `sim.evidence.PLACES`.
    replications : [count]  Runs of each place, each with its own luck; 20 unless given.
    sample : [count]  Citizens in a run; "all" or None for all of them.
    posterior : draw the fitted parameters anew for each run from the shipped posterior, beside
        what stands under `uncertain:`; where one is shipped, unless given. False draws nothing.
    overrides : as behind `--set`, for every scenario; what they give is not drawn.
    how : out, workers, scheduler, on_error, progress, force; see `sim.experiments.how.How`.
    model : the model's class as "module:Class".

    Raises
    ------
    UserError : a figure or a scenario is wrong, or nothing can be compared.
    """
    from sim.experiments.carry import carry_out

    plan = validation_plan(
        evidence, scenarios=scenarios, replications=replications, sample=sample, seed=seed,
        posterior=posterior, overrides=overrides, model=model,
    )  # fmt: skip
    ensemble = carry_out(plan, **how)
    result = Validation(ensemble)
    result.write_reports()
    return result


class Validation(ExperimentResult):
    """A scorecard; `tables` are scorecard, coverage, shapes, left_out, by_year and simulated."""

    verb = "validate"
    captions: ClassVar[Mapping[str, str]] = {
        "scorecard": "Every figure beside its simulated counterpart",
        "coverage": "How many figures are inside, by use and grade of evidence",
        "shapes": "Shapes of the history, and in how many runs they show",
        "left_out": "Figures that are not laid beside the model, with why",
        "by_year": "The simulated band of each series, year by year",
        "simulated": "The counterpart of every figure in every run",
    }

    @property
    def title(self) -> str:
        """What is compared with what."""
        return f"Does it fit what happened? {len(self.table)} figures beside the model"

    @property
    def command(self) -> str:
        """The command that does the same again."""
        plan = self.ensemble.plan
        size = "all" if plan.sample is None else plan.sample
        words = f"egov validate --replications {plan.replications} --seed {plan.seed} "
        return " ".join([f"{words}--sample {size}", *self.settings["options"]])

    @property
    def span(self) -> str:
        """The months that are simulated, place by place."""
        from sim.experiments.validation_words import place_words

        plan = self.ensemble.plan
        ends = [
            f"{place_words(point.scenario)} {' to '.join(span_of(plan.bases[point.base]))}"
            for point in plan.points
        ]
        return "; ".join(ends)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures, those that are left out among them."""
        return figures_of(self.ensemble.plan)

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        """The tables of each place's runs."""
        from sim.experiments.sheets import sheets_of

        return sheets_of(self.ensemble)

    @cached_property
    def simulated(self) -> pd.DataFrame:
        """One row a figure and run: place, replicate, draw, id, value."""
        from sim.experiments.sheets import simulated_values

        return simulated_values(self.figures, self.sheets)

    @cached_property
    def table(self) -> pd.DataFrame:
        """The scorecard, one row a figure; see `sim.experiments.scorecard.scorecard_table`."""
        from sim.experiments.scorecard import scorecard_table

        return scorecard_table(self.figures, self.simulated)

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """How many figures are inside, by use and grade."""
        from sim.experiments.scorecard import coverage_table

        return coverage_table(self.table)

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table of the result by name."""
        from sim.experiments.scorecard import left_out_table
        from sim.experiments.shapes import shapes_table
        from sim.experiments.sheets import simulated_by_year

        found = {"scorecard": self.table, "coverage": self.coverage}
        if STORY_PLACE in self.sheets:
            found["shapes"] = shapes_table(self.sheets[STORY_PLACE])
        found["left_out"] = left_out_table(self.figures)
        found["by_year"] = simulated_by_year(self.figures, self.sheets)
        found["simulated"] = self.simulated
        return {name: table for name, table in found.items() if len(table)}

    @property
    def passed(self) -> bool:
        """Whether every fitted figure lies inside its band."""
        fitted = self.table[self.table["use"] == "fitted"]
        return all(verdict is True for verdict in fitted["inside"])

    @cached_property
    def sentences(self) -> list[tuple[str, str]]:
        """Coverage by use, the widest band, what is outside, shapes, what is left out."""
        from sim.experiments.validation_words import sentences

        return sentences(self)

    @cached_property
    def notes(self) -> list[str]:
        """What the band is, and what the verdict does not say."""
        from sim.experiments.validation_words import notes

        return notes(self)

    @cached_property
    def summary(self) -> dict[str, Any]:
        """The result as plain data, with the coverage and both bars under "validation"."""
        from sim.experiments.validation_words import facts_of

        return {**super().summary, "validation": facts_of(self)}

    def text(self, width: int = 80) -> str:
        """Return the scorecard, its sentences and notes as text for a terminal."""
        from sim.experiments.scorecard_text import scorecard_text

        return f"{scorecard_text(self, width)}\n\n{super().text(width)}"

    def page_sections(self) -> list[str]:
        """Return the scorecard and the shapes as sections of the page."""
        from sim.reports.scorecard_page import sections

        return sections(self)

    @property
    def plot(self) -> ScorecardPlots:
        """The figures: the scorecard by use, and every series over its band."""
        from sim.reports.scorecard import ScorecardPlots

        return ScorecardPlots(self)

    def write(self, folder: str | Path, force: bool = False) -> Self:
        """Write the results folder; the same as `save`."""
        return self.save(folder, force=force)
