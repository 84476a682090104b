"""Draws are even and unrelated: between agents, months, decisions, lanes and seeds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.draws import Decision, synthesis, uniform_array

N = 100_000
AGENTS = np.arange(N)
DECISION = Decision("a test", 7, 0)
# The draws are fixed by their keys, so these checks give the same answer every time.
FAIR = 1e-4


def _month(month: int, seed: int = 20020805, lane: int = 0, block: int = 7) -> np.ndarray:
    return uniform_array(seed, Decision("a test", block, lane), AGENTS, month)


@pytest.mark.parametrize("lane", range(4))
@pytest.mark.parametrize("seed", [0, 20020805])
def test_even(seed: int, lane: int) -> None:
    draws = _month(1, seed, lane)
    assert stats.kstest(draws, "uniform").pvalue > FAIR
    cells = np.bincount((draws * 256).astype(int), minlength=256)
    assert stats.chisquare(cells).pvalue > FAIR


def test_even_over_months_for_one_agent() -> None:
    draws = [uniform_array(5, DECISION, [42], month)[0] for month in range(2000)]
    assert stats.kstest(draws, "uniform").pvalue > FAIR


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(_month(2), id="next month"),
        pytest.param(_month(1, lane=1), id="next lane"),
        pytest.param(_month(1, block=8), id="next block"),
        pytest.param(_month(1, seed=20020806), id="next seed"),
        pytest.param(_month(1, seed=20020805 + 2**32), id="high half of the seed"),
        pytest.param(np.roll(_month(1), 1), id="next agent"),
    ],
)
def test_unrelated(other: np.ndarray) -> None:
    draws = _month(1)
    assert abs(np.corrcoef(draws, other)[0, 1]) < 4 / np.sqrt(N)
    pairs = np.histogram2d(draws, other, bins=16, range=[[0, 1], [0, 1]])[0]
    assert stats.chisquare(pairs.ravel()).pvalue > FAIR


def test_no_draw_comes_twice() -> None:
    many = np.concatenate([_month(month) for month in range(3)])
    # Of 2**32 values, 300,000 draws repeat about 300,000**2 / 2 / 2**32 = 10 times by chance.
    assert len(many) - len(np.unique(many)) < 40


def test_attributes_of_the_synthesis_have_places_of_their_own() -> None:
    places = [(synthesis(k, "x").block, synthesis(k, "x").lane) for k in range(40)]
    assert len(set(places)) == 40
