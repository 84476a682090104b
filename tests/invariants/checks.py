"""What must hold at the end of any month, in any world."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from sim.accounts import INSIDE
from sim.kernels import case as n
from sim.kernels import feelings as f
from sim.kernels.notice import LINES
from sim.model import DistrictModel
from sim.outcomes import OUTCOMES
from sim.services.portfolio import ALLOWED
from sim.users import Users
from tests.worlds import populations

LIMITS = {"share": (0.0, 1.0), "0-1": (0.0, 1.0), "0-100": (0.0, 100.0), "points": (-100.0, 100.0)}
MAY_BE_NEGATIVE = {"expectation_gap", "avoided_cost_usd", "net_present_value_usd"}
NEVER_FALL = ("helped", "aware_lines", "used_lines", "online_uses", "last_online_month")


def check_money(world: DistrictModel) -> None:
    """Every cent has a source and a use; nothing inside is overdrawn; assets equal flows."""
    world.ledger.check()
    afresh: Counter[str] = Counter()
    spent: Counter[int] = Counter()
    for entry in world.ledger.entries:
        assert isinstance(entry.cents, int)
        assert entry.cents > 0
        afresh[entry.source] -= entry.cents
        afresh[entry.use] += entry.cents
        if entry.source in INSIDE and entry.use not in INSIDE:
            spent[entry.month] += entry.cents
    assert sum(afresh.values()) == 0
    assert {k: v for k, v in afresh.items() if v} == {
        k: v for k, v in world.ledger.balances.items() if v
    }
    assert all(world.ledger.balances[account] >= 0 for account in INSIDE)
    assert dict(spent) == world.ledger.spent_cents_by_month
    assert sum(spent.values()) == round(world.spent_so_far_usd() * 100)


def check_ranges(world: DistrictModel) -> None:
    """Every column is inside its declared range, whole and finite."""
    for name, agents in populations(world).items():
        for column in agents.columns:
            values = agents.arrays[column.name]
            where = f"{name}.{column.name} in month {world.month}"
            assert values.dtype == column.numpy_dtype, where
            assert np.all(np.isfinite(values)), where
            if column.low is not None:
                assert values.min() >= column.low, where
            if column.high is not None:
                assert values.max() <= column.high, where
            if column.kind == "bits":
                assert int(values.max()) < 2**LINES, where


def check_outcomes(world: DistrictModel) -> None:
    """Shares are shares, and no stock or flow is negative that cannot be."""
    for outcome in OUTCOMES:
        value = outcome.value(world)
        where = f"{outcome.name} is {value} in month {world.month}"
        assert np.isfinite(value), where
        if outcome.name in MAY_BE_NEGATIVE:
            continue
        low, high = LIMITS.get(outcome.unit, (0.0, np.inf))
        assert low - 1e-9 <= value <= high + 1e-9, where


def check_desks(world: DistrictModel) -> None:
    """No negative backlog, wait or hours; nobody serves more than there was."""
    desks = world.desks
    for name in ("backlog_hours", "capacity_hours", "arriving_hours", "served_hours", "load"):
        assert np.all(getattr(desks, name) >= -1e-9), name
    assert np.all((desks.wait_months >= 0.0) & (desks.wait_months <= 12.0))
    assert np.all((desks.new_way >= 0.0) & (desks.new_way <= 1.0))
    assert np.all((desks.online_share >= 0.0) & (desks.online_share <= 1.0))


def check_users(users: Users, month: int) -> None:
    """Each person's record is consistent in itself."""
    a = users.agents
    assert np.all(a.has_certificate <= a.has_access)
    assert np.all(a.used_lines & ~a.aware_lines == 0)
    assert np.all((a.online_uses > 0) == (a.last_online_month > 0))
    assert np.all((a.used_lines > 0) == (a.online_uses > 0))
    assert int(a.last_online_month.max(initial=-1)) <= month
    channels = [a.month_online, a.month_failures, a.month_kiosk, a.month_television]
    assert np.all(sum(c.astype(int) for c in channels) <= a.month_cases)
    assert np.all(a.month_performance <= a.month_cases + 1e-4)
    assert np.all((a.month_cases > 0) | (a.month_performance == 0.0))
    now = a.last_online_month == month
    assert np.all(now == (a.month_online > 0))
    assert np.all(a.lapsed[now] == 0)
    assert np.all(a.lapsed[a.online_uses == 0] == 0)


def check_census(users: Users, month: int) -> None:
    """The month's running totals equal a count of the arrays made afresh."""
    a, weight = users.agents, users.agents.weight
    cells = len(users.totals)

    def by_cell(values: Any) -> np.ndarray:
        summed = np.bincount(users.cell, np.asarray(values, np.float64), cells)
        return np.asarray(summed) * weight

    since = month - a.last_online_month.astype(int)
    is_user = (a.last_online_month > 0) & (since < 12)
    exact = {
        f.PEOPLE: np.ones(len(a)), f.ONLINE: a.has_access, f.AWARE: a.aware_lines > 0,
        f.USERS: is_user, f.CASES: a.month_cases, f.CASES_ONLINE: a.month_online,
        f.USERS_LAPSED: is_user & (a.lapsed == 1),
    }  # fmt: skip
    for measure, values in exact.items():
        np.testing.assert_allclose(users.totals[:, measure], by_cell(values), rtol=1e-12)
    # Columns are kept in four bytes, sums in eight.
    close = {
        f.SATISFACTION: a.satisfaction, f.TRUST: a.trust, f.EXPECTATION: a.expectation,
        f.PERFORMANCE: a.month_performance,
    }  # fmt: skip
    for measure, values in close.items():
        np.testing.assert_allclose(users.totals[:, measure], by_cell(values), rtol=1e-5, atol=1e-6)
    home = a.neighbourhood.astype(int)
    people = np.bincount(home, minlength=len(users.norm))
    used = np.bincount(home, is_user, len(users.norm))
    np.testing.assert_allclose(users.norm * people, used, rtol=1e-12, atol=1e-12)


def check_cases(users: Users) -> None:
    """Every case takes one channel; every failure comes back once; people and lines agree."""
    a, c, weight = users.agents, users.counts / users.agents.weight, users.agents.weight
    by_channel = sum(c[:, k] for k in (n.DESK, n.PHONE, n.INTERNET, n.KIOSK, n.TELEVISION))
    np.testing.assert_allclose(by_channel, c[:, n.NEEDS], rtol=1e-12)
    np.testing.assert_allclose(c[:, n.BACK_BY_PHONE] + c[:, n.BACK_AT_DESK], c[:, n.FAILED])
    assert np.all(c[:, n.FAILED] <= c[:, n.INTERNET])
    census = {
        n.NEEDS: a.month_cases, n.FAILED: a.month_failures, n.KIOSK: a.month_kiosk,
        n.TELEVISION: a.month_television,
    }  # fmt: skip
    for column, values in census.items():
        np.testing.assert_allclose(c[:, column].sum(), values.sum(dtype=int), rtol=1e-12)
    done = c[:, n.INTERNET].sum() - c[:, n.FAILED].sum()
    np.testing.assert_allclose(done, a.month_online.sum(dtype=int), rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(users.petitions, a.month_petitions.sum(dtype=int) * weight)
    assert np.all(users.sums >= 0.0)
    online, all_ = users.sums[:, n.AMOUNT_ONLINE], users.sums[:, n.AMOUNT]
    assert np.all(online <= all_ * (1 + 1e-12))


class History:
    """What may only change in one direction, held against the month before."""

    def __init__(self, world: DistrictModel) -> None:
        self.world = world
        self.people = {name: len(agents) for name, agents in populations(world).items()}
        self.posts = np.bincount(world.employees.division, minlength=7)
        self._remember()

    def _remember(self) -> None:
        world = self.world
        self.columns = {
            (name, column): getattr(world, name).arrays[column].copy()
            for name in ("citizens", "businesses")
            for column in NEVER_FALL
        }
        self.phases = [p.phase for p in world.portfolio.projects]
        self.integrated = [p.integrated for p in world.portfolio.projects]
        self.open = [r.is_open for r in world.moic.registers.values()]
        self.consents = [p.consents for p in world.peers]
        self.law = world.home_affairs.law_changed

    def check(self) -> None:
        """Hold this month against the last, then remember it."""
        world = self.world
        assert {k: len(v) for k, v in populations(world).items()} == self.people
        assert np.array_equal(np.bincount(world.employees.division, minlength=7), self.posts)
        assert world.employees_present <= world.employees_at_start == len(world.employees)
        for (name, column), before in self.columns.items():
            now = getattr(world, name).arrays[column]
            lost = before & ~now if column.endswith("_lines") else before > now
            assert not np.any(lost), f"{name}.{column} fell in month {world.month}"
        for project, was, joined in zip(
            world.portfolio.projects, self.phases, self.integrated, strict=True
        ):
            # Several legal moves may follow each other within a month.
            reachable = {was, *ALLOWED[was], *(p for q in ALLOWED[was] for p in ALLOWED[q])}
            assert project.phase in reachable, f"{project.spec.name}: {was} to {project.phase}"
            assert project.integrated >= joined
            assert project.is_live or not project.integrated
            assert 0.0 <= project.quality <= 1.0
            assert 0.0 <= project.usability <= 1.0
            assert project.spent_usd <= project.cost_usd * (1 + 1e-9) + 0.01
        for before, now in (
            (self.open, [r.is_open for r in world.moic.registers.values()]),
            (self.consents, [p.consents for p in world.peers]),
            ([self.law], [world.home_affairs.law_changed]),
        ):
            assert all(b <= a for b, a in zip(before, now, strict=True))
        self._remember()


def check_month(world: DistrictModel) -> None:
    """Hold a finished month against everything that must hold in every month."""
    check_money(world)
    check_ranges(world)
    check_outcomes(world)
    check_desks(world)
    for users in (world.citizens_users, world.business_users):
        check_users(users, world.month)
        check_census(users, world.month)
        check_cases(users)
    people = world.citizens_users.totals[:, f.PEOPLE].sum()
    np.testing.assert_allclose(people, world.district.residents, rtol=1e-9)
