"""What a run gives back: tables, where they come from, headline and figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim import manifest as provenance
from sim.seeds import TWIN

if TYPE_CHECKING:
    import pandas as pd

    from sim.expectations import Check
    from sim.reports.figures import Plots
    from sim.reports.headline import Headline
    from sim.scenario import Scenario
    from sim.workers import Record

__all__ = ["TABLES", "RunResult", "load"]

TABLES = ("monthly", "groups", "services", "decisions", "ledger")


@dataclass
class RunResult:
    """A finished run of one scenario: its tables, provenance, headline and figures.

    Attributes
    ----------
    runs : one row a run: scenario, replicate, kind, luck_of (the replicate whose luck it has),
        seed, sample, status, reason, wall_seconds, and one column for each uncertain parameter.
    monthly : one row a run and month: the outcomes (see `outcomes` for label and unit).
    groups, services : the same by group of people and by service line.
    decisions : the minutes: month, actor, decision, reason, the numbers behind it.
    ledger : every flow of money: month, source, use, usd.
    manifest : versions, hashes, seed; clock data apart.
    resolved : every value of the scenario and where it came from, as YAML text.
    failures : the technical details of failed runs, for a report of the fault.
    path : the results folder, if there is one.

    Replicate 0 is the run of the whole district, with the luck of replicate 1; the others run on
    a sample of its citizens, all on the same one.
    """

    runs: pd.DataFrame
    monthly: pd.DataFrame
    groups: pd.DataFrame
    services: pd.DataFrame
    decisions: pd.DataFrame
    ledger: pd.DataFrame
    manifest: dict[str, Any]
    resolved: str
    failures: str = ""
    path: Path | None = None
    _scenario: Scenario | None = field(default=None, repr=False)

    @classmethod
    def from_records(
        cls,
        scenario: Scenario,
        records: Sequence[Record],
        planned: int,
        status: str,
        clock: dict[str, Any],
        model: str,
        outcomes: list[dict[str, Any]],
    ) -> RunResult:
        """Put the runs together, in order of replicate whatever order they ended in."""
        ordered = sorted(records, key=lambda record: record.task.replicate)
        tables = {name: _stack(scenario.name, name, ordered) for name in TABLES}
        manifest = {
            **provenance.content_of(scenario, model),
            "status": status,
            "runs_planned": planned,
            "about": about(scenario),
            "outcomes": outcomes,
            "versions": provenance.versions(),
            "platform": provenance.platform_facts(),
            "clock": clock,
        }
        return cls(
            runs=_runs_table(scenario.name, ordered),
            monthly=tables["monthly"],
            groups=tables["groups"],
            services=tables["services"],
            decisions=tables["decisions"],
            ledger=tables["ledger"],
            manifest=manifest,
            resolved=scenario.resolved_yaml(),
            failures="\n".join(f"replicate {r.task.replicate}\n{r.details}" for r in ordered
                               if r.status == "failed"),
            _scenario=scenario,
        )  # fmt: skip

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

    @property
    def scenario(self) -> Scenario:
        """The scenario, read again from its resolved text if the result was loaded."""
        if self._scenario is None:
            from sim.results_folder import read_scenario

            self._scenario = read_scenario(self.resolved, self.name)
        return self._scenario

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

    def save(self, folder: str | Path, force: bool = False) -> RunResult:
        """Write the results folder and return the result with its path.

        Raises
        ------
        OutputError : the folder exists (unless `force`) or cannot be written.
        """
        from sim.results_folder import ResultsFolder

        with ResultsFolder(Path(folder), force=force) as target:
            return target.write(self)

    def __repr__(self) -> str:
        done = int((self.runs["status"] == "ok").sum())
        where = f", {self.path}" if self.path else ""
        return f"<RunResult {self.name}: {done} runs of {self.months} months{where}>"

    def _repr_html_(self) -> str:
        from sim.reports.html import headline_html

        return headline_html(self)


def load(folder: str | Path) -> RunResult:
    """Return the result stored in a results folder.

    Raises
    ------
    OutputError : the folder is missing, is no results folder, or a file in it is damaged.
    """
    from sim.results_folder import read_folder

    return read_folder(Path(folder))


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


def _stack(scenario: str, name: str, records: Sequence[Record]) -> pd.DataFrame:
    """Return one table of all runs, with the scenario and the replicate in front."""
    import pandas as pd

    parts = []
    for record in records:
        if record.tables is not None:
            part = record.tables[name].copy()
            part.insert(0, "scenario", scenario)
            part.insert(1, "replicate", record.task.replicate)
            parts.append(part)
    if not parts:
        return pd.DataFrame({"scenario": [], "replicate": [], "month": []})
    return pd.concat(parts, ignore_index=True)


def _runs_table(scenario: str, records: Sequence[Record]) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {
            "scenario": scenario,
            "replicate": record.task.replicate,
            "kind": record.task.kind,
            "luck_of": record.task.replicate or TWIN,
            "seed": record.task.seed,
            "sample": record.task.sample or 0,
            "status": record.status,
            "reason": record.reason,
            "wall_seconds": round(record.wall_seconds, 3),
            **record.task.drawn,
        }
        for record in records
    ]
    return pd.DataFrame(rows)
