"""Citizens or businesses as users of services: their arrays, and the kernels that step them.

The blocks of agents are shared out over threads. A block writes only its own agents and its own
row of the totals, so one thread and four give the same bits.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.data.tables import first_of_line
from sim.draws import BOX_RANK, STARTS_AWARE, uniform_array
from sim.kernels.case import N_COUNTS, N_SUMS, NeedRates
from sim.kernels.feelings import N_MEASURES, FeelingRates, feelings
from sim.kernels.needs import needs
from sim.kernels.notice import BLOCK, LINES, NoticeRates, notice
from sim.population import Population

Floats = NDArray[np.float64]
N_NEIGHBOURHOODS = 26
SMALL = 100_000
"""Below this many agents one thread is faster than two."""


class Users:
    """One population of service users.

    Attributes
    ----------
    agents : the population, one row an agent.
    cell : number of each agent's group, shape (agents,).
    counts_of_applications, sums_of_applications : this month's cases, weighted, shape
        (applications, what).
    counts, sums : the same by service line, shape (lines, what).
    totals : this month's people by cell, shape (cells, measure); weighted.
    norm : share of recent users by neighbourhood, last month, shape (neighbourhoods,).
    """

    def __init__(
        self,
        agents: Population,
        offset: int,
        cell: NDArray[np.uint8],
        n_cells: int,
        is_weak: NDArray[np.float32],
        seed: int,
        pool: ThreadPoolExecutor | None,
        threads: int,
    ) -> None:
        self.agents, self.offset, self.seed = agents, offset, seed
        self.cell, self.is_weak = cell, is_weak
        self.pool, self.threads = pool, threads if len(agents) >= SMALL else 1
        self.n_blocks = -(-len(agents) // BLOCK)
        ids = np.arange(len(agents)) + offset * 10_000_000
        self.television_rank = uniform_array(0, BOX_RANK, ids).astype(np.float32)
        self._first = first_of_line()
        n_apps = int(self._first[-1])
        self._counts = np.zeros((self.n_blocks, n_apps, N_COUNTS), dtype=np.int64)
        self._sums = np.zeros((self.n_blocks, n_apps, N_SUMS))
        self.counts_of_applications = np.zeros((n_apps, N_COUNTS))
        self.sums_of_applications = np.zeros((n_apps, N_SUMS))
        self._totals = np.zeros((self.n_blocks, n_cells, N_MEASURES))
        self._at_home = np.zeros((self.n_blocks, N_NEIGHBOURHOODS, 2))
        self.counts, self.sums = np.zeros((LINES, N_COUNTS)), np.zeros((LINES, N_SUMS))
        self.totals = np.zeros((n_cells, N_MEASURES))
        self.norm = np.zeros(N_NEIGHBOURHOODS)
        self.petitions = 0.0

    def start_aware(self, seed: int, share: float, lines: int, share_online: Floats) -> None:
        """Set who is online, and how many of them know the first services, before month 1."""
        agents = self.agents
        ids = np.arange(len(agents)) + self.offset * 10_000_000
        draws = uniform_array(seed, STARTS_AWARE, ids)
        online = agents.access_rank < share_online[agents.access_group]
        agents.has_access[:] = online
        agents.aware_lines[:] = np.where((draws < share) & online, lines, 0)

    def _over_blocks(self, work: Callable[[int, int], None]) -> None:
        """Do the blocks in this thread, or share them out."""
        if self.pool is None or self.threads == 1:
            work(0, self.n_blocks)
            return
        edges = np.linspace(0, self.n_blocks, self.threads + 1).astype(int)
        parts = [self.pool.submit(work, int(a), int(b)) for a, b in pairwise(edges)]
        for part in parts:
            part.result()

    def notice(
        self,
        month: int,
        rates: NoticeRates,
        online_lines: int,
        share_online: Floats,
        share_certified: Floats,
        seat_probability: Floats,
        intensity: Floats,
    ) -> None:
        """Step "notice" for everyone."""
        a = self.agents

        def work(first: int, last: int) -> None:
            notice(
                first * BLOCK, last * BLOCK, self.seed, self.offset, month, rates, online_lines,
                share_online, share_certified, seat_probability, intensity,
                a.access_rank, a.access_group, a.certificate_rank, self.cell, a.voice,
                a.used_lines, a.referred_lines, a.has_access, a.has_certificate, a.helped,
                a.skill, a.aware_lines,
            )  # fmt: skip

        self._over_blocks(work)

    def have_needs(
        self,
        month: int,
        rates: NeedRates,
        offers: Floats,
        class_total: Floats,
        class_cumulative: Floats,
        kiosk_hours: Floats,
    ) -> None:
        """Step "needs" for everyone, and add up the month's cases."""
        a = self.agents
        self._counts[:] = 0
        self._sums[:] = 0.0

        def work(first: int, last: int) -> None:
            needs(
                first, last, self.seed, self.offset, month, rates, offers, self._first, class_total,
                class_cumulative, self.norm, kiosk_hours, a.needs_class, a.demand_propensity,
                a.value_of_time_usd_per_hour, a.bill_scale, a.privacy_concern, a.activity,
                a.neighbourhood, a.travel_hours, self.is_weak, self.television_rank,
                a.has_access, a.has_certificate, a.aware_lines, a.skill, a.trust,
                a.habit_internet, a.habit_kiosk, a.habit_television, a.lapsed, a.used_lines,
                a.referred_lines, a.online_uses, a.recent_failures, a.last_online_month,
                a.month_cases, a.month_online, a.month_kiosk, a.month_television,
                a.month_failures, a.month_performance, a.month_petitions,
                self._counts, self._sums,
            )  # fmt: skip

        self._over_blocks(work)
        self.counts_of_applications = _of_blocks(self._counts) * a.weight
        self.sums_of_applications = _of_blocks(self._sums) * a.weight
        self.counts = by_line(self.counts_of_applications)
        self.sums = by_line(self.sums_of_applications)
        self.petitions = float(np.count_nonzero(a.month_petitions)) * a.weight

    def feel(self, month: int, rates: FeelingRates) -> None:
        """Step "feelings" for everyone, and count the people by group."""
        a = self.agents
        self._totals[:] = 0.0
        self._at_home[:] = 0.0

        def work(first: int, last: int) -> None:
            feelings(
                first, last, self.seed, self.offset, month, rates, self.cell, a.neighbourhood,
                a.trust0, a.activity, a.has_access, a.aware_lines, a.online_uses,
                a.recent_failures, a.last_online_month, a.month_cases, a.month_online,
                a.month_kiosk, a.month_television, a.month_failures, a.month_performance,
                a.expectation, a.satisfaction, a.trust_base, a.trust_shock, a.trust,
                a.habit_internet, a.habit_kiosk, a.habit_television, a.lapsed, a.voice,
                self._totals, self._at_home,
            )  # fmt: skip

        self._over_blocks(work)
        self.totals = _of_blocks(self._totals) * a.weight
        home = _of_blocks(self._at_home)
        self.norm = np.divide(
            home[:, 0], home[:, 1], out=np.zeros(N_NEIGHBOURHOODS), where=home[:, 1] > 0
        )

    def column(self, name: str) -> NDArray[Any]:
        """Return one attribute of everyone, shape (agents,)."""
        return self.agents.arrays[name]

    def expected_by_class(self, classes: int) -> Floats:
        """Return the sum of propensities by needs class, weighted, shape (classes,)."""
        propensity = self.agents.demand_propensity.astype(np.float64)
        summed = np.bincount(self.agents.needs_class, propensity, classes)
        return self.agents.weight * np.asarray(summed, dtype=np.float64)


def _of_blocks(totals: NDArray[Any]) -> NDArray[Any]:
    """Return the totals of all blocks, which are the first axis."""
    return totals[0] if len(totals) == 1 else np.asarray(totals.sum(axis=0))


def by_line(of_applications: NDArray[Any]) -> NDArray[Any]:
    """Return figures by service line from figures by application, summed over the first axis."""
    return np.asarray(np.add.reduceat(of_applications, first_of_line()[:-1], axis=0))


def cells_of_citizens(citizens: Population) -> NDArray[Any]:
    """Return each citizen's cell: age x income x education x disability; 108 for a child."""
    cell = (
        (citizens.age_group.astype(np.int64) * 3 + citizens.income_group) * 3 + citizens.education
    ) * 2 + citizens.disabled
    return np.where(citizens.needs_class == 0, 108, cell).astype(np.uint8)


N_CITIZEN_CELLS = 109
N_BUSINESS_CELLS = 4
