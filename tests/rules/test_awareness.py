"""Rules W1 to W4: how an online service comes to a person's notice."""

from __future__ import annotations

import math

import pytest

from sim.jit import plain
from sim.rules import awareness

word_of_mouth_pull = plain(awareness.word_of_mouth_pull)
notice_hazard_per_month = plain(awareness.notice_hazard_per_month)
probability_of_notice = plain(awareness.probability_of_notice)
staff_refer = plain(awareness.staff_refer)


def test_w1_a_bad_report_undoes_two_good_ones() -> None:
    assert word_of_mouth_pull(3.0, 0.0, 3.0, 2.0) == 1.0
    assert word_of_mouth_pull(3.0, 1.0, 4.0, 2.0) == pytest.approx(0.25)
    assert word_of_mouth_pull(2.0, 1.0, 3.0, 2.0) == 0.0


def test_w1_between_minus_one_and_one_and_nothing_where_nobody_is_asked() -> None:
    assert word_of_mouth_pull(0.0, 3.0, 3.0, 2.0) == -1.0
    assert word_of_mouth_pull(0.0, 1.0, 4.0, 2.0) == pytest.approx(-0.5)
    assert word_of_mouth_pull(0.0, 0.0, 0.0, 2.0) == 0.0


def test_w2_campaign_and_contacts_add_up() -> None:
    # 0.12 a year at twice the campaign, and half the pull of 0.6 a year: 0.54 a year.
    assert notice_hazard_per_month(0.12, 2.0, 0.6, 0.5) == pytest.approx(0.54 / 12)
    assert notice_hazard_per_month(0.12, 0.0, 0.6, 0.0) == 0.0


def test_w2_bad_reports_undo_a_campaign_and_no_more() -> None:
    assert notice_hazard_per_month(0.12, 1.0, 0.6, -0.1) == pytest.approx(0.06 / 12)
    assert notice_hazard_per_month(0.12, 1.0, 0.6, -1.0) == 0.0


def test_w3_each_unknown_line_keeps_its_own_hazard() -> None:
    assert probability_of_notice(0.02, 1) == pytest.approx(1 - math.exp(-0.02))
    assert probability_of_notice(0.02, 5) == pytest.approx(1 - math.exp(-0.1))
    assert probability_of_notice(0.0, 11) == 0.0
    # One line in five is looked at; a small hazard is noticed about as often as alone.
    assert probability_of_notice(1e-4, 5) / 5 == pytest.approx(1e-4, rel=1e-3)


def test_w4_the_lever_multiplies_the_usual_chance() -> None:
    assert staff_refer(0.019, 0.01, 2.0)
    assert not staff_refer(0.021, 0.01, 2.0)
    assert not staff_refer(1e-9, 0.01, 0.0)
