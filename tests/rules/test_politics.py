"""Rules R1, R2, L1, B1, B2, M1, X1 and X2: those outside the office who decide."""

from __future__ import annotations

import math

import pytest

from sim.jit import plain
from sim.rules import politics

probability_from_hazard = plain(politics.probability_from_hazard)
register_hazard_per_month = plain(politics.register_hazard_per_month)
trust_of_ministry = plain(politics.trust_of_ministry)
consent_hazard_per_month = plain(politics.consent_hazard_per_month)
request_log_odds = plain(politics.request_log_odds)
logistic = plain(politics.logistic)
visible_success = plain(politics.visible_success)
survival_log_odds = plain(politics.survival_log_odds)
incident_hazard_per_year = plain(politics.incident_hazard_per_year)
records_lost = plain(politics.records_lost)


def test_a_hazard_is_nearly_a_chance_while_small() -> None:
    assert probability_from_hazard(0.0) == 0.0
    assert probability_from_hazard(1e-6) == pytest.approx(1e-6, rel=1e-5)
    assert probability_from_hazard(math.log(2)) == pytest.approx(0.5)
    assert probability_from_hazard(1e9) == 1.0


def test_logistic() -> None:
    assert logistic(0.0) == 0.5
    assert logistic(math.log(3)) == pytest.approx(0.75)
    assert logistic(-1.1) + logistic(1.1) == pytest.approx(1.0)


def test_r1_nothing_helping_is_the_base() -> None:
    assert register_hazard_per_month(0.012, 0, 0, 0, 0, 0, 0) == pytest.approx(0.012)
    for_, against = math.log(6), math.log(3)
    hazard = register_hazard_per_month(0.012, for_, 0, 0, against, 0, 0)
    assert hazard == pytest.approx(0.024)


def test_r2_trust_won_slowly_and_lost_at_once() -> None:
    assert trust_of_ministry(0.5, 0.02, 1.0, 0.0) == pytest.approx(0.51)
    assert trust_of_ministry(0.5, 0.0, 0.0, 0.3) == pytest.approx(0.2)
    assert trust_of_ministry(0.1, 0.0, 0.0, 0.3) == 0.0
    assert trust_of_ministry(1.0, 0.3, 1.0, 0.0) == 1.0


def test_l1_log_hazards_add_up() -> None:
    assert consent_hazard_per_month(0.004, 0, 0, 0, 0) == pytest.approx(0.004)
    hazard = consent_hazard_per_month(0.004, math.log(2), math.log(3), 0, 0)
    assert hazard == pytest.approx(0.024)


def test_b1_the_first_request_of_the_case() -> None:
    # Two million, three rivals, no ally, no result: -1.1 - 1.5 - 1.6.
    assert request_log_odds(-1.1, 0, 0, 1.5, 1.6, 0) == pytest.approx(-4.2)
    assert logistic(request_log_odds(-1.1, 0, 0, 1.5, 1.6, 0)) < 0.05


def test_b2_success_is_at_most_one() -> None:
    weights = (0.4, 0.8, 0.2)
    assert visible_success(0.0, 0.0, 0.0, *weights) == 0.0
    assert visible_success(0.5, 0.25, 0.5, *weights) == pytest.approx(0.2 + 0.2 + 0.1)
    assert visible_success(1.0, 1.0, 1.0, *weights) == 1.0


def test_m1_neutral_capital_counts_for_nothing() -> None:
    assert survival_log_odds(0.4, 0.0, 6.0, 0.5, 2.0, 0.0, 1.5) == pytest.approx(0.4)
    assert survival_log_odds(0.4, -0.1, 6.0, 0.5, 2.0, 0.0, 1.5) == pytest.approx(-0.2)
    assert survival_log_odds(0.4, 0.0, 6.0, 1.0, 2.0, 1.0, 1.5) == pytest.approx(0.4 + 1.0 + 1.5)


def test_x1_spending_at_the_scale_halves_the_hazard() -> None:
    assert incident_hazard_per_year(0.03, 1.0, 1.0, 0.0, 1e5) == pytest.approx(0.03)
    assert incident_hazard_per_year(0.03, 1.0, 1.0, 1e5, 1e5) == pytest.approx(0.015)
    assert incident_hazard_per_year(0.03, 2.0, 1.6, 0.0, 1e5) == pytest.approx(0.096)


def test_x2_no_more_than_are_held() -> None:
    assert records_lost(3.5, 1.2, 0.0, 1e9) == pytest.approx(10**3.5)
    assert records_lost(3.5, 1.2, 1.25, 1e9) == pytest.approx(1e5)
    assert records_lost(3.5, 1.2, 5.0, 540_000.0) == 540_000.0
