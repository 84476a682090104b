"""Rules E1 to E9: skill, fear, acceptance, morale, hand-over, productivity."""

from __future__ import annotations

import math

import pytest

from sim.jit import plain
from sim.rules import employees

skill_after_month = plain(employees.skill_after_month)
practice_after = plain(employees.practice_after)
insecurity_drawn_to = plain(employees.insecurity_drawn_to)
acceptance_drawn_to = plain(employees.acceptance_drawn_to)
morale_drawn_to = plain(employees.morale_drawn_to)
knowledge_kept = plain(employees.knowledge_kept)
leaving_probability = plain(employees.leaving_probability)
productivity = plain(employees.productivity)
new_way_share = plain(employees.new_way_share)


def test_e1_a_normal_year_of_training_is_worth_its_effect() -> None:
    # 28 hours at a skill of 0.5: 0.62 standard deviations of 0.2.
    gained = skill_after_month(0.5, 28.0, 0.62, 0.0, 0.01, 0.15, 0.0) - 0.5
    assert gained == pytest.approx(0.62 * 0.2)


def test_e1_unused_skill_is_forgotten_but_used_skill_is_not() -> None:
    forgets = (0.62, 0.05, 0.01, 0.15)
    assert skill_after_month(0.6, 0.0, *forgets, 0.0) == pytest.approx(0.6 - 0.05 * 0.45)
    assert skill_after_month(0.6, 0.0, *forgets, 1.0) == pytest.approx(0.6 + 0.01 * 0.4)
    assert skill_after_month(0.15, 0.0, *forgets, 0.0) == 0.15
    assert skill_after_month(0.05, 0.0, *forgets, 0.0) == 0.05
    assert skill_after_month(1.0, 240.0, *forgets, 1.0) == 1.0


def test_e2_practice_is_the_log_of_the_uses() -> None:
    practice = 0.0
    for _ in range(9):
        practice = practice_after(practice, 1.0)
    assert practice == pytest.approx(math.log(10))
    assert practice_after(1.3, 0.0) == pytest.approx(1.3)


def test_e3_automation_frightens_guarantee_and_skill_calm() -> None:
    assert insecurity_drawn_to(0.5, 0.0, 0.0, 0.45) == pytest.approx(0.5)
    assert insecurity_drawn_to(0.5, 0.4, 0.5, 0.45) == pytest.approx(0.5 + 0.05 - 0.1)
    assert insecurity_drawn_to(0.0, 0.0, 1.5, 1.0) == 0.0
    assert insecurity_drawn_to(1.0, 1.0, 0.0, 0.0) == 1.0


def test_e4_nothing_for_or_against_is_even() -> None:
    weights = (0.4, 0.33, 0.2, 0.13)
    assert acceptance_drawn_to(0.5, 0.5, 0.3, 0.5, *weights) == pytest.approx(0.5)
    # One standard deviation of skill, with a weight of 0.4, alone.
    assert acceptance_drawn_to(0.7, 0.5, 0.3, 0.5, *weights) == pytest.approx(
        1 / (1 + math.exp(-0.4))
    )
    assert 0.0 < acceptance_drawn_to(0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0) < 0.01


def test_e5_overload_stops_counting_at_one_month() -> None:
    assert morale_drawn_to(0.5, 0.0, 0.0, 0.327) == pytest.approx(0.6)
    assert morale_drawn_to(0.5, 1.0, 0.0, 0.327) == pytest.approx(0.4)
    assert morale_drawn_to(0.5, 7.0, 0.0, 0.327) == pytest.approx(0.4)
    assert morale_drawn_to(0.7, 0.0, 1.0, 1.0) == pytest.approx(0.6 - 0.15 + 0.08)


def test_e6_what_was_written_down_survives() -> None:
    assert knowledge_kept(0.0, 0.6, 0.2) == pytest.approx(0.2)
    assert knowledge_kept(1.0, 0.6, 0.2) == pytest.approx(0.6)
    assert knowledge_kept(0.5, 0.6, 0.2) == pytest.approx(0.4)


def test_e7_attrition_at_the_usual_morale() -> None:
    assert leaving_probability(0.06, 0.58) == pytest.approx(0.005)
    assert leaving_probability(0.06, 0.18) == pytest.approx(0.008)
    assert leaving_probability(0.0, 0.0) == 0.0
    assert leaving_probability(0.06, 1.0) > 0.0


def test_e8_the_old_way_needs_no_computer() -> None:
    assert productivity(0.5, 0.1, 0.0, 0.295, 0.0) == productivity(0.5, 0.9, 5.0, 0.295, 0.0)
    assert productivity(2 / 3, 0.4, 0.0, 0.295, 1.0) == pytest.approx(1.0)


def test_e9_a_tipping_share() -> None:
    """Drawn to just the tipping share: who is above stays, who is below falls back."""
    above, below = 0.55, 0.45
    for _ in range(600):
        above, below = new_way_share(above, 0.5, 0.5), new_way_share(below, 0.5, 0.5)
    assert above == pytest.approx(0.5, abs=1e-6)
    assert below == 0.25, "half of those who are ready go on"


def test_e9_limits() -> None:
    assert new_way_share(0.6, 0.6, 0.5) == 0.6
    assert new_way_share(0.3, 0.3, 0.0) == 0.3
    assert new_way_share(0.0, 0.0, 0.9) == 0.0
    assert new_way_share(1.0, 1.0, 0.9) == 1.0
    assert new_way_share(0.5, 1.0, 0.5) == pytest.approx(0.54)
