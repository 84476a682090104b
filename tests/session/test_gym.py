"""The mayor's term as an environment for Gymnasium."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from sim.errors import UserError
from sim.parameters.catalogue import catalogue
from sim.session.levers import lever_paths

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "scenarios/baseline.yaml"


@pytest.fixture(scope="module")
def gym():
    pytest.importorskip("gymnasium")
    from sim.experiments import gym

    return gym


def small(gym, **settings):
    return gym.DistrictEnv(BASE, **{"sample": 200, "months": 12, **settings})


def test_it_passes_the_check_of_gymnasium(gym):
    from gymnasium.utils.env_checker import check_env

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(small(gym), skip_render_check=True)


def test_actions_are_levers_within_their_ranges(gym):
    for item in gym.ACTIONS:
        assert item.path in lever_paths().values()
        declared = catalogue()[item.path]
        if declared.kind in ("number", "integer"):
            assert declared.low <= item.low < item.high <= declared.high
    for share in (0.0, 0.5, 1.0):
        levers = gym.levers_of(np.full(len(gym.ACTIONS), share, dtype=np.float32))
        assert len(levers) == len(gym.ACTIONS)
    assert levers["strategy.consolidation.contract_years"] == 5
    assert levers["strategy.consolidation.data_mode"] == "central"
    assert levers["strategy.capacity.job_guarantee"] is True


@pytest.mark.parametrize("action", [[0.5], np.full(24, np.nan)])
def test_an_action_that_is_none_is_refused(gym, action):
    with pytest.raises(UserError, match="numbers from 0 to 1"):
        gym.levers_of(action)


def episode(env, seed: int, levels: float = 0.3):
    rows, done = [env.reset(seed=seed)[0]], False
    action = np.full(env.action_space.shape, levels, dtype=np.float32)
    total = 0.0
    while not done:
        seen, reward, terminated, done, info = env.step(action)
        assert not terminated
        assert env.observation_space.contains(seen)
        rows.append(seen)
        total += reward
    return np.array(rows), total, info


def test_the_seed_is_the_world_and_the_end_is_truncated(gym):
    env = small(gym)
    one, _, info = episode(env, 1)
    again, _, _ = episode(env, 1)
    other, _, _ = episode(env, 2)
    assert len(one) == 3
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
    assert info["month"] == 12
    with pytest.raises(UserError, match="reset"):
        env.step(env.action_space.sample())


def test_rewards_add_up_to_what_the_term_was_worth(gym):
    weights = {"adoption": 2.0, "satisfaction": 0.0, "cost": 0.0}
    _, total, info = episode(small(gym, weights=weights, world=5), 1)
    assert total == pytest.approx(200 * info["outcomes"]["adoption_share"])
    assert info["units"]["adoption_share"] == "share"
    _, other, _ = episode(small(gym, weights=weights, world=5), 99)
    assert other == total  # a world of its own does not hang on the seed


def test_what_is_over_budget_is_paid_in_part_and_said(gym):
    env = small(gym, months=24)
    env.reset(seed=1)
    ones = np.ones(env.action_space.shape, dtype=np.float32)
    told = [env.step(ones)[-1] for _ in range(4)]
    info = told[-1]
    assert [item["over_budget"] for item in told][::3] == [False, True]
    assert info["outcomes"]["in_hand_usd"] >= 0


def test_an_episode_can_be_saved_and_made_by_name(gym, tmp_path):
    import gymnasium

    env = gymnasium.make("egov/District-v0", scenario=BASE, sample=200, months=12)
    env.reset(seed=1)
    env.step(env.action_space.sample())
    assert env.unwrapped.session.save(tmp_path / "episode.yaml").exists()


def test_a_step_before_the_reset_says_so(gym):
    import gymnasium

    env = small(gym)
    for kind in (UserError, gymnasium.error.ResetNeeded):
        with pytest.raises(kind, match="call reset"):
            env.step(env.action_space.sample())


def test_numbers_beyond_are_cut_and_weights_of_zero_are_equal_ones(gym):
    high, low = (gym.levers_of(np.full(len(gym.ACTIONS), x)) for x in (5.0, -5.0))
    assert high == gym.levers_of(np.ones(len(gym.ACTIONS)))
    weights = [value for path, value in low.items() if ".weight_" in path]
    assert weights == [1.0] * 5
    assert low["strategy.accessibility.outreach"] == 0.0


def test_a_weight_that_is_none_is_refused(gym):
    with pytest.raises(UserError, match="beauty: no such weight"):
        small(gym, weights={"beauty": 1})


def test_without_gymnasium_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "gymnasium", None)
    monkeypatch.delitem(sys.modules, "sim.experiments.gym", raising=False)
    with pytest.raises(UserError, match=r"pip install 'egov-sim\[experiments\]'"):
        __import__("sim.experiments.gym")
