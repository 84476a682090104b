"""The check at full size: every resident, with the free parameters at their posterior medians.

A calibration runs on samples. In the end each scenario runs once with everyone, in the folder
`whole` of the results, so that a figure that only the sample reaches is seen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.experiments.plan import Plan, Point

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from sim.experiments.calibrated import Calibration
    from sim.experiments.ensemble import Ensemble

__all__ = ["FOLDER", "check_whole", "whole_table"]

FOLDER = "whole"
VERB = "calibrate-whole"


def check_whole(result: Calibration, folder: Path, **how: Any) -> Ensemble:
    """Run each scenario once with every resident, and return the runs.

    Parameters
    ----------
    how : workers, threads, progress, force; see `sim.experiments.carry.carry_out`. One run at a
        time, on several threads.
    """
    from sim.experiments.carry import carry_out

    return carry_out(_plan(result), out=folder / FOLDER, **{**how, "workers": 1})


def _plan(result: Calibration) -> Plan:
    """Return one run a scenario, with a seed that no run of the calibration has."""
    plan = result.ensemble.plan
    middle = result.medians
    points = tuple(Point(base.name, 0, place, middle) for place, base in enumerate(plan.bases))
    settings = {"of": plan.content_hash()}
    return replace(
        plan, verb=VERB, name="whole", points=points, replications=0, sample=None, full_run=True,
        settings=settings, _digests={},
    )  # fmt: skip


def whole_table(result: Calibration) -> pd.DataFrame | None:
    """Return one row a figure: observed, the band of the samples, the whole district; or None.

    Columns
    -------
    whole : what the run of every resident shows, in the figure's unit.
    in_band : whether that lies in the band of the posterior's runs on samples.
    off : [ratio]   whole / observed.
    """
    from sim.errors import OutputError
    from sim.experiments.calibrate_targets import simulated
    from sim.experiments.published import read_ensemble

    if result.path is None or not (result.path / FOLDER).is_dir():
        return None
    try:
        ensemble = read_ensemble(result.path / FOLDER)
    except OutputError:
        return None
    if ensemble.plan.settings.get("of") != result.ensemble.plan.content_hash():
        return None
    found = simulated(ensemble, result.targets, result.settings["places"]).iloc[0]
    table = result.fit[["id", "label", "year", "unit", "grade", "observed", "low", "high"]].copy()
    table["whole"] = [float(found[name]) for name in table["id"]]
    table["in_band"] = (table["low"] <= table["whole"]) & (table["whole"] <= table["high"])
    table["off"] = table["whole"] / table["observed"]
    return table
