"""Rules S1 to S3, T1 to T4 and H1 to H4: satisfaction, trust, habit, what contacts hear."""

from __future__ import annotations

import pytest

from sim.jit import plain
from sim.rules import habit, judgement, trust

within = plain(judgement.within)
satisfaction_drawn_to = plain(judgement.satisfaction_drawn_to)
moved_towards = plain(judgement.moved_towards)
raised_expectation = plain(judgement.raised_expectation)
trust_base_after = plain(trust.trust_base_after)
shock_after = plain(trust.shock_after)
trust_felt = plain(trust.trust_felt)
trust_from_answers = plain(trust.trust_from_answers)
habit_after = plain(habit.habit_after)
habit_unused = plain(habit.habit_unused)
stop_probability = plain(habit.stop_probability)
voice = plain(habit.voice)


def test_within_nothing_and_one() -> None:
    assert [within(x) for x in (-0.1, 0.0, 0.3, 1.0, 1.1)] == [0.0, 0.0, 0.3, 1.0, 1.0]


def test_s1_no_surprise_and_neutral_performance_leave_the_neutral_level() -> None:
    assert satisfaction_drawn_to(0.6, 0.6, 0.6, 0.35, 0.45, 2.0) == pytest.approx(0.6)


def test_s1_a_disappointment_counts_twice_a_pleasant_surprise() -> None:
    # Performance 0.6 is neutral; expected 0.5 or 0.7; weight 0.45, halved, of 0.1.
    better = satisfaction_drawn_to(0.6, 0.5, 0.6, 0.35, 0.45, 2.0)
    worse = satisfaction_drawn_to(0.6, 0.7, 0.6, 0.35, 0.45, 2.0)
    assert better - 0.6 == pytest.approx(0.0225)
    assert 0.6 - worse == pytest.approx(0.045)


def test_s1_stays_a_share() -> None:
    assert satisfaction_drawn_to(0.0, 1.0, 0.0, 1.0, 1.0, 4.0) == 0.0
    assert satisfaction_drawn_to(1.0, 0.0, 1.0, 1.0, 1.0, 4.0) == 1.0


def test_s2_a_part_of_the_way() -> None:
    assert moved_towards(0.5, 0.9, 0.25) == pytest.approx(0.6)
    assert moved_towards(0.5, 0.9, 0.0) == 0.5
    assert moved_towards(0.5, 0.9, 1.0) == pytest.approx(0.9)


def test_s3_promises_close_part_of_the_gap_to_one() -> None:
    assert raised_expectation(0.6, 0.1) == pytest.approx(0.64)
    assert raised_expectation(1.0, 0.1) == 1.0


def test_t1_trust_comes_on_foot_and_goes_on_horseback() -> None:
    assert trust_base_after(0.5, 0.1, 0.5, 0.03, 0.06, 0.0) == pytest.approx(0.503)
    assert trust_base_after(0.5, -0.1, 0.5, 0.03, 0.06, 0.0) == pytest.approx(0.494)


def test_t1_returns_to_the_predisposition() -> None:
    level = 0.2
    for _ in range(1000):
        level = trust_base_after(level, 0.0, 0.55, 0.03, 0.06, 0.01)
    assert level == pytest.approx(0.55, abs=1e-4)


def test_t2_half_of_a_shock_is_left_after_its_half_life() -> None:
    kept = 0.5 ** (1 / 2)
    assert shock_after(shock_after(0.2, kept, 0.0), kept, 0.0) == pytest.approx(0.1)
    assert shock_after(0.0, kept, 0.3) == pytest.approx(0.3)
    assert shock_after(0.9, 1.0, 0.9) == 1.0


def test_t3_base_less_shock() -> None:
    assert trust_felt(0.5, 0.2) == pytest.approx(0.3)
    assert trust_felt(0.1, 0.2) == 0.0


def test_t4_answers_kept_raise_and_broken_lower() -> None:
    assert trust_from_answers(1.0, 1.0, 1.0, 0.006) == pytest.approx(0.006)
    assert trust_from_answers(1.0, 0.0, 1.0, 0.006) == pytest.approx(-0.006)
    assert trust_from_answers(1.0, 0.5, 1.0, 0.006) == 0.0
    assert trust_from_answers(50.0, 1.0, 1.0, 0.006) == pytest.approx(0.018)
    assert trust_from_answers(1.0, 1.0, 0.0, 0.006) == 0.0


def test_h1_exponential_smoothing() -> None:
    assert habit_after(0.4, 1.0, 0.25) == pytest.approx(0.55)
    assert habit_after(0.4, 0.0, 0.25) == pytest.approx(0.3)


def test_h2_decay_without_use() -> None:
    assert habit_unused(0.8, 0.005) == pytest.approx(0.796)
    assert habit_unused(0.0, 0.2) == 0.0


def test_h3_a_failure_adds_three_times_the_hazard() -> None:
    assert stop_probability(0.01, 0.0) == pytest.approx(0.01)
    assert stop_probability(0.01, 1.0) == pytest.approx(1 - 0.99**4)
    assert stop_probability(0.0, 5.0) == 0.0


@pytest.mark.parametrize(
    ("online", "failures", "satisfaction", "since", "before", "heard"),
    [
        (1, 0, 0.6, 0, 0, 1),  # used, content
        (1, 0, 0.4, 0, 0, -1),  # used, not content
        (0, 1, 0.9, -1, 1, -1),  # failed only
        (1, 2, 0.9, 0, 1, -1),  # failed more often than not
        (2, 2, 0.9, 0, 0, 1),  # as often as not
        (0, 0, 0.9, -1, 0, 0),  # never a user
        (0, 0, 0.9, 12, 1, 1),  # still told of after a year
        (0, 0, 0.9, 13, 1, 0),  # forgotten
        (0, 0, 0.9, 3, -1, -1),
    ],
)
def test_h4_what_contacts_hear(
    online: int, failures: int, satisfaction: float, since: int, before: int, heard: int
) -> None:
    assert voice(online, failures, satisfaction, since, before) == heard
