"""What a calibration came to in words; every number in them is in its tables."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sim.experiments.calibrate_targets import DISCREPANCY, OBSERVATION
from sim.experiments.calibrate_waves import CUTOFF
from sim.experiments.held import held_words
from sim.experiments.names import lower_first
from sim.reports.numbers import listed, number

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.calibrated import Calibration

__all__ = ["notes", "sentences", "whole_words"]

WIDEST, NARROW, TIED, OFF, SHORT = 3.0, 0.5, 0.5, 3.0, 10.0
NAMED = 5
NEAR, FAIR = 1.1, 1.5
"""Factors within which the run of every resident is said to come near an observed figure."""


def sentences(result: Calibration) -> list[tuple[str, str]]:
    """Return topic and sentence: fit, bands, space, parameters, correlations, emulators."""
    return [
        ("Fit", _fit(result.fit)),
        ("Bands", _bands(result.fit)),
        ("Space", _space(result)),
        ("Parameters", _parameters(result)),
        ("Together", _together(result)),
        ("Emulators", _emulators(result.fit)),
        *([("Whole", whole_words(result.tables["whole"]))] if "whole" in result.tables else []),
    ]


def _fit(fit: pd.DataFrame) -> str:
    inside = int(fit["inside"].sum())
    head = (
        f"{inside} of {len(fit)} fitted figures lie inside the 90 % band of the model's runs at "
        f"{int(fit['runs'].max())} draws of the posterior"
    )
    outside = [
        f"{row['id']} ({row['label']}, {row['year']}: {number(row['observed'], 3)} against "
        f"{number(row['low'], 3)} to {number(row['high'], 3)})"
        for row in fit[~fit["inside"]].to_dict("records")
    ]
    return f"{head}. Outside: {listed(outside)}." if outside else f"{head}."


def _bands(fit: pd.DataFrame) -> str:
    best = fit[fit["grade"] == "A"]
    if not len(best):
        return "No figure of grade A was fitted."
    above = best["high"] / best["median"].clip(lower=1e-300)
    below = best["median"] / best["low"].clip(lower=1e-300)
    wide = best[(above > WIDEST) | (below > WIDEST)]
    if not len(wide):
        return f"No band of a grade A figure is wider than a factor of {WIDEST:g} about its median."
    return (
        f"{len(wide)} of {len(best)} bands of grade A figures are wider than a factor of "
        f"{WIDEST:g} about the median: {listed(list(wide['id']))}."
    )


def _space(result: Calibration) -> str:
    last = result.last
    waves = len(result.stages) - 1
    left = f"{waves} wave{'s' if waves > 1 else ''} left {_percent(last['space_left'])} of the box"
    if last["cutoff"] > CUTOFF:
        return (
            f"{left} of the priors at an implausibility of {CUTOFF:g}. That was too little to draw "
            f"from, so points up to {last['cutoff']:.1f} were taken: the model reaches some "
            "figures only in part."
        )
    return f"{left} of the priors not ruled out, at an implausibility of {CUTOFF:g}."


def _percent(share: float) -> str:
    return f"{100 * share:.2g} %" if share >= 1e-4 else "less than 0.01 %"


def _parameters(result: Calibration) -> str:
    table = result.tables["parameters"]
    told = table[table["width_ratio"] < NARROW].sort_values("width_ratio").head(NAMED)
    if not len(told):
        return "The figures narrow no parameter to less than half of its prior."
    parts = [
        f"{lower_first(result.names[row['path']])} {number(row['median'], 3)} "
        f"({number(row['low'], 3)} to {number(row['high'], 3)})"
        for row in told.to_dict("records")
    ]
    rest = len(table) - int((table["width_ratio"] < NARROW).sum())
    return (
        f"Narrowed to less than half of the prior: {listed(parts)}. "
        f"{rest} of {len(table)} keep more than half of it: the figures say little of them."
    )


def _together(result: Calibration) -> str:
    square: Any = result.correlations.set_index("path")
    pairs = [
        (abs(float(square.at[a, b])), float(square.at[a, b]), a, b)
        for place, a in enumerate(result.paths)
        for b in result.paths[place + 1 :]
    ]
    least = max(TIED, 2 / len(result.posterior) ** 0.5)  # what few draws show by chance
    tied = sorted((pair for pair in pairs if pair[0] >= least), reverse=True)[:NAMED]
    if not tied:
        return f"No two parameters are correlated by {least:.2g} or more in the posterior."
    parts = [
        f"{lower_first(result.names[a])} and {lower_first(result.names[b])} ({value:+.2f})"
        for _, value, a, b in tied
    ]
    return f"Fixed together rather than apart: {listed(parts)}. Draw them jointly."


def _emulators(fit: pd.DataFrame) -> str:
    off = fit[fit["emulator_off"].abs() > OFF]
    if not len(off):
        return (
            f"At no figure is the emulator's mean more than {OFF:g} standard errors from that of "
            "the model's own runs."
        )
    parts = [
        f"{row['id']} ({number(row['emulated'], 3)} against {number(row['mean'], 3)})"
        for row in off.to_dict("records")
    ]
    return (
        f"Emulator and model disagree on the mean at {listed(parts)}: the posterior is as wrong "
        "there as the emulator is. The bands are the model's."
    )


def whole_words(table: pd.DataFrame) -> str:
    """Return how far a run of every resident is from what was observed, and from the samples."""
    apart = [abs(math.log(off)) if off > 0 else math.inf for off in table["off"]]
    near, fair = (sum(one <= math.log(ratio) for one in apart) for ratio in (NEAR, FAIR))
    out = [
        f"{row['id']} ({number(row['whole'], 3)} against {number(row['low'], 3)} to "
        f"{number(row['high'], 3)})"
        for row in table[~table["in_band"]].to_dict("records")
    ]
    head = (
        "One run with every resident and the parameters at their medians comes within 10 % of "
        f"{near} of the {len(table)} observed figures, and within a factor of {FAIR:g} of {fair}. "
        "Beside the runs on samples, simulated values against simulated ones: "
        f"{int(table['in_band'].sum())} of its {len(table)} values lie in their band"
    )
    return f"{head}; not: {listed(out)}." if out else f"{head}."


def notes(result: Calibration) -> list[str]:
    """Return how it was done, and what a reader must know to read it rightly."""
    plan, last = result.ensemble.plan, result.last
    said = [
        "Counts and sums are judged on the log scale, shares on the logit scale. The likelihood is "
        "Gaussian and takes figures as independent; its variance is that of emulator, single runs, "
        f"observation (standard deviation {OBSERVATION['A']:g} for grade A, {OBSERVATION['B']:g} "
        f"for B; C is not fitted) and discrepancy ({DISCREPANCY:g}, assumed). Priors are uniform.",
        f"Runs of {plan.sample:,} citizens, {plan.months} months from {plan.start}. A run of the "
        "whole district has less luck in it.",
        f"The sampler accepted {100 * last['acceptance']:.0f} % of its steps; its chains are "
        f"{last['lengths']:.0f} autocorrelation times long"
        + (f", which is short (below {SHORT:g})." if last["lengths"] < SHORT else "."),
    ]
    if result.settings["left_out"]:
        said.append(
            f"Marked to be fitted, but not fitted (no counterpart, grade C, or zero): "
            f"{listed(result.settings['left_out'])}."
        )
    if held := held_words(result.settings.get("held", {}), "fitted"):
        said.append(held)
    if result.settings["smoke"]:
        said.append("A smoke test: it shows that the path works. Its numbers are worth nothing.")
    return said
