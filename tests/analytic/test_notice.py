"""Notice alone, with known answers: a constant hazard, and Bass's curve."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sim.draws import CITIZEN_OFFSET
from sim.kernels.notice import LINES, NoticeRates
from sim.month import notice_rates
from sim.parameters.district import District
from sim.population import build_citizens
from sim.users import N_CITIZEN_CELLS, Users, cells_of_citizens
from tests.worlds import small_world

N = 20_000
EVERYONE = np.ones(20)
NO_SEATS = np.zeros(N_CITIZEN_CELLS)


@pytest.fixture
def people() -> Users:
    """Twenty thousand citizens who are all online and know of nothing."""
    citizens = build_citizens(District(), N)
    citizens.has_access[:] = 1
    nobody_weak = np.zeros(N, np.float32)
    return Users(
        citizens, CITIZEN_OFFSET, cells_of_citizens(citizens), N_CITIZEN_CELLS, nobody_weak, 11,
        None, 1,
    )  # fmt: skip


def _rates(campaign: float, peers: float, share_long: float = 1.0) -> NoticeRates:
    usual = notice_rates(small_world())
    return usual._replace(
        campaign_per_year=campaign, peers_per_year=peers, contacts=3, ties=60,
        share_long=share_long, weight_of_bad=2.0, probability_gains=0.0,
    )  # fmt: skip


def _shares_aware(
    people: Users,
    rates: NoticeRates,
    months: int,
    lines: int = 1,
    after: Callable[[], None] = lambda: None,
) -> np.ndarray:
    """Return the share that knows the first line, month by month."""
    shares = []
    for month in range(1, months + 1):
        people.notice(month, rates, lines, EVERYONE, EVERYONE, NO_SEATS, np.ones(LINES))
        after()
        shares.append(float((people.agents.aware_lines & 1).mean()))
    return np.array(shares)


def test_a_constant_hazard_without_peers_is_geometric(people: Users) -> None:
    """One line, no contacts: 1 - (1 - p)**t with p = 1 - exp(-h / 12)."""
    hazard_per_year, months = 0.36, 60
    shares = _shares_aware(people, _rates(hazard_per_year, 0.0), months)
    p = 1.0 - np.exp(-hazard_per_year / 12)
    expected = 1.0 - (1.0 - p) ** np.arange(1, months + 1)
    error = np.sqrt(expected * (1 - expected) / N)
    assert np.all(np.abs(shares - expected) < 4 * error)


def test_the_campaign_multiplies_the_hazard(people: Users) -> None:
    rates = _rates(0.36, 0.0)
    intensity = np.full(LINES, 2.5)
    for month in range(1, 13):
        people.notice(month, rates, 1, EVERYONE, EVERYONE, NO_SEATS, intensity)
    expected = 1.0 - np.exp(-0.36 * 2.5)
    assert float((people.agents.aware_lines & 1).mean()) == pytest.approx(expected, abs=0.014)


def test_every_line_keeps_its_hazard_beside_ten_others(people: Users) -> None:
    """One unknown line is looked at a month; the first of eleven comes as soon as alone."""
    months = 60
    shares = _shares_aware(people, _rates(0.1, 0.0), months, lines=2**LINES - 1)
    alone = 1.0 - np.exp(-0.1 / 12 * np.arange(1, months + 1))
    assert np.all(np.abs(shares - alone) < 0.02)
    assert int(people.agents.aware_lines.max()) < 2**LINES


def test_nothing_is_noticed_without_hazard_or_without_services(people: Users) -> None:
    assert _shares_aware(people, _rates(0.0, 0.0), 6).max() == 0.0
    assert _shares_aware(people, _rates(1.0, 3.0), 6, lines=0).max() == 0.0


def _everyone_aware_uses_and_praises(people: Users) -> Callable[[], None]:
    def praise() -> None:
        people.agents.used_lines[:] = people.agents.aware_lines
        people.agents.voice[:] = people.agents.aware_lines != 0

    return praise


def _bass_by_month(start: float, p: float, q: float, contacts: int, months: int) -> np.ndarray:
    """Return Bass's curve in steps of a month, with the luck of whom one asks counted in."""
    shares, share = [], start
    for _ in range(months):
        hears = (1.0 - share + share * np.exp(-q / 12 / contacts)) ** contacts
        share += (1.0 - share) * (1.0 - np.exp(-p / 12) * hears)
        shares.append(share)
    return np.array(shares)


def _bass(start: float, p: float, q: float, months: int) -> np.ndarray:
    """Return the solution of dF/dt = (p + q F)(1 - F) with F(0) = start, at months 1, 2, ..."""
    t = np.arange(1, months + 1) / 12
    odds = (1.0 - start) / (p + q * start) * np.exp(-(p + q) * t)
    return (1.0 - p * odds) / (1.0 + q * odds)


def test_word_of_mouth_alone_gives_the_bass_curve_in_a_mixed_population(people: Users) -> None:
    """Ties are many but fixed for life, so the curve lags Bass's by a month or two, no more."""
    q, start, months = 0.58, 0.1, 120
    people.agents.aware_lines[: int(start * N)] = 1
    praise = _everyone_aware_uses_and_praises(people)
    praise()
    shares = _shares_aware(people, _rates(0.0, q), months, after=praise)
    assert np.max(np.abs(shares - _bass_by_month(start, 0.0, q, 3, months))) < 0.02
    assert np.max(np.abs(shares - _bass(start, 0.0, q, months))) < 0.04
    assert shares[-1] > 0.95


def test_campaign_and_word_of_mouth_give_the_bass_curve(people: Users) -> None:
    p, q, months = 0.088, 0.58, 96
    praise = _everyone_aware_uses_and_praises(people)
    shares = _shares_aware(people, _rates(p, q), months, after=praise)
    assert np.max(np.abs(shares - _bass_by_month(0.0, p, q, 3, months))) < 0.015
    assert np.max(np.abs(shares - _bass(0.0, p, q, months))) < 0.03


def test_neighbours_alone_spread_the_word_more_slowly(people: Users) -> None:
    """On a ring without long ties a front walks from neighbour to neighbour."""
    praise = _everyone_aware_uses_and_praises(people)
    people.agents.aware_lines[: N // 20] = 1
    praise()
    shares = _shares_aware(people, _rates(0.0, 1.2, share_long=0.0), 72, after=praise)
    assert np.all(shares < _bass(0.05, 0.0, 1.2, 72))


def test_bad_reports_stop_the_word(people: Users) -> None:
    people.agents.aware_lines[: N // 2] = 1
    people.agents.used_lines[: N // 2] = 1
    people.agents.voice[: N // 2] = -1
    shares = _shares_aware(people, _rates(0.0, 3.0), 12)
    assert set(shares) == {0.5}
