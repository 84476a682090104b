"""Which points of a space are tried: grids, lists, and samples spread evenly over it."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.errors import UserError
from sim.experiments.design_checks import check_points, notes_on, nothing_to_vary
from sim.experiments.plan import Point
from sim.experiments.vary import Variation
from sim.parameters.catalogue import catalogue
from sim.scenario import posterior

if TYPE_CHECKING:
    import numpy as np

    from sim.scenario import Scenario
    from sim.scenario.schema import Distribution, Sweep

__all__ = ["SAMPLES", "Design", "between", "design_of", "quantile_in", "unit_sample"]

SAMPLES = ("latin_hypercube", "sobol", "random")
LEVELS = 5
"""Values that a range is tried at where a grid is made of it."""
POINTS = 64
"""Points of a sample, unless given; a power of two, as Sobol designs want it."""


@dataclass(frozen=True)
class Design:
    """The points of an experiment.

    Attributes
    ----------
    kind : "grid", "zip", "list", or one of `SAMPLES`.
    paths : what is varied, in the order of the tables.
    points : the values changed, by dotted path; point 1 comes first.
    notes : what a reader must know of the design.
    of_uncertain : whether it spreads what stands under `uncertain:`, which is then not drawn too.
    """

    kind: str
    paths: tuple[str, ...]
    points: tuple[Mapping[str, Any], ...]
    notes: tuple[str, ...] = ()
    of_uncertain: bool = False

    def numbered(self, name: str) -> tuple[Point, ...]:
        """Return the points of a plan of one scenario, numbered from 1."""
        return tuple(Point(name, i, 0, changes) for i, changes in enumerate(self.points, 1))


def design_of(
    scenario: Scenario,
    variation: Variation,
    *,
    kind: str | None = None,
    n: int | None = None,
    shown: str = "",
) -> Design:
    """Return the design that the options ask for, else the one of the scenario's `sweep:`.

    Parameters
    ----------
    variation : what `--vary` varies; where it is empty, the scenario's `sweep:` holds.
    kind : one of `SAMPLES`, where points are to be spread instead of combined.
    n : [count]   Points of a sample.
    shown : what messages call the scenario; its name unless given.

    Raises
    ------
    UserError : nothing to vary, or two designs at once.
    ScenarioError : with every point that the scenario does not allow.
    """
    shown = shown or scenario.name
    _check_request(kind, n)
    design = _requested(scenario, variation, kind, n) or _written(scenario, kind, n)
    if design is None:
        raise UserError(nothing_to_vary(scenario, shown))
    check_points(design, scenario, shown)
    return replace(design, notes=(*design.notes, *notes_on(design, scenario)))


def _check_request(kind: str | None, n: int | None) -> None:
    if kind is not None and kind not in SAMPLES:
        raise UserError(f'There is no design "{kind}". The designs are {", ".join(SAMPLES)}.')
    if n is not None and n < 1:
        raise UserError(f"--points is {n}; a design has at least one point.")


def _requested(
    scenario: Scenario, variation: Variation, kind: str | None, n: int | None
) -> Design | None:
    """Return the design of the options alone, or nothing where they vary nothing."""
    if not variation.paths:
        return None
    notes = ["--vary was used in place of the scenario's `sweep:`."] if scenario.sweep else []
    if kind is None and n is None:
        return _grid(variation, notes)
    spreads = {path: variation.spread(path) for path in variation.paths}
    return _sample(scenario, spreads, kind or SAMPLES[0], n or POINTS, notes)


def _written(scenario: Scenario, kind: str | None, n: int | None) -> Design | None:
    """Return the design of the scenario's `sweep:`; nothing where it has none."""
    sweep = scenario.sweep
    if sweep is None:
        spread_out = scenario.uncertain and (kind is not None or n is not None)
        return _sample(scenario, {}, kind or SAMPLES[0], n or POINTS, []) if spread_out else None
    if sweep.sample is not None:
        wanted = sweep.sample
        spreads = {path: between(*ends) for path, ends in wanted.between.items()}
        return _sample(scenario, spreads, kind or wanted.design, n or wanted.n, [])
    if kind is not None or n is not None:
        raise UserError(
            f"{scenario.name} lists its points under `sweep:` itself, so --design and --points "
            "have nothing to spread. Leave them out, or give ranges with --vary PATH=low:high."
        )
    return _listed(sweep)


def _listed(sweep: Sweep) -> Design:
    """Return the points that a file writes out: all combinations, pairs, or one by one."""
    if sweep.listed is not None:
        paths = dict.fromkeys(path for point in sweep.listed for path in point)
        return Design("list", tuple(paths), tuple(sweep.listed))
    if sweep.zipped is not None:
        rows = zip(*sweep.zipped.values(), strict=True)
        return Design("zip", tuple(sweep.zipped), _points(sweep.zipped, rows))
    assert sweep.grid is not None
    combined = itertools.product(*sweep.grid.values())
    return Design("grid", tuple(sweep.grid), _points(sweep.grid, combined))


def _points(paths: Iterable[str], rows: Iterable[Sequence[Any]]) -> tuple[dict[str, Any], ...]:
    return tuple(dict(zip(paths, row, strict=True)) for row in rows)


def _grid(variation: Variation, notes: list[str]) -> Design:
    values = {path: variation.choices.get(path) or _levels(path, *variation.ranges[path])
              for path in variation.paths}  # fmt: skip
    if variation.ranges:
        notes = [*notes, f"A range is tried at {LEVELS} values from end to end; low:high:step "
                 "chooses them, and --points spreads points over it instead."]  # fmt: skip
    points = _points(values, itertools.product(*values.values()))
    return Design("grid", variation.paths, points, tuple(notes))


def _levels(path: str, low: float, high: float) -> list[Any]:
    values = [low + (high - low) * place / (LEVELS - 1) for place in range(LEVELS)]
    if catalogue()[path].kind == "integer":
        return list(dict.fromkeys(round(value) for value in values))
    return [float(f"{value:.12g}") for value in values]


def between(low: float, high: float) -> Distribution:
    """Return the spread of `sweep.sample.between`: every value in the range equally likely."""
    from sim.scenario.schema import Distribution

    return Distribution(uniform=(float(low), float(high)))


def quantile_in(path: str, spread: Distribution, share: float) -> Any:
    """Return the value of a path at a quantile of what is tried there.

    Whole numbers in a range are equally likely, both ends included.
    """
    if spread.uniform is not None and catalogue()[path].kind == "integer":
        low, high = (round(end) for end in spread.uniform)
        return min(high, low + int(share * (high - low + 1)))
    if spread.posterior:
        return posterior.quantile(path, share)
    return spread.quantile(share)


def _sample(
    scenario: Scenario,
    spreads: Mapping[str, Distribution],
    kind: str,
    n: int,
    notes: Sequence[str],
) -> Design:
    """Return points spread over ranges; over `uncertain:` where none are given."""
    paths = tuple(spreads or scenario.uncertain)
    shares = unit_sample(kind, n, len(paths), scenario.run.seed)
    value: Callable[[str, float], Any] = scenario.quantile
    if spreads:
        value = lambda path, share: quantile_in(path, spreads[path], share)  # noqa: E731
    points = [{p: value(p, float(u)) for p, u in zip(paths, row, strict=True)} for row in shares]
    notes = list(notes)
    if kind == "sobol" and n & (n - 1):
        notes.append(
            f"A Sobol design is balanced at powers of two only, and {n} is none; "
            f"{1 << (n.bit_length() - 1)} or {1 << n.bit_length()} points would be better."
        )
    if not spreads:
        notes.append("The points are spread over `uncertain:`, so no other worlds are drawn.")
    return Design(kind, paths, tuple(points), tuple(notes), of_uncertain=not spreads)


def unit_sample(kind: str, n: int, dimensions: int, seed: int) -> np.ndarray:
    """Return n points in the unit cube, the same ones for the same seed.

    Parameters
    ----------
    kind : one of `SAMPLES`. A Latin hypercube has one point in each of n slices of every
        dimension; a Sobol design is scrambled (Owen), so that no point lies on the edge.

    Returns
    -------
    shares : (n, dimensions), in [0, 1).

    Source
    ------
    scipy.stats.qmc.
    """
    import numpy as np

    generator = np.random.default_rng(seed)
    if kind == "random":
        return generator.random((n, dimensions))
    from scipy.stats import qmc

    if kind == "latin_hypercube":
        return np.asarray(qmc.LatinHypercube(dimensions, rng=generator).random(n))
    with warnings.catch_warnings():  # about powers of two, which the design says in its notes
        warnings.simplefilter("ignore", UserWarning)
        return np.asarray(qmc.Sobol(dimensions, rng=generator).random(n))
