"""Queues at the desks: capacity, backlog and wait in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from sim.data.tables import N_LINES
from sim.services.desks import N_DIVISIONS, Desks

NONE = np.zeros(N_LINES)
USUAL = np.full(N_LINES, 3000.0)


def _desks(slack: float = 0.1) -> Desks:
    return Desks(USUAL, slack, 0.36, 0.3)


def _month(desks: Desks, cases: np.ndarray, lending: float = 0.0) -> None:
    desks.work_through(cases, NONE, NONE, NONE, 0.8, lending)


def _busy(desks: Desks) -> np.ndarray:
    """Return which divisions have lines of their own (planning and IT have none)."""
    return np.isin(np.arange(N_DIVISIONS), desks.division_of)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0, 1.1])
def test_a_desk_up_to_its_capacity_has_no_backlog(share: float) -> None:
    desks = _desks(slack=0.1)
    for _ in range(24):
        _month(desks, USUAL * share)
        assert np.all(desks.backlog_hours < 1e-6)
        assert np.all(desks.wait_months < 1e-6)
    busy = _busy(desks)
    np.testing.assert_allclose(desks.served_hours[busy], share * desks.base_hours[busy])


def test_above_its_capacity_the_backlog_grows_by_the_difference() -> None:
    desks = _desks(slack=0.0)
    busy = _busy(desks)
    for month in range(1, 25):
        _month(desks, USUAL * 1.25)
        np.testing.assert_allclose(
            desks.backlog_hours[busy], 0.25 * desks.base_hours[busy] * month, rtol=1e-9
        )
        np.testing.assert_allclose(desks.served_hours[busy], desks.capacity_hours[busy])
        np.testing.assert_allclose(desks.wait_months[busy], min(12.0, 0.25 * month), rtol=1e-9)


def test_a_peak_is_cleared_by_the_slack_and_leaves_nothing() -> None:
    desks = _desks(slack=0.1)
    busy = _busy(desks)
    _month(desks, USUAL * 1.4)  # 0.3 of a month's work is left
    for left in (0.2, 0.1, 0.0, 0.0):
        _month(desks, USUAL)
        np.testing.assert_allclose(
            desks.backlog_hours[busy], left * desks.base_hours[busy], atol=1e-6
        )


def test_hours_are_conserved() -> None:
    desks = _desks(slack=0.02)
    rng = np.random.default_rng(3)
    arrived = served = 0.0
    for _ in range(60):
        desks.capacity_hours = desks.capacity_at_start * rng.uniform(0.7, 1.3)
        _month(desks, USUAL * rng.uniform(0.5, 1.6, N_LINES), lending=0.5)
        arrived += desks.arriving_hours.sum()
        served += desks.served_hours.sum()
        assert np.all(desks.backlog_hours >= 0.0)
    assert arrived == pytest.approx(served + desks.backlog_hours.sum())


def test_a_division_without_hours_serves_nobody() -> None:
    desks = _desks()
    desks.capacity_hours[:] = 0.0
    _month(desks, USUAL)
    assert desks.served_hours.sum() == 0.0
    assert np.all(desks.wait_months[_busy(desks)] == 12.0)


def test_lent_hours_help_at_their_worth_and_no_more() -> None:
    """Idle hours of one division clear the same work of another, times what they are worth."""
    alone, helped = _desks(slack=0.0), _desks(slack=0.0)
    cases = USUAL.copy()
    cases[alone.division_of == alone.division_of[0]] *= 1.5
    cases[alone.division_of != alone.division_of[0]] *= 0.9
    _month(alone, cases)
    _month(helped, cases, lending=0.5)
    idle = (alone.capacity_hours - alone.served_hours).sum()
    assert helped.backlog_hours.sum() == pytest.approx(
        max(0.0, alone.backlog_hours.sum() - 0.5 * idle)
    )
    assert helped.backlog_hours.sum() < alone.backlog_hours.sum()


def test_phone_and_online_work_cost_their_minutes() -> None:
    desks = _desks()
    desks.new_way[:] = 1.0
    desks.work_through(NONE, USUAL, NONE, NONE, 0.8, 0.0)
    assert desks.arriving_hours.sum() == pytest.approx((USUAL * desks.phone_minutes).sum() / 60)
    desks.work_through(NONE, NONE, USUAL, np.ones(N_LINES), 0.8, 0.0)
    assert desks.arriving_hours.sum() == pytest.approx((USUAL * desks.back_minutes).sum() / 60)
    desks.new_way[:] = 0.0
    desks.work_through(NONE, NONE, USUAL, NONE, 0.8, 0.0)
    assert desks.arriving_hours.sum() == pytest.approx(
        (USUAL * 0.8 * desks.desk_minutes).sum() / 60
    )


def test_the_load_forgets_over_a_year() -> None:
    desks = _desks(slack=0.0)
    busy = _busy(desks)
    for _ in range(120):
        _month(desks, USUAL * 0.8)
    np.testing.assert_allclose(desks.load[busy], 0.8, rtol=1e-4)
