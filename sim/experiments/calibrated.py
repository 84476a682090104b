"""What a calibration gives back: posterior, correlations, fit to every figure, space left by wave.

Everything here is made from the runs and from the plan's settings. Bands come from runs of the
model at draws of the posterior, never from the emulators.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from sim.errors import OutputError, RunFailed
from sim.experiments.calibrate_targets import Target, simulated, targets_of
from sim.experiments.result import ExperimentResult

if TYPE_CHECKING:
    import pandas as pd

    from sim.reports.calibration import CalibrationPictures

__all__ = ["BAND", "Calibration", "ship"]

BAND = (0.05, 0.5, 0.95)
SHIPPED = Path(__file__).parent.parent / "data" / "posterior.csv"


def ship(folder: str | Path) -> Path:
    """Make the posterior of a results folder the one that `posterior: yes` draws from.

    Raises
    ------
    OutputError : the folder holds no finished calibration, or was made by other code.
    """
    from sim.experiments.again import of_this_code
    from sim.experiments.kinds import load
    from sim.scenario.posterior import text_of

    of_this_code(Path(folder))
    result = load(folder)
    if not isinstance(result, Calibration):
        raise OutputError(f"{folder}: these are no results of `egov calibrate`.")
    SHIPPED.write_text(text_of(result.tables["posterior"]), encoding="utf-8", newline="\n")
    return SHIPPED


class Calibration(ExperimentResult):
    """Free parameters, fitted; `tables` are posterior, correlations, fit and waves.

    Attributes
    ----------
    targets : the figures fitted.
    parameters : path, low and high of each free parameter.
    stages : the waves, and at last the posterior: counts, box, space left, cutoff.
    """

    verb = "calibrate"
    captions: ClassVar[Mapping[str, str]] = {
        "posterior": "Draws of the posterior; each row was run with the model",
        "correlations": "Rank correlations of the parameters in the posterior",
        "parameters": "Each free parameter: prior, posterior, and how much narrower it is",
        "fit": "Every figure fitted: observed, before and after, emulator against model",
        "waves": "What each wave left of the space of the priors",
        "whole": "The figures as simulated with every resident, parameters at their medians",
    }

    def __init__(self, ensemble: Any) -> None:
        super().__init__(ensemble)
        self.targets: list[Target] = targets_of(self.settings["figures"])
        self.parameters: list[dict[str, Any]] = list(self.settings["parameters"])
        self.stages: list[dict[str, Any]] = list(self.settings["stages"])

    @property
    def title(self) -> str:
        """What was done, in a few words."""
        many = f"{len(self.parameters)} parameters fitted to {len(self.targets)} figures"
        return f"Calibration{' (smoke test)' if self.settings['smoke'] else ''}: {many}"

    @property
    def paths(self) -> list[str]:
        """The dotted paths of the free parameters."""
        return [str(parameter["path"]) for parameter in self.parameters]

    @cached_property
    def names(self) -> dict[str, str]:
        """What a reader calls each path."""
        from sim.experiments.names import parameter_names

        return parameter_names(self.paths)

    @property
    def is_finished(self) -> bool:
        """Whether there is a posterior."""
        return bool(self.stages) and self.stages[-1]["kind"] == "posterior"

    @property
    def last(self) -> dict[str, Any]:
        """The stage of the posterior.

        Raises
        ------
        RunFailed : the calibration ended before it came to one.
        """
        if not self.is_finished:
            where = f" To go on: egov resume {self.path}" if self.path else ""
            raise RunFailed(f"The calibration ended before there was a posterior.{where}")
        return self.stages[-1]

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """posterior, correlations, parameters, fit, waves; whole where it was run."""
        from sim.experiments.calibrate_whole import whole_table

        found = {"posterior": self.posterior, "correlations": self.correlations,
                 "parameters": self._narrowed(), "fit": self.fit, "waves": self.waves}  # fmt: skip
        whole = whole_table(self)
        return found if whole is None else found | {"whole": whole}

    @cached_property
    def posterior(self) -> pd.DataFrame:
        """One row a draw, one column a path; each row was run."""
        return self._points_of(self.last)

    @property
    def medians(self) -> dict[str, float | int]:
        """The median of each parameter in the posterior, by path; whole where it must be."""
        from sim.parameters.catalogue import catalogue

        middle = {path: float(self.posterior[path].median()) for path in self.paths}
        whole = {path for path in self.paths if catalogue()[path].kind == "integer"}
        return {path: round(v) if path in whole else v for path, v in middle.items()}

    def _points_of(self, stage: Mapping[str, Any]) -> pd.DataFrame:
        import pandas as pd

        numbers = range(stage["first"], stage["first"] + stage["count"])
        changes = {point.number: point.changes for point in self.ensemble.plan.points}
        rows = [[changes[number][path] for path in self.paths] for number in numbers]
        return pd.DataFrame(rows, columns=self.paths)

    @cached_property
    def correlations(self) -> pd.DataFrame:
        """Spearman's rank correlation of every two parameters, as a square with a name column."""
        square = self.posterior.corr(method="spearman").fillna(0.0)
        return square.rename_axis("path").reset_index()

    def _narrowed(self) -> pd.DataFrame:
        """Return prior, posterior and the part of the prior's 90 % that the posterior's takes."""
        import pandas as pd

        rows = []
        for parameter in self.parameters:
            low, middle, high = self.posterior[parameter["path"]].quantile(list(BAND))
            width = (BAND[2] - BAND[0]) * (parameter["high"] - parameter["low"])
            rows.append({
                "path": parameter["path"], "prior_low": parameter["low"],
                "prior_high": parameter["high"], "low": low, "median": middle, "high": high,
                "width_ratio": (high - low) / width,
            })  # fmt: skip
        return pd.DataFrame(rows)

    @cached_property
    def simulated(self) -> pd.DataFrame:
        """What each point simulates for each figure (index point, columns ids)."""
        return simulated(self.ensemble, self.targets, self.settings["places"])

    def _values(self, stage: Mapping[str, Any], target: Target) -> np.ndarray:
        """Return what the runs of a stage simulate for a figure, without those that failed."""
        first = stage["first"]
        values = self.simulated.loc[first : first + stage["count"] - 1, target.name]
        return values.dropna().to_numpy(dtype=float)

    @cached_property
    def fit(self) -> pd.DataFrame:
        """One row a figure: observed, prior band, posterior band, implausibility, emulator.

        Columns
        -------
        prior_low, prior_median, prior_high : 5th, 50th, 95th percentile of the first wave's runs.
        low, median, high : the same of the posterior's runs; draws and luck together.
        inside : whether the figure is in between.
        implausibility : distance of the figure from the mean of the posterior's runs, in standard
            deviations of single runs, observation and discrepancy together.
        mean : of the posterior's runs, taken on the scale the figure is judged on.
        emulated : what the emulator takes for that mean.
        emulator_off : [count]   How far that is from the runs' mean, in standard errors.
        """
        import pandas as pd

        return pd.DataFrame([self._fit(place, t) for place, t in enumerate(self.targets)])

    def _fit(self, place: int, target: Target) -> dict[str, Any]:
        figure, after = target.figure, self._values(self.last, target)
        before = self._values(self.stages[0], target)
        low, middle, high = _band(after)
        mean = float(target.scaled(after).mean()) if len(after) else float("nan")
        spread = float(target.scaled(after).var()) if len(after) else float("nan")
        noise, emulated = self.last["noise"][place], self.last["emulated"][place]
        error = (spread / max(1, len(after)) + self.last["emulator_variance"][place]) ** 0.5
        return {
            "id": figure.id, "series": figure.series, "label": target.counterpart.label,
            "place": target.counterpart.place, "year": figure.year, "unit": figure.unit,
            "grade": figure.grade, "observed": figure.value,
            **dict(zip(("prior_low", "prior_median", "prior_high"), _band(before), strict=True)),
            "median": middle, "low": low, "high": high,
            "inside": bool(low <= figure.value <= high),
            "implausibility": abs(target.observed - mean) / (noise + target.variance) ** 0.5,
            "mean": float(target.unscaled(np.array([mean]))[0]),
            "emulated": float(target.unscaled(np.array([emulated]))[0]),
            "emulator_off": (emulated - mean) / max(error, 1e-9),
            "runs": len(after),
        }  # fmt: skip

    @cached_property
    def waves(self) -> pd.DataFrame:
        """One row a stage: kind, points, space left of the prior box, cutoff, misfit of its runs.

        `space_left` is by the emulators of the runs before the stage. `best` is the smallest
        second largest implausibility among the stage's own runs, without any emulator.
        """
        import pandas as pd

        rows = []
        for number, stage in enumerate(self.stages, 1):
            rows.append({
                "stage": number, "kind": stage["kind"], "points": stage["count"],
                "space_left": stage["space_left"], "cutoff": stage["cutoff"],
                "best": self._best(stage),
            })  # fmt: skip
        return pd.DataFrame(rows)

    def _best(self, stage: Mapping[str, Any]) -> float:
        first = stage["first"]
        rows = self.simulated.loc[first : first + stage["count"] - 1]
        each = []
        for place, target in enumerate(self.targets):
            away = target.observed - target.scaled(rows[target.name].to_numpy(dtype=float))
            each.append(np.abs(away) / (self.last["noise"][place] + target.variance) ** 0.5)
        worst = np.sort(np.column_stack(each), axis=1)[:, -min(2, len(each))]
        return float(np.nanmin(worst)) if np.isfinite(worst).any() else float("nan")

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """What came out, as (topic, sentence)."""
        from sim.experiments.calibrate_words import sentences

        return sentences(self)

    @property
    def notes(self) -> list[str]:
        """Likelihood, priors, sizes, and what was left out."""
        from sim.experiments.calibrate_words import notes

        return notes(self)

    @property
    def plot(self) -> CalibrationPictures:
        """The figures: marginals, correlations, fit."""
        from sim.reports.calibration import CalibrationPictures

        return CalibrationPictures(self)

    @property
    def command(self) -> str:
        """The command that does the same again, with the same figures and what --set gave."""
        plan = self.ensemble.plan
        sizes = self.settings["sizes"]
        runs = sum(sizes) * len(plan.bases)
        words = (
            f"egov calibrate --runs {runs} --waves {len(sizes) - 1} --draws {sizes[-1]} "
            f"--seed {plan.seed} --sample {plan.sample}"
        )
        return " ".join([words, *self.settings.get("options", [])])


def _band(values: np.ndarray) -> tuple[float, float, float]:
    if not len(values):
        return (float("nan"),) * 3
    low, middle, high = np.quantile(values, BAND)
    return float(low), float(middle), float(high)
