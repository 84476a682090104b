"""Going on with a results folder: the rest of its runs, more of them, the same ones again."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import OutputError, UserError
from sim.experiments.carry import carry_out
from sim.experiments.kinds import result_of
from sim.experiments.published import read_ensemble, read_plan, read_table
from sim.manifest import code_hash
from sim.results_folder import require_manifest, restore_plan
from sim.tables_on_disk import table_digest

if TYPE_CHECKING:
    from sim.experiments.ensemble import Ensemble
    from sim.experiments.plan import Plan
    from sim.experiments.result import ExperimentResult
    from sim.result import RunResult

__all__ = ["extend", "of_this_code", "resume"]

GROWING = {
    "calibrate": "sim.experiments.calibrate:go_on",
    "compare": "sim.experiments.compare:go_on",
    "search": "sim.experiments.search:go_on",
}
"""Verbs whose plan grows while it is carried out, and who goes on with one."""


def resume(
    folder: str | Path, *, retry_failed: bool = False, **how: Any
) -> RunResult | ExperimentResult:
    """Do the runs of a results folder that are not done yet, and write its tables.

    Parameters
    ----------
    retry_failed : do failed runs again.
    how : workers, threads, scheduler, on_error, progress; see `sim.experiments.carry.carry_out`.

    Returns
    -------
    result : the same, bit for bit, as if nothing had ever been interrupted.

    Raises
    ------
    OutputError : no results folder, made by other code, or it cannot be read or written.
    """
    place = Path(folder)
    _mend(place)
    manifest = of_this_code(place)
    plan = read_plan(place)
    if manifest.get("status") == "complete" and not retry_failed and _is_intact(place, manifest):
        return _reported(read_ensemble(place))
    ensemble = _go_on(plan, place, manifest, retry_failed=retry_failed, **how)
    return _reported(ensemble)


def _mend(folder: Path) -> None:
    """Put a damaged manifest, plan or scenario back from the copy beside the stored runs."""
    try:
        read_plan(folder)
    except OutputError:
        restore_plan(folder)


def _is_intact(folder: Path, manifest: Mapping[str, Any]) -> bool:
    """Return whether every table is the one that was written."""
    try:
        return all(
            table_digest(read_table(folder, name)) == known["sha256"]
            for name, known in manifest["tables"].items()
        )
    except OutputError:
        return False


def extend(folder: str | Path, replications: int, **how: Any) -> RunResult | ExperimentResult:
    """Add replications to a results folder; the rows that are there stay as they are.

    Parameters
    ----------
    replications : how many more, at least 1.

    Raises
    ------
    UserError : not a positive number, or a verb whose replications cannot be extended.
    OutputError : as for `resume`.
    """
    place = Path(folder)
    manifest = of_this_code(place)
    plan = read_plan(place)
    if plan.verb == "calibrate":
        raise UserError(
            f"{place}: a calibration has its runs at points that follow from one another, so none "
            "can be added. Ask for more in another folder: egov calibrate --runs"
        )
    if plan.verb in GROWING and manifest.get("status") != "complete":
        raise UserError(f"{place}: this is not finished yet. First: egov resume {place}")
    if replications < 1:
        raise UserError(f"--replications is {replications}; say how many more, for example +20.")
    more = plan.with_more(plan.replications + replications)
    identity = str(manifest["content_hash"])
    ensemble = carry_out(more, out=place, identity=identity, **how)
    return _reported(ensemble)


def _go_on(plan: Plan, folder: Path, manifest: Mapping[str, Any], **how: Any) -> Ensemble:
    identity = str(manifest["content_hash"])
    if plan.verb in GROWING and manifest.get("status") != "complete":
        module, name = GROWING[plan.verb].split(":")
        grown: Ensemble = getattr(import_module(module), name)(plan, folder, identity, **how)
        return grown
    return carry_out(plan, out=folder, identity=identity, rewrite=True, **how)


def _reported(ensemble: Ensemble) -> RunResult | ExperimentResult:
    result = result_of(ensemble)
    result.write_reports()
    return result


def of_this_code(folder: Path) -> dict[str, Any]:
    """Return the manifest of a folder that this very program can go on with.

    Raises
    ------
    OutputError : its runs were made by other code.
    """
    manifest = require_manifest(folder)
    made_by = str(manifest.get("code_hash", ""))
    if made_by == code_hash():
        return manifest
    version = manifest.get("versions", {}).get("egov-sim", "unknown")
    raise OutputError(
        f"{folder}: these runs were made by other code (version {version}, code "
        f"{made_by[:8] or 'unknown'}; this program's is {code_hash()[:8]}). New runs would not go "
        "with them, so nothing was done and nothing was changed. Use the program that made them, "
        "or run the scenario anew into another folder."
    )
