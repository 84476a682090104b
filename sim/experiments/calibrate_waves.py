"""History matching: where in the prior box the model may still agree with the figures.

Each wave is drawn from where the emulators of the runs so far do not rule it out. A point is kept
while its second largest implausibility is at most 3 (Vernon, Goldstein & Bower 2010): one figure
that the model cannot reach anywhere does not empty the box.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.experiments.calibrate_emulators import Emulators

    Array = NDArray[np.float64]

__all__ = ["CUTOFF", "Goal", "Region", "design", "implausibility", "region", "whole_box"]

CUTOFF = 3.0
CANDIDATES, ROUNDS, FEW = 2**13, 5, 60
MARGIN = 0.1
"""By how much of its width a box reaches beyond the points kept."""


@dataclass(frozen=True)
class Goal:
    """What is to be reached: observed values and their variances, by figure, as they are judged."""

    observed: Array
    variance: Array

    def total(self, emulators: Emulators, of_mean: Array) -> Array:
        """Return the variances of emulator, single runs, observation and discrepancy, summed."""
        return of_mean + emulators.noise + self.variance


@dataclass(frozen=True)
class Region:
    """Where the next points come from.

    Attributes
    ----------
    points : (points, parameters), 0 to 1 each.
    box : (parameters, 2)   The smallest box that holds what is kept, with a margin.
    space_left : [share]   Of the prior box, by volume, that is kept at the cutoff of 3.
    cutoff : what was used: 3, or more where too little was left to draw from.
    """

    points: Array
    box: Array
    space_left: float
    cutoff: float


def whole_box(parameters: int) -> Array:
    """Return the whole prior box, (parameters, 2)."""
    return np.tile([0.0, 1.0], (parameters, 1))


def design(box: Array, count: int, seed: int) -> Array:
    """Return points spread evenly over a box: a scrambled Sobol sequence, cut to `count`."""
    from scipy.stats import qmc

    power = max(1, int(np.ceil(np.log2(max(2, count)))))
    points = qmc.Sobol(len(box), rng=np.random.default_rng(seed)).random_base2(power)
    return box[:, 0] + points[:count] * (box[:, 1] - box[:, 0])


def implausibility(emulators: Emulators, goal: Goal, x: Array) -> Array:
    """Return the second largest implausibility of each point; the largest of a single figure."""
    mean, of_mean = emulators.predict(x)
    each = np.abs(goal.observed - mean) / np.sqrt(goal.total(emulators, of_mean))
    return np.sort(each, axis=1)[:, -min(2, each.shape[1])]


def region(emulators: Emulators, goal: Goal, box: Array, count: int, seed: int) -> Region:
    """Return at least `count` points that are not ruled out, from a box and ever smaller ones.

    Where even the last box holds too few, the least implausible are taken and `cutoff` says how
    implausible they are.
    """
    found = np.empty((0, len(box)))
    for turn in range(ROUNDS):
        x = design(box, CANDIDATES, seed + turn)
        worst = implausibility(emulators, goal, x)
        kept = worst <= CUTOFF
        left = float(np.prod(box[:, 1] - box[:, 0])) * float(kept.mean())
        found = np.vstack([found, x[kept]])
        if len(found) >= count or turn == ROUNDS - 1:
            break
        near = found if len(found) >= FEW else x[np.argsort(worst, kind="stable")[:FEW]]
        box = _around(near, box)
    cutoff = CUTOFF if len(found) >= count else float(np.sort(worst)[count - 1])
    chosen = found if len(found) >= count else x[worst <= cutoff]
    return Region(chosen, _around(chosen, box), left, cutoff)


def _around(points: Array, within: Array) -> Array:
    """Return the box that holds the points, with a margin, inside another box."""
    low, high = points.min(axis=0), points.max(axis=0)
    margin = MARGIN * (high - low)
    return np.column_stack(
        [np.maximum(low - margin, within[:, 0]), np.minimum(high + margin, within[:, 1])]
    )
