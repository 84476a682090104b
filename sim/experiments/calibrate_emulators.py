"""Emulators: one Gaussian process a figure, in place of the model where it is asked too often.

scikit-learn's regressor with a Matern kernel (5/2), a length of its own for each parameter, and
white noise for the luck of single runs. Parameters are given as shares of their prior interval.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.errors import RunFailed, UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["Emulator", "Emulators", "require"]

FOR_LENGTHS, FOR_VALUES = 200, 400
"""Runs by which the kernel's lengths are fitted, and by which its values are, at most."""
FEWEST = 8
LENGTHS = (0.1, 20.0)
NOISE = (1e-6, 4.0)
SAME = 1e-9


def require() -> None:
    """Say how to install what a calibration needs, if it is missing.

    Raises
    ------
    UserError : scikit-learn or emcee is missing.
    """
    try:
        import emcee  # noqa: F401
        import sklearn.gaussian_process  # noqa: F401
    except ImportError as error:
        raise UserError(
            f"A calibration needs {error.name}, which is not installed. "
            "Install it with: pip install 'egov-sim[experiments]'"
        ) from None


@dataclass(frozen=True)
class Emulator:
    """One figure as a function of the free parameters.

    Attributes
    ----------
    process : scikit-learn's regressor; None where every run gave the same value.
    centre, spread : of the values it was fitted to, on the scale they are judged on.
    noise : the variance of single runs about the function: luck on a sample.
    """

    process: Any
    centre: float
    spread: float
    noise: float

    @classmethod
    def fit(cls, x: Array, y: Array, seed: int) -> Emulator:
        """Return the emulator of values `y` at points `x` (points, parameters), 0 to 1 each."""
        centre, spread = float(y.mean()), float(y.std())
        if spread < SAME:
            return cls(None, centre, 0.0, 0.0)
        scaled = (y - centre) / spread
        chosen = np.random.default_rng(seed).permutation(len(x))[:FOR_LENGTHS]
        kernel = _fitted(_kernel(x.shape[1]), x[chosen], scaled[chosen], "fmin_l_bfgs_b").kernel_
        last = slice(-FOR_VALUES, None)
        process = _fitted(kernel, x[last], scaled[last], None)
        return cls(process, centre, spread, float(process.kernel_.k2.noise_level) * spread**2)

    def predict(self, x: Array) -> tuple[Array, Array]:
        """Return the mean at each point and the variance of that mean."""
        if self.process is None:
            return np.full(len(x), self.centre), np.zeros(len(x))
        alike = self._alike(x)
        mean = alike @ self.process.alpha_
        own = self._height - ((alike @ self._inverse.T) ** 2).sum(axis=1)
        return self.centre + self.spread * mean, np.maximum(own, 0.0) * self.spread**2

    def _alike(self, x: Array) -> Array:
        """Return the covariance of points with those fitted to, (points, fitted).

        As the regressor's own `predict`, without the white noise and four times as fast: the
        sampler asks tens of thousands of times. A test holds that both are the same.
        """
        from scipy.spatial.distance import cdist

        lengths = self.process.kernel_.k1.k2.length_scale
        apart = np.sqrt(5) * cdist(x / lengths, self.process.X_train_ / lengths)
        return np.asarray(self._height * (1 + apart + apart**2 / 3) * np.exp(-apart))

    @property
    def _height(self) -> float:
        return float(self.process.kernel_.k1.k1.constant_value)

    @cached_property
    def _inverse(self) -> Array:
        """The inverse of the Cholesky factor of the fitted covariance."""
        from scipy.linalg import solve_triangular

        factor = self.process.L_
        return np.asarray(solve_triangular(factor, np.eye(len(factor)), lower=True))


@dataclass(frozen=True)
class Emulators:
    """The emulators of all figures, in one order."""

    each: tuple[Emulator, ...]

    @classmethod
    def fit(cls, x: Array, y: Array, names: Sequence[str], seed: int) -> Emulators:
        """Return the emulators of the columns of `y` (points, figures); NaN is left out.

        Raises
        ------
        RunFailed : a figure is a number in too few runs.
        """
        seen = np.isfinite(y)
        few = [name for name, n in zip(names, seen.sum(axis=0), strict=True) if n < FEWEST]
        if few:
            raise RunFailed(
                f"{', '.join(few)}: a number in fewer than {FEWEST} of {len(y)} runs, so nothing "
                "can be fitted to it. See the reasons in runs.csv, or take the figure out."
            )
        columns = range(y.shape[1])
        return cls(tuple(Emulator.fit(x[seen[:, f]], y[seen[:, f], f], seed) for f in columns))

    @property
    def noise(self) -> Array:
        """The variance of single runs, by figure."""
        return np.array([emulator.noise for emulator in self.each])

    def predict(self, x: Array) -> tuple[Array, Array]:
        """Return means and their variances, each (points, figures)."""
        found = [emulator.predict(x) for emulator in self.each]
        return np.column_stack([m for m, _ in found]), np.column_stack([v for _, v in found])


def _kernel(parameters: int) -> Any:
    from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

    smooth = Matern(np.ones(parameters), LENGTHS, nu=2.5)
    return ConstantKernel(1.0, (1e-3, 1e3)) * smooth + WhiteKernel(0.1, NOISE)


def _fitted(kernel: Any, x: Array, y: Array, optimizer: str | None) -> Any:
    from sklearn.gaussian_process import GaussianProcessRegressor

    with warnings.catch_warnings():  # a length at its limit is a parameter that does nothing
        warnings.simplefilter("ignore")
        return GaussianProcessRegressor(kernel, alpha=1e-8, optimizer=optimizer).fit(x, y)
