"""Roles: data that hold together, scores with known answers, aims that are in tension."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.classroom.board import BOARD
from sim.classroom.codes import levers
from sim.classroom.ends import measured_text
from sim.classroom.roles import ROLES_FILE, Aim, Role, overall, read_roles, role, roles
from sim.errors import UserError
from sim.outcomes import OUTCOMES

KNOWN = {one.name: one for one in OUTCOMES}
PATHS = {one.path for one in levers()}
HIGH = Aim("trust", 1, 0.75, {12: (0.0, 1.0)})
LOW = Aim("spending_cum_usd", -1, 0.25, {12: (100.0, 50.0), 24: (200.0, 100.0)})
TWO = Role("two", "Two", "", "", "", (HIGH, LOW), ())


def monthly(trust: float, spending: float, months: int = 12) -> pd.DataFrame:
    return pd.DataFrame(
        {"month": np.arange(1, months + 1), "trust": trust, "spending_cum_usd": spending}
    )


def test_there_are_six_roles_and_the_mayors_team():
    assert [one.name for one in roles()] == [
        "mayor", "home_affairs", "assembly", "information", "vendor", "citizens", "employees"
    ]  # fmt: skip


@pytest.mark.parametrize("one", [*roles(), overall()], ids=lambda one: one.name)
def test_a_role_holds_together(one):
    assert sum(aim.weight for aim in one.aims) == pytest.approx(1)
    assert {aim.outcome for aim in one.aims} <= set(KNOWN)
    assert set(one.gives) <= PATHS
    for aim in one.aims:
        for worst, best in aim.ends.values():
            assert aim.better * (best - worst) > 0


def test_the_leaderboard_shows_what_the_overall_score_is_made_of():
    assert tuple(aim.outcome for aim in overall().aims) == BOARD


@pytest.mark.parametrize(
    ("trust", "spending", "score"),
    [(0.0, 100.0, 0), (1.0, 50.0, 100), (1.0, 100.0, 75), (0.5, 75.0, 50), (9.0, -9.0, 100)],
)
def test_scores_with_known_answers(trust, spending, score):
    assert TWO.score(monthly(trust, spending)) == pytest.approx(score)


def test_the_last_ends_within_a_run_count():
    assert TWO.score(monthly(0.0, 100.0, 24)) == pytest.approx(25)


def test_a_run_too_short_for_an_aim_leaves_it_out():
    late = Role("late", "Late", "", "", "", (HIGH, Aim("trust", 1, 0.25, {60: (0, 1)})), ())
    assert late.score(monthly(0.5, 0.0)) == pytest.approx(50)
    assert np.isnan(Role("no", "", "", "", "", (late.aims[1],), ()).score(monthly(1, 0)))


def test_an_outcome_without_a_number_gives_no_score():
    assert np.isnan(TWO.score(monthly(np.nan, 50.0)))


def test_an_unknown_role_names_the_nearest():
    with pytest.raises(UserError, match="Did you mean vendor"):
        role("vender")


def test_measuring_changes_the_ends_and_nothing_else():
    text = ROLES_FILE.read_text(encoding="utf-8")
    found, board, measured = read_roles()
    ends = {(aim.outcome, month): (min(pair), max(pair)) for one in [*found, board]
            for aim in one.aims for month, pair in aim.ends.items()}  # fmt: skip
    told = {key: f'"{value}"' if key == "version" else value for key, value in measured.items()}
    assert measured_text(text, ends, told) == text
    doubled = {pair: (2 * low, 2 * high) for pair, (low, high) in ends.items()}
    changed = measured_text(text, doubled, told)
    assert len(changed.splitlines()) == len(text.splitlines())
    assert changed != text


def test_the_ends_say_where_they_are_from():
    measured = read_roles()[2]
    assert measured["strategies"] >= 12
    assert measured["replications"] >= 30
    assert measured["version"]
