"""The posterior: emcee's ensemble sampler on the emulators, with a stated likelihood.

Its moves are differential evolution (80 %) and snooker (20 %), which mix better than its stretch
move where there are ten parameters.

    log L = -1/2 sum over figures of (z - m)^2 / V + log V
    V = V_emulator + V_single_runs + V_observation + V_discrepancy

z is the figure and m the emulator's mean, both on the scale the figure is judged on. The prior is
uniform on the box of the priors, less what history matching has ruled out: the last wave's box.
Figures are taken as independent given the parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.experiments.calibrate_emulators import Emulators
    from sim.experiments.calibrate_waves import Goal

    Array = NDArray[np.float64]

__all__ = ["Chain", "log_likelihood", "sample_posterior"]

WALKERS, FOR_EACH = 96, 4
"""Walkers: so many, or so many for each parameter, whichever is more."""


@dataclass(frozen=True)
class Chain:
    """Draws of the posterior, and how well the sampler did.

    Attributes
    ----------
    draws : (draws, parameters), 0 to 1 each.
    acceptance : [share]   Steps accepted; 0.2 to 0.5 is usual.
    lengths : [count]   The kept part of the chain in autocorrelation times; below 10, be wary.
    """

    draws: Array
    acceptance: float
    lengths: float


def log_likelihood(emulators: Emulators, goal: Goal, x: Array) -> Array:
    """Return the logarithm of the likelihood of each point (points, parameters)."""
    mean, of_mean = emulators.predict(x)
    total = goal.total(emulators, of_mean)
    terms = (goal.observed - mean) ** 2 / total + np.log(total)
    return np.asarray(-0.5 * terms.sum(axis=1))


def sample_posterior(
    emulators: Emulators, goal: Goal, box: Array, start: Array, count: int, steps: int, seed: int
) -> Chain:
    """Return draws of the posterior within a box.

    Parameters
    ----------
    start : (points, parameters)   Points of the box; the likeliest of them are where it begins.
    count : [count]   Draws wanted.
    steps : [count]   Steps of each walker; the first half is thrown away.
    """
    import emcee

    def log_posterior(x: Array) -> Array:
        outside = ((x < box[:, 0]) | (x > box[:, 1])).any(axis=1)
        value = log_likelihood(emulators, goal, np.clip(x, box[:, 0], box[:, 1]))
        return np.where(outside, -np.inf, value)

    luck = np.random.default_rng(seed)
    walkers = max(WALKERS, FOR_EACH * len(box))
    first = _beginnings(log_posterior(start), start, box, walkers, luck)
    moves = [(emcee.moves.DEMove(), 0.8), (emcee.moves.DESnookerMove(), 0.2)]
    sampler = emcee.EnsembleSampler(walkers, len(box), log_posterior, vectorize=True, moves=moves)
    state = emcee.State(first, random_state=np.random.RandomState(seed % 2**32).get_state())
    sampler.run_mcmc(state, steps)
    kept = sampler.get_chain(discard=steps // 2)
    with np.errstate(invalid="ignore"):
        times = sampler.get_autocorr_time(discard=steps // 2, tol=0, quiet=True)
    slowest = float(np.max(np.nan_to_num(times, nan=np.inf)))  # no number: the chain never moved
    flat = kept.reshape(-1, len(box))
    chosen = luck.choice(len(flat), size=count, replace=len(flat) < count)
    return Chain(flat[chosen], float(sampler.acceptance_fraction.mean()), len(kept) / slowest)


def _beginnings(
    worth: Array, points: Array, box: Array, walkers: int, luck: np.random.Generator
) -> Array:
    """Return where the walkers begin: about the likeliest points, no two alike."""
    best = points[np.argsort(-worth, kind="stable")[:walkers]]
    best = best[np.arange(walkers) % len(best)]
    step = 0.02 * (box[:, 1] - box[:, 0])
    return np.clip(best + step * luck.standard_normal(best.shape), box[:, 0], box[:, 1])
