"""SALib asked and answered: its designs as points of ours, our outcomes as its indices.

Every call gets an explicit seed. SALib's own answer to a hole in a design is to give zeros without
a word, so nothing with a hole in it ever comes here.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from sim.experiments.design import Design
    from sim.scenario import Scenario
    from sim.scenario.schema import Distribution

    Floats = NDArray[np.float64]

__all__ = ["LEVELS", "Problem", "salib"]

LEVELS = 4
"""Values that Morris tries of each parameter: both ends and two between."""
RESAMPLES = 1_000
TAIL = 0.01
"""Morris goes to the ends; of a normal spread, which has none, to its 1 % and 99 %."""


@dataclass(frozen=True)
class Problem:
    """What SALib is asked.

    Attributes
    ----------
    method : "morris" or "sobol".
    n : [count]   Trajectories, or base points.
    seed : of the design and of the intervals.
    second_order : whether pairs are wanted too.
    spreads : by dotted path, how the parameter is spread.
    """

    method: str
    n: int
    seed: int
    second_order: bool
    spreads: Mapping[str, Distribution]

    @property
    def paths(self) -> tuple[str, ...]:
        """The dotted paths, in the order of SALib's columns."""
        return tuple(self.spreads)

    def shares(self) -> Floats:
        """Return the design: one row a point, one column a path, from 0 to 1."""
        import numpy as np

        sample = salib(f"sample.{self.method}")
        asked = self._asked()
        if self.method == "morris":
            return np.asarray(sample(asked, self.n, num_levels=LEVELS, seed=self.seed))
        return np.asarray(
            sample(asked, self.n, calc_second_order=self.second_order, seed=self.seed)
        )

    def design(self, scenario: Scenario) -> Design:
        """Return the design as points of the scenario."""
        from sim.experiments.design import Design

        return Design(self.method, self.paths, tuple(self.points(scenario)), tuple(self._notes()))

    def points(self, scenario: Scenario) -> list[dict[str, Any]]:
        """Return the values of each point."""
        ready = _with_spreads(scenario, self.spreads)
        return [
            {path: self._value(ready, path, float(share))
             for path, share in zip(self.paths, row, strict=True)}
            for row in self.shares()
        ]  # fmt: skip

    def _value(self, ready: Scenario, path: str, share: float) -> Any:
        from sim.experiments.design import quantile_in

        if self.method == "morris" and self.spreads[path].normal is not None:
            share = TAIL + (1 - 2 * TAIL) * share
        if self.spreads[path].uniform is not None:
            return quantile_in(path, self.spreads[path], share)
        return ready.quantile(path, share)

    def _notes(self) -> list[str]:
        normal = [path for path, spread in self.spreads.items() if spread.normal is not None]
        if self.method == "morris" and normal:
            return [f"Of normal spreads ({', '.join(normal)}), Morris tries the range from 1 % to "
                    "99 %."]  # fmt: skip
        return []

    def analysed(self, outcome: Floats) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return SALib's indices of one outcome, and those of pairs (empty unless asked for).

        Parameters
        ----------
        outcome : (points,)   In the order of the design; every one a number, not all the same.

        Returns
        -------
        indices : one row a path. Morris: mu, mu_star, mu_star_conf, sigma, in the unit of the
            outcome, for a move over the whole range. Sobol: S1, S1_conf, ST, ST_conf [share].
            `_conf` is half the width of the 95 % interval (bootstrap).
        """
        with warnings.catch_warnings():  # pandas and numpy inside SALib: nothing a user can mend
            warnings.simplefilter("ignore")
            return self._morris(outcome) if self.method == "morris" else self._sobol(outcome)

    def _morris(self, outcome: Floats) -> tuple[pd.DataFrame, pd.DataFrame]:
        import pandas as pd

        found = salib("analyze.morris", "analyze")(
            self._asked(), self.shares(), outcome, num_resamples=RESAMPLES, num_levels=LEVELS,
            seed=self.seed,
        )  # fmt: skip
        columns = ("mu", "mu_star", "mu_star_conf", "sigma")
        table = {name: [float(v) for v in found[name]] for name in columns}
        return pd.DataFrame({"path": self.paths, **table}), pd.DataFrame()

    def _sobol(self, outcome: Floats) -> tuple[pd.DataFrame, pd.DataFrame]:
        import pandas as pd

        found = salib("analyze.sobol", "analyze")(
            self._asked(), outcome, calc_second_order=self.second_order,
            num_resamples=RESAMPLES, seed=self.seed,
        )  # fmt: skip
        columns = ("S1", "S1_conf", "ST", "ST_conf")
        table = {name: [float(v) for v in found[name]] for name in columns}
        pairs = [
            {"path": one, "with": other, "S2": float(found["S2"][i][j]),
             "S2_conf": float(found["S2_conf"][i][j])}
            for i, one in enumerate(self.paths)
            for j, other in enumerate(self.paths)
            if self.second_order and i < j
        ]  # fmt: skip
        return pd.DataFrame({"path": self.paths, **table}), pd.DataFrame(pairs)

    def _asked(self) -> dict[str, Any]:
        """Return the problem as SALib wants it."""
        count = len(self.paths)
        return {"num_vars": count, "names": list(self.paths), "bounds": [[0.0, 1.0]] * count}

    def as_dict(self) -> dict[str, Any]:
        """Return the problem as plain data."""
        spreads = {
            path: spread.model_dump(mode="json", exclude_none=True, exclude={"source"})
            for path, spread in self.spreads.items()
        }
        return {"method": self.method, "n": self.n, "seed": self.seed,
                "second_order": self.second_order, "paths": list(self.paths),
                "spreads": spreads}  # fmt: skip

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Problem:
        """Return the problem that `as_dict` was made of."""
        from sim.scenario.schema import Distribution

        spreads = {path: Distribution.model_validate(data["spreads"][path])
                   for path in data["paths"]}  # fmt: skip
        return cls(data["method"], data["n"], data["seed"], data["second_order"], spreads)


def _with_spreads(scenario: Scenario, spreads: Mapping[str, Distribution]) -> Scenario:
    """Return the scenario with these spreads, so that it keeps values within their range."""
    from dataclasses import replace

    return replace(scenario, uncertain=spreads)


def salib(module: str, name: str = "sample") -> Any:
    """Return a function of SALib.

    Raises
    ------
    UserError : SALib is not installed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return getattr(import_module(f"SALib.{module}"), name)
    except ImportError as error:
        raise UserError(
            f"A sensitivity analysis needs SALib: pip install 'egov-sim[experiments]' ({error})."
        ) from None
