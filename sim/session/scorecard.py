"""The end of a term beside the shipped strategies, each in the same one world.

Where several worlds are asked for, bands tell how far each varies from one to the next.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import ScenarioError, UserError
from sim.session.record import Record

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario

__all__ = ["COMPARED", "YOU", "Scorecard", "scorecard"]

YOU = "your term"
COMPARED = (
    "adoption_share", "satisfaction_citizens", "satisfaction_employees", "trust",
    "age_gap_points", "cost_per_case_usd", "spending_cum_usd",
)  # fmt: skip
"""The outcomes compared."""


@dataclass(frozen=True)
class Scorecard:
    """Outcomes at the end of the term, one row a strategy; the session comes first.

    Attributes
    ----------
    table : by strategy, a column an outcome.
    month : [months]    The last month of the term.
    folder : the folder the strategies are from.
    base : the file the session started from, if there is one.
    saved : the file the session was saved as, if it was.
    worlds : [count]    Worlds that were run; the first is the session's own.
    low, high : the ends of the band over worlds, as the table; None if they are too few for one.
    """

    table: pd.DataFrame
    month: int
    folder: Path
    base: Path | None
    saved: Path | None = None
    worlds: int = 1
    low: pd.DataFrame | None = None
    high: pd.DataFrame | None = None

    def rank(self, outcome: str) -> int:
        """Return the session's place among all, 1 being the best, by the numbers unrounded.

        Only numbers that are equal to the last digit share a place.
        """
        from sim.outcomes import OUTCOMES

        better = next(item.better for item in OUTCOMES if item.name == outcome)
        return int(self.table[outcome].rank(ascending=better < 0, method="min")[YOU])

    @property
    def command(self) -> str:
        """The command that compares the saved session over many worlds."""
        files = [self.base, self.saved or Path("FILE"), self.folder / "*.yaml"]
        named = " ".join(file.as_posix() for file in files if file is not None)
        return f"egov compare {named} --replications 20 --months {self.month}"

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data, for JSON."""
        rows = {str(name): dict(row) for name, row in self.table.iterrows()}
        ranks = {str(name): self.rank(str(name)) for name in self.table.columns}
        return {"month": self.month, "worlds": self.worlds, "strategies": rows, "rank": ranks,
                "compare": self.command}  # fmt: skip

    def __str__(self) -> str:
        """Return the scorecard as text of 80 columns."""
        from sim.session.text import scorecard_text

        return scorecard_text(self)


def scorecard(
    record: Record, strategies: str | Path | None = None, saved: Path | None = None,
    worlds: int = 1,
) -> Scorecard:  # fmt: skip
    """Run the strategies of a folder in the world of a record, and lay them beside it.

    Parameters
    ----------
    worlds : [count]   More than one gives bands: the same plans, with other luck.
    """
    import pandas as pd

    from sim.summary import BAND, FEWEST_FOR_A_BAND

    folder = _folder(record, strategies)
    rivals = _rivals(record, folder)
    if not rivals:
        raise UserError(f"{folder}: no strategy file here starts in the same month as the session.")
    bases = {YOU: record.scenario, record.base.name: record.base, **rivals}
    found = _values(bases, record, worlds)
    here = pd.DataFrame({name: value.iloc[0] for name, value in found.items()}).T
    low, high = (
        pd.DataFrame({name: value.quantile(end) for name, value in found.items()}).T
        if worlds >= FEWEST_FOR_A_BAND else None
        for end in BAND
    )  # fmt: skip
    return Scorecard(here, record.months, folder, record.file, saved, worlds, low, high)


def _folder(record: Record, asked: str | Path | None) -> Path:
    if asked is not None:
        return Path(asked)
    near = [] if record.file is None else [record.file.parent, record.file.parent.parent]
    tried = [*near, Path("scenarios")]
    found = [place / "strategies" for place in tried if (place / "strategies").is_dir()]
    if not found:
        raise UserError(
            "there is no folder `strategies` beside the session's scenario to compare with; name "
            "one, as in session.scorecard('scenarios/strategies')."
        )
    return found[0]


def _rivals(record: Record, folder: Path) -> dict[str, Scenario]:
    """Return the strategies that can run in the session's world, by name."""
    from sim.scenario import load_scenario

    settings = {f"run.{name}": getattr(record.base.run, name)
                for name in ("months", "seed", "sample")}  # fmt: skip
    rivals = {}
    for file in sorted(folder.glob("*.yaml")):
        try:
            rival = load_scenario(file)
        except ScenarioError:
            continue  # another's broken file does not spoil the end of a term
        if rival.run.start == record.base.run.start and rival.place == record.base.place:
            ready = replace(rival.with_values(settings), expect=(), sweep=None)
            if ready.content_hash() != record.base.content_hash():
                rivals[rival.name] = ready
    return rivals


def _values(bases: dict[str, Scenario], record: Record, worlds: int) -> dict[str, pd.DataFrame]:
    """Return the outcomes at the end by strategy: a row a world, the session's own first."""
    import pandas as pd

    from sim.experiments.carry import carry_out
    from sim.experiments.plan import Plan, Point
    from sim.summary import value_at

    run = record.base.run
    points = tuple(Point(name, base=place) for place, name in enumerate(bases))
    plan = Plan("compare", "session", tuple(bases.values()), points, worlds, run.seed, run.sample,
                settings={"outcomes": list(COMPARED), "months": [run.months],
                          "until_settled": None, "notes": []})  # fmt: skip
    ensemble = carry_out(plan, workers=1, progress="none")
    return {
        str(name): pd.DataFrame({
            outcome: value_at(monthly, ensemble.outcomes[outcome], run.months)
            for outcome in COMPARED
        }).sort_index()
        for name, monthly in ensemble.monthly(list(COMPARED)).groupby("scenario", sort=False)
    }  # fmt: skip
