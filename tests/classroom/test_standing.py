"""Ranks: clear leads, ties that are called ties, and ranges in between."""

from __future__ import annotations

import numpy as np
import pytest

from sim.classroom.standing import standings

LUCK = np.random.default_rng(3).standard_normal((40, 1))


def noisy(*means: float) -> np.ndarray:
    own = np.random.default_rng(4).standard_normal((40, len(means)))
    return np.array(means) + 10 * LUCK + own


def test_clear_leads_have_one_rank_each():
    found = standings(noisy(0.0, 10.0, 5.0))
    assert [(one.best, one.worst) for one in found] == [(3, 3), (1, 1), (2, 2)]
    assert found[1].chance_first == 1.0
    assert found[1].ranks == "rank 1"


def test_equal_teams_are_tied():
    same = np.repeat(10 * LUCK, 3, axis=1)
    found = standings(same)
    assert all((one.best, one.worst) == (1, 3) for one in found)
    assert all(one.level_with for one in found)
    assert found[0].ranks == "ranks 1 to 3"
    assert sum(one.chance_first for one in found) == pytest.approx(1)


def test_a_range_covers_those_who_cannot_be_told_apart():
    found = standings(noisy(5.0, 5.05, 0.0))
    assert [(one.best, one.worst) for one in found] == [(1, 2), (1, 2), (3, 3)]
    assert found[0].level_with == (1,)


def test_one_team_is_first_and_no_run_gives_nothing():
    assert standings(noisy(1.0))[0].ranks == "rank 1"
    assert standings(np.empty((0, 2))) == []
    assert standings([[1.0, np.nan]]) == []
