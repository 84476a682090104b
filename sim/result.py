"""What a run gives back: tables, where they come from, headline and figures."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.seeds import TWIN

if TYPE_CHECKING:
    import pandas as pd

    from sim.expectations import Check
    from sim.experiments.ensemble import Ensemble
    from sim.reports.figures import Plots
    from sim.reports.headline import Headline
    from sim.scenario import Scenario

__all__ = ["RunResult", "about"]


class RunResult:
    """A finished run of one scenario: its tables, provenance, headline and figures.

    Attributes
    ----------
    runs : one row a run: scenario, replicate, kind, luck_of (the replicate whose luck it has),
        seed, sample, key, status, reason, wall_seconds, and one column for each uncertain
        parameter.
    monthly : one row a run and month: the outcomes (see `outcomes` for label and unit).
    groups, services : the same by group of people and by service line.
    decisions : the minutes: month, actor, decision, reason, the numbers behind it.
    ledger : every flow of money: month, source, use, usd.
    portfolio : the 71 applications: the month each entered a phase (0: as the run found it).
    manifest : versions, hashes, seed; clock data apart.
    resolved : every value of the scenario and where it came from, as YAML text.
    path : the results folder, if there is one.

    Replicate 0 is the run of the whole district, with the luck of replicate 1; the others run on
    a sample of its citizens, all on the same one.
    """

    def __init__(self, ensemble: Ensemble) -> None:
        self.ensemble = ensemble
        self.manifest = ensemble.manifest
        self.runs = ensemble.runs

    @property
    def path(self) -> Path | None:
        """The results folder, if there is one."""
        return self.ensemble.path

    @cached_property
    def monthly(self) -> pd.DataFrame:
        """One row a run and month: the outcomes."""
        return self._table("monthly")

    @cached_property
    def groups(self) -> pd.DataFrame:
        """One row a run, month and group of people or businesses."""
        return self._table("groups")

    @cached_property
    def services(self) -> pd.DataFrame:
        """One row a run, month and service line."""
        return self._table("services")

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """The minutes: who decided what, and why."""
        return self._table("decisions")

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """Every flow of money."""
        return self._table("ledger")

    @cached_property
    def portfolio(self) -> pd.DataFrame:
        """One row for each phase that an application entered; empty for results from before it."""
        return self._table("portfolio")

    def _table(self, name: str) -> pd.DataFrame:
        if name not in self.ensemble.plan.tables:  # results of an earlier version
            return _no_table(name)
        if self.path is None:
            return self.ensemble.table(name).drop(columns=["point", "draw"], errors="ignore")
        from sim.experiments.published import read_table

        return read_table(self.path, name)

    @cached_property
    def resolved(self) -> str:
        """Every value of the scenario and where it came from, as YAML text."""
        if self.path is None:
            return self.scenario.resolved_yaml()
        return (self.path / "scenario.resolved.yaml").read_text(encoding="utf-8")

    @property
    def scenario(self) -> Scenario:
        """The scenario, read again from its resolved text if the result was loaded."""
        return self.ensemble.plan.bases[0]

    @property
    def name(self) -> str:
        """The scenario's name."""
        return str(self.manifest["scenario"])

    @property
    def months(self) -> int:
        """Months simulated in each run."""
        return int(self.manifest["about"]["run"]["months"])

    @property
    def start(self) -> str:
        """The first month, as "YYYY-MM"."""
        return str(self.manifest["about"]["run"]["start"])

    @property
    def outcomes(self) -> dict[str, dict[str, Any]]:
        """Label, unit, kind and formula of each outcome, by name."""
        return {facts["name"]: facts for facts in self.manifest["outcomes"]}

    @cached_property
    def has_full_run(self) -> bool:
        """Whether a run of the whole district (replicate 0) was finished."""
        done = self.runs[self.runs["status"] == "ok"]
        return bool((done["replicate"] == 0).any())

    @cached_property
    def band_replicates(self) -> list[int]:
        """The replicates that the band is taken over: all but replicate 0."""
        done = self.runs[(self.runs["status"] == "ok") & (self.runs["replicate"] > 0)]
        return [int(r) for r in done["replicate"]]

    @cached_property
    def shown_replicate(self) -> int:
        """The replicate whose minutes and ledger are shown: 0, else the first that finished."""
        done = self.runs[self.runs["status"] == "ok"]
        return int(done["replicate"].min()) if len(done) else 0

    @property
    def has_band(self) -> bool:
        """Whether there are enough replications for a band."""
        from sim.summary import FEWEST_FOR_A_BAND

        return len(self.band_replicates) >= FEWEST_FOR_A_BAND

    @property
    def value_words(self) -> str:
        """What the values shown are from, in words."""
        if self.has_full_run and not self.has_band:
            return "one run of the whole district"
        size = self.manifest["about"]["run"]["sample"]
        whom = f"on a sample of {size:,} citizens" if size else "of the whole district"
        count = len(self.band_replicates)
        return f"median of {count} replication{'s' if count != 1 else ''} {whom}"

    @property
    def band_words(self) -> str:
        """What the band is, in words; says so if there is none."""
        from sim.summary import FEWEST_FOR_A_BAND

        if self.has_band:
            return "90 % band: 5th to 95th percentile of these replications"
        count = len(self.band_replicates)
        return f"no band: it takes {FEWEST_FOR_A_BAND} replications or more, there are {count}"

    @property
    def full_words(self) -> str:
        """What the full-size run is, in words; empty if there is none."""
        if not self.has_full_run:
            return ""
        words = "one run of the whole district"
        if "luck_of" not in self.runs.columns:  # results of an earlier version
            return words
        return f"{words}, with the luck of replicate {TWIN}"

    @cached_property
    def checks(self) -> list[Check]:
        """The scenario's `expect:` list, each with what was found."""
        from sim.expectations import evaluate

        return evaluate(self)

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Each outcome after 1, 3, 5 and 10 years with its band, as plain data."""
        from sim.summary import summarise

        return summarise(self)

    @cached_property
    def headline(self) -> Headline:
        """Adoption, cost, satisfaction and divide in plain sentences; `print(result.headline)`."""
        from sim.reports.headline import headline

        return headline(self)

    @property
    def plot(self) -> Plots:
        """The figures, as in `result.plot.adoption()`; each gives back its `.data`."""
        from sim.reports.figures import Plots

        return Plots(self)

    def text(self, width: int = 80) -> str:
        """Return the headline as text for a terminal."""
        return self.headline.text(width)

    def save(self, folder: str | Path, force: bool = False) -> RunResult:
        """Write the results folder and return the result with its path.

        Raises
        ------
        OutputError : the folder exists (unless `force`) or cannot be written.
        """
        self.ensemble.save(Path(folder), force=force)
        self.manifest, self.runs = self.ensemble.manifest, self.ensemble.runs
        self.write_reports()
        return self

    def write_reports(self) -> None:
        """Write summary.json, the figures and report.html into the results folder.

        Raises
        ------
        OutputError : the folder cannot be written.
        """
        from sim.reports import write_reports
        from sim.results_folder import put_reports

        if self.path is not None:
            put_reports(self.path, lambda made: write_reports(self, made))

    def __repr__(self) -> str:
        done = int((self.runs["status"] == "ok").sum())
        where = f", {self.path}" if self.path else ""
        return f"<RunResult {self.name}: {done} runs of {self.months} months{where}>"

    def _repr_html_(self) -> str:
        from sim.reports.html import headline_html

        return headline_html(self)


def _no_table(name: str) -> pd.DataFrame:
    """Return an empty table in place of one that a results folder does not hold."""
    import pandas as pd

    columns = ["application", "line", "phase"] if name == "portfolio" else []
    return pd.DataFrame(columns=["scenario", "replicate", "month", *columns])


def about(scenario: Scenario) -> dict[str, Any]:
    """Return what reports need to know of a scenario, as plain data."""
    facts = {
        "title": scenario.title,
        "question": scenario.about.question,
        "role": scenario.about.role,
        "note": scenario.about.note,
        "run": scenario.run.model_dump(mode="json"),
        "uncertain": sorted(scenario.uncertain),
        "expect": [item.model_dump(mode="json") for item in scenario.expect],
    }
    copied: dict[str, Any] = json.loads(json.dumps(facts))
    return copied
