"""What every experiment gives back: tables, sentences that follow from them, figures, a page."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.ensemble import Ensemble
    from sim.reports.style import Drawing

__all__ = ["ExperimentResult", "Pictures"]


class Pictures(Protocol):
    """The figures of a result, one method each; every one gives back its `.data`."""

    def all(self, narrow: bool = False) -> dict[str, Drawing]:
        """Return every figure by name, drawn for a desk or for a phone."""
        ...


class ExperimentResult(ABC):
    """The result of an experiment: made from the runs of a plan, and from nothing else.

    A result loaded from its folder is therefore the same as the one first given back.

    Attributes
    ----------
    ensemble : the runs, and the plan they belong to.
    """

    verb: ClassVar[str]
    captions: ClassVar[Mapping[str, str]] = {}
    """What each table holds, by its name, as a few words for the page."""

    def __init__(self, ensemble: Ensemble) -> None:
        self.ensemble = ensemble
        self.settings = ensemble.plan.settings

    @property
    def path(self) -> Path | None:
        """The results folder, if there is one."""
        return self.ensemble.path

    @property
    def runs(self) -> pd.DataFrame:
        """One row a run: scenario, point, draw, replicate, seed, status, reason, wall seconds."""
        return self.ensemble.runs

    @property
    @abstractmethod
    def title(self) -> str:
        """What was done, in a few words."""

    @property
    @abstractmethod
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables of the result by name; each is written as NAME.csv."""

    @property
    @abstractmethod
    def sentences(self) -> list[tuple[str, str]]:
        """What came out, as (topic, sentence); every number in them is in the tables."""

    @property
    @abstractmethod
    def plot(self) -> Pictures:
        """The figures, as in `result.plot.all()`."""

    @property
    def notes(self) -> list[str]:
        """What a reader must know to read the sentences rightly: size, band, warnings."""
        return []

    @property
    def command(self) -> str:
        """The command that does the same again, for the page."""
        plan = self.ensemble.plan
        names = " ".join(f"{base.name}.yaml" for base in plan.bases)
        size = "all" if plan.sample is None else plan.sample
        return (
            f"egov {self.verb} {names} --replications {plan.replications} --seed {plan.seed} "
            f"--sample {size} --months {plan.months}"
        )

    @property
    def span(self) -> str:
        """The months that are simulated, in words."""
        return f"{self.ensemble.plan.months} months from {self.ensemble.plan.start}"

    def page_sections(self) -> list[str]:
        """Return further sections of the page, as HTML, to stand between words and figures."""
        return []

    @cached_property
    def summary(self) -> dict[str, Any]:
        """The result as plain data: the contents of summary.json."""
        from sim.reports.experiment import summary_of

        return summary_of(self)

    def text(self, width: int = 80) -> str:
        """Return title, sentences and notes as text for a terminal."""
        from sim.reports.experiment import text_of

        return text_of(self, width)

    def save(self, folder: str | Path, force: bool = False) -> Self:
        """Write the results folder: runs, tables, figures and a page.

        Raises
        ------
        OutputError : the folder exists (unless `force`) or cannot be written.
        """
        self.ensemble.save(Path(folder), force=force)
        self.write_reports()
        return self

    def write_reports(self) -> None:
        """Write tables, summary.json, figures and report.html into the results folder."""
        from sim.reports.experiment import write_reports

        if self.path is not None:
            write_reports(self, self.path)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        done = int((self.runs["status"] == "ok").sum())
        where = f", {self.path}" if self.path else ""
        return f"<{type(self).__name__}: {self.title}, {done} runs{where}>"

    def _repr_html_(self) -> str:
        from sim.reports.experiment import html_of

        return html_of(self)
