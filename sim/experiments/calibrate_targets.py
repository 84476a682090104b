"""What a calibration is fitted to: dated figures, the scale they are judged on, their errors.

Counts, sums and prices are judged on the log scale, shares and scores on the logit scale, so that
an error of a tenth means the same for a small figure and a large one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.errors import UserError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from sim.evidence import Counterpart, Figure
    from sim.experiments.ensemble import Ensemble
    from sim.scenario import Scenario

__all__ = ["DISCREPANCY", "OBSERVATION", "Target", "fitted", "simulated", "targets_of"]

OBSERVATION = {"A": 0.05, "B": 0.15}
"""Standard deviation of the error of a figure, on the scale it is judged on, by its grade."""
DISCREPANCY = 0.10
"""Standard deviation of what the model itself cannot reach, on the same scale; assumed."""
FLOOR = 0.01
"""A simulated count below this part of the observed one is as far off as one of this part."""
EDGE = 0.002
"""Shares nearer to 0 or 1 than this are moved to it, because their logit has no end."""
PLACELESS = ("file", "line")


@dataclass(frozen=True)
class Target:
    """One figure that is fitted, with its simulated counterpart."""

    figure: Figure
    counterpart: Counterpart

    @property
    def name(self) -> str:
        """The figure's id, by which every table knows it."""
        return str(self.figure.id)

    @property
    def observed(self) -> float:
        """The figure on the scale it is judged on."""
        return float(self.scaled(np.array([self.figure.value]))[0])

    @property
    def variance(self) -> float:
        """The variance of observation and discrepancy together, on that scale."""
        return OBSERVATION[self.figure.grade] ** 2 + DISCREPANCY**2

    @property
    def whole(self) -> float:
        """What a share or score of one is in the figure's unit; zero for counts and sums."""
        from sim.evidence.units import read_unit

        unit = read_unit(self.figure.unit)
        return 100.0 / unit.factor if unit.kind in ("share", "points") else 0.0

    def scaled(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return values in the figure's unit on the scale they are judged on."""
        if self.whole:
            share = np.clip(values / self.whole, EDGE, 1 - EDGE)
            return np.log(share / (1 - share))
        return np.log(np.maximum(values, FLOOR * self.figure.value))

    def unscaled(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return values of that scale in the figure's unit."""
        return self.whole / (1 + np.exp(-values)) if self.whole else np.exp(values)

    def as_dict(self) -> dict[str, Any]:
        """Return the figure as plain data, without the place of its file."""
        return {name: value for name, value in asdict(self.figure).items() if name not in PLACELESS}


def fitted(evidence: str | Path | None) -> tuple[list[Target], list[str]]:
    """Return the figures marked to be fitted, and the ids of those that cannot be.

    Parameters
    ----------
    evidence : a file of the reader's own; the figures of the package unless given.

    Raises
    ------
    UserError : the file is wrong, or no figure is marked to be fitted.
    """
    from sim.evidence import counterpart_of, packaged_figures, read_figures

    figures = packaged_figures() if evidence is None else read_figures(evidence, as_packaged=False)
    marked = [figure for figure in figures if figure.use == "calibrate"]
    targets, left_out = [], []
    for figure in marked:
        counterpart = counterpart_of(figure)
        can = counterpart is not None and figure.grade in OBSERVATION and figure.value > 0
        if can and counterpart is not None:
            targets.append(Target(figure, counterpart))
        else:
            left_out.append(str(figure.id))
    if not targets:
        raise UserError(
            f"{evidence or 'The evidence of the package'}: no figure can be fitted. A figure that "
            'is to be fitted has "calibrate" in its column use, grade A or B, and a value above '
            "zero."
        )
    return targets, left_out


def targets_of(figures: Iterable[Mapping[str, Any]]) -> list[Target]:
    """Return the targets that `Target.as_dict` was called on."""
    from sim.evidence import Figure, counterpart_of

    found = []
    for data in figures:
        figure = Figure(**{**data, "file": "", "line": 0})
        counterpart = counterpart_of(figure)
        if counterpart is None:
            raise UserError(f"{figure.id}: {figure.series} has no counterpart in this version.")
        found.append(Target(figure, counterpart))
    return found


def simulated(ensemble: Ensemble, targets: Sequence[Target], places: Sequence[str]) -> pd.DataFrame:
    """Return what each point simulates for each figure.

    Parameters
    ----------
    places : the place that each base of the plan stands for, in their order.

    Returns
    -------
    values : index point, in order; columns ids of figures; in the figures' units. NaN where the
        run failed or the figure cannot be observed in it.
    """
    import pandas as pd

    plan = ensemble.plan
    numbers = sorted({point.number for point in plan.points})
    found = pd.DataFrame(
        np.nan, index=pd.Index(numbers, name="point"), columns=[t.name for t in targets]
    )
    bases = dict(zip(places, plan.bases, strict=True))
    for table in dict.fromkeys(target.counterpart.table for target in targets):
        of_table = [target for target in targets if target.counterpart.table == table]
        for scenario, point, rows in _runs(ensemble, table, of_table):
            for target in of_table:
                base = bases[target.counterpart.place]
                if base.name == scenario:
                    found.loc[point, target.name] = _observed(target, table, rows, base)
    return found


def _runs(
    ensemble: Ensemble, table: str, targets: Sequence[Target]
) -> Iterator[tuple[str, int, pd.DataFrame]]:
    """Yield scenario, point and rows of every finished run."""
    columns = None
    if table == "monthly":
        columns = ["month", *dict.fromkeys(c for t in targets for c in t.counterpart.columns)]
    for batch in ensemble.batches(table, columns):
        rows = batch.to_pandas()
        for (scenario, point), of_run in rows.groupby(["scenario", "point"], sort=False):
            yield str(scenario), int(point), of_run.reset_index(drop=True)


def _observed(target: Target, table: str, rows: pd.DataFrame, base: Scenario) -> float:
    from sim.evidence import observe

    months = rows[["month"]].drop_duplicates()
    tables = {"monthly": months, table: rows}
    return float(observe(target.figure, tables, base.run.start, base.district.residents))
