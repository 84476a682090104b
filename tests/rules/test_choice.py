"""Rules C1 to C10: desk, phone, Internet, kiosk or television."""

from __future__ import annotations

import math

import pytest

from sim.jit import plain
from sim.rules import choice

limited = plain(choice.limited)
desk_hours = plain(choice.desk_hours)
online_hours = plain(choice.online_hours)
usefulness = plain(choice.usefulness)
practised_share = plain(choice.practised_share)
ease = plain(choice.ease)
intention = plain(choice.intention)
risk_of_sum = plain(choice.risk_of_sum)
standing = plain(choice.standing)
utility = plain(choice.utility)
chosen_channel = plain(choice.chosen_channel)


def test_limited_on_both_sides() -> None:
    assert [limited(x, 3.0) for x in (-9.0, -2.0, 0.0, 2.0, 9.0)] == [-3.0, -2.0, 0.0, 2.0, 3.0]


def test_c1_the_journey_the_desk_and_the_documents() -> None:
    # (0.5 + 0.7) hours, 15 % come twice, two documents of 0.4 hours: 1.38 + 0.8.
    assert desk_hours(0.5, 0.7, 0.15, 2.0, 0.4) == pytest.approx(2.18)
    assert desk_hours(0.0, 0.7, 0.0, 0.0, 0.4) == pytest.approx(0.7)


def test_c2_a_document_that_is_not_shared_must_still_be_carried() -> None:
    assert online_hours(0.7, 0.26, 0.0, 0.4, 0.5) == pytest.approx(0.182)
    assert online_hours(0.7, 0.26, 2.0, 0.4, 0.5) == pytest.approx(0.182 + 0.8 + 0.5)
    # Half the cases need one document: half a journey on average.
    assert online_hours(0.7, 0.26, 0.5, 0.4, 0.5) == pytest.approx(0.182 + 0.2 + 0.25)


def test_c3_saved_hours_in_standard_deviations() -> None:
    assert usefulness(2.0, 1.0, 6.0, 6.0) == pytest.approx(1.0)
    assert usefulness(1.0, 1.0, 6.0, 6.0) == 0.0
    assert usefulness(9.0, 0.0, 60.0, 6.0) == 3.0
    assert usefulness(0.0, 9.0, 60.0, 6.0) == -3.0


def test_c4_power_law_of_practice() -> None:
    assert practised_share(0.0, 0.3) == 0.0
    assert practised_share(1.0, 0.3) == pytest.approx(1 - 2**-0.3)
    assert practised_share(1.0, 1.0) == pytest.approx(0.5)
    assert practised_share(60_000.0, 1.0) < 1.0
    # Doubling leaves the progress ratio of what was still lacking.
    lacking = [1 - practised_share(n, 0.3) for n in (3.0, 7.0, 15.0)]
    assert lacking[1] / lacking[0] == pytest.approx(lacking[2] / lacking[1])


def test_c5_skill_or_practice_and_usability() -> None:
    assert ease(0.4, 0.5, 0.0) == pytest.approx(0.35)
    assert ease(0.4, 0.5, 1.0) == pytest.approx(0.7)
    assert ease(0.0, 0.0, 1.0) == 0.0
    assert ease(1.0, 0.3, 1.0) == 1.0


def test_c6_the_terms_add_up() -> None:
    assert intention(0.3, 0.2, 0.1, -0.1, -0.4) == pytest.approx(0.1)


def test_c7_large_sums_frighten_until_the_portal_is_familiar() -> None:
    assert risk_of_sum(0.0, 0.0, 0.5) == 0.0
    assert risk_of_sum(75.0, 0.0, 0.5) == 0.0
    # Ten times the usual fine, a hundred times, and with a fifth learned by use.
    assert risk_of_sum(750.0, 0.0, 0.5) == pytest.approx(0.5)
    assert risk_of_sum(7500.0, 0.0, 0.5) == pytest.approx(1.0)
    assert risk_of_sum(7500.0, 0.2, 0.5) == pytest.approx(0.8)
    assert risk_of_sum(7500.0, 1.0, 0.5) == 0.0


def test_c8_neutral_trust_and_concern_stand_at_nothing() -> None:
    assert standing(0.5, 0.5, 0.0, 0.15, 0.15) == 0.0
    # One standard deviation of trust, one of concern.
    assert standing(0.7, 0.75, 0.0, 0.2, 0.1) == pytest.approx(0.2 - 0.1)
    assert standing(0.5, 0.5, 0.5, 0.2, 0.1) == pytest.approx(-0.05)


def test_c9_the_log_odds() -> None:
    assert utility(0.5, 2.0, 0.25, 2.0, 1.6) == pytest.approx(-0.1)


def test_c10_shares_of_the_logit() -> None:
    # Odds 1 for the desk and 1 each for the others: a fifth of the line each.
    taken = [chosen_channel(u, 1.0, 1.0, 1.0, 1.0) for u in (0.1, 0.3, 0.5, 0.7, 0.9)]
    assert sorted(taken) == [0, 1, 2, 3, 4]
    assert taken[0] == 2
    assert taken[-1] == 0


def test_c10_a_closed_channel_is_never_taken() -> None:
    draws = [(k + 0.5) / 200 for k in range(200)]
    assert {chosen_channel(u, 0.0, 0.0, 0.0, 0.0) for u in draws} == {0}
    assert {chosen_channel(u, 0.0, math.e, 0.0, 0.0) for u in draws} == {0, 2}
    for channel, odds in ((1, (9, 0, 0, 0)), (3, (0, 0, 9, 0)), (4, (0, 0, 0, 9))):
        assert {chosen_channel(u, *odds) for u in draws} == {0, channel}


def test_c10_more_odds_for_the_internet_only_move_people_to_it() -> None:
    draws = [(k + 0.5) / 500 for k in range(500)]
    for u in draws:
        before, after = chosen_channel(u, 0.3, 0.5, 0.2, 0.1), chosen_channel(u, 0.3, 0.9, 0.2, 0.1)
        if before == 2:
            assert after == 2


def test_agents_file_business_tax_and_nothing_else():
    filed = plain(choice.filed_by_agent)
    draws = [(k + 0.5) / 1000 for k in range(1000)]
    assert sum(filed(u, True, 0.6) for u in draws) == 600
    assert not any(filed(u, False, 0.6) for u in draws)
    assert not any(filed(u, True, 0.0) for u in draws)
