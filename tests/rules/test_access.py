"""Rules A1 to A4: who can be online at all."""

from __future__ import annotations

import pytest

from sim.jit import plain
from sim.rules import access

has_access = plain(access.has_access)
has_certificate = plain(access.has_certificate)
training_opens_access = plain(access.training_opens_access)
skill_after_training = plain(access.skill_after_training)


def test_a1_low_ranks_come_online_first() -> None:
    assert has_access(0.29, 0.30, False)
    assert not has_access(0.30, 0.30, False)
    assert not has_access(0.0, 0.0, False)
    assert has_access(0.999, 1.0, False)


def test_a1_help_opens_access_whatever_the_rank() -> None:
    assert has_access(0.99, 0.01, True)


def test_a2_nobody_offline_holds_a_certificate() -> None:
    assert not has_certificate(False, 0.0, 1.0)
    assert has_certificate(True, 0.19, 0.20)
    assert not has_certificate(True, 0.20, 0.20)


def test_a3_a_seat_and_then_a_gain() -> None:
    # A seat for one in ten, a gain for three in ten of them: three in a hundred.
    assert training_opens_access(0.029, 0.10, 0.30)
    assert not training_opens_access(0.031, 0.10, 0.30)
    assert not training_opens_access(1e-9, 0.0, 1.0)


def test_a4_a_quarter_of_what_was_lacking_is_learned() -> None:
    assert skill_after_training(0.2) == pytest.approx(0.4)
    assert skill_after_training(1.0) == 1.0
    assert skill_after_training(0.0) == 0.25
