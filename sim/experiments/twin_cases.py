"""One person's cases of a month, line by line: which channel they took and what became of them.

The population keeps only their number. Here step "needs" is done once more for one person, by the
kernel itself, on a copy of the person's state, with the same draws: the counts by line that the
kernel adds up are then this person's own. There is no second set of rules that could drift.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim import month as conditions
from sim.data.tables import first_of_line
from sim.kernels import case as n
from sim.kernels.needs import needs
from sim.kernels.notice import BLOCK
from sim.reports.numbers import line_words
from sim.users import by_line

if TYPE_CHECKING:
    from sim.model import DistrictModel
    from sim.users import Users

__all__ = ["Cases", "cases_of", "cases_words", "unlike"]

CHANNELS = {
    n.DESK: "at the desk", n.PHONE: "by phone", n.KIOSK: "at a kiosk",
    n.TELEVISION: "on television",
}  # fmt: skip
OWN = (
    "has_access", "has_certificate", "aware_lines", "skill", "trust", "habit_internet",
    "habit_kiosk", "habit_television", "lapsed",
)  # fmt: skip
WRITTEN = (
    "used_lines", "referred_lines", "online_uses", "recent_failures", "last_online_month",
    "month_cases", "month_online", "month_kiosk", "month_television", "month_failures",
    "month_performance", "month_petitions",
)  # fmt: skip


@dataclass(frozen=True)
class Cases:
    """The cases of one person on one service line in one month.

    Attributes
    ----------
    line : the service line's number.
    how : how many of them went which way, in words: "online", "by phone", "online in vain, then
        at the desk" ...
    amount_usd : [USD]   What was paid in all of them.
    hours : [hours]      What they took of the person's time.
    """

    line: int
    how: dict[str, int]
    amount_usd: float
    hours: float

    @property
    def count(self) -> int:
        """The number of cases."""
        return sum(self.how.values())


def cases_of(
    world: DistrictModel, number: int, is_business: bool, wrote: dict[str, Any] | None = None
) -> list[Cases]:
    """Return the cases that a person is about to have, in the order of the service lines.

    Parameters
    ----------
    world : as it stands just before step "needs"; nothing in it is changed.
    number, is_business : the number of the citizen, or of the business.
    wrote : if given, is filled with the columns as the step will leave them.
    """
    users = world.business_users if is_business else world.citizens_users
    scratch = {name: _alone(users, name, number) for name in (*OWN, *WRITTEN)}
    block = number // BLOCK
    n_apps = len(world.portfolio.projects)
    counts = np.zeros((block + 1, n_apps, n.N_COUNTS), dtype=np.int64)
    sums = np.zeros((block + 1, n_apps, n.N_SUMS))
    total, cumulative = world.class_rates[world.calendar_month - 1]
    fixed = {name: users.agents.arrays[name][: number + 1] for name in _FIXED}
    arguments: list[Any] = [
        block, block + 1, users.seed, users.offset, world.month,
        conditions.need_rates(world, is_business), conditions.offer_table(world, is_business),
        first_of_line(), total, cumulative, users.norm, conditions.kiosk_hours(world),
        fixed["needs_class"],
        _only(users, number), *(fixed[name] for name in _FIXED[1:]),
        users.is_weak[: number + 1], users.television_rank[: number + 1],
        *(scratch[name] for name in (*OWN, *WRITTEN)), counts, sums,
    ]  # fmt: skip
    needs(*arguments)
    if wrote is not None:
        wrote.update({name: scratch[name][number].item() for name in WRITTEN})
    of_lines, sums_of_lines = by_line(counts[block]), by_line(sums[block])
    return [
        Cases(
            line, _how(row), float(sums_of_lines[line, n.AMOUNT]),
            float(sums_of_lines[line, n.HOURS]),
        )
        for line, row in enumerate(of_lines)
        if row[n.NEEDS]
    ]  # fmt: skip


_FIXED = (
    "needs_class", "value_of_time_usd_per_hour", "bill_scale", "privacy_concern", "activity",
    "neighbourhood", "travel_hours",
)  # fmt: skip


def _alone(users: Users, name: str, number: int) -> NDArray[Any]:
    """Return a column up to the person, with nobody's state in it but the person's."""
    column = users.agents.arrays[name]
    alone = np.zeros(number + 1, dtype=column.dtype)
    alone[number] = column[number]
    return alone


def _only(users: Users, number: int) -> NDArray[np.float32]:
    """Return the propensities to have cases, all zero but the person's."""
    only = _alone(users, "demand_propensity", number)
    only.setflags(write=False)  # the kernel is compiled for a column that is never written
    return only


def _how(row: NDArray[np.int64]) -> dict[str, int]:
    """Return the ways the cases of one line went, from the kernel's counts."""
    ways = {"online": int(row[n.INTERNET] - row[n.FAILED])}
    ways |= {words: int(row[what]) for what, words in CHANNELS.items()}
    ways["online in vain, then by phone"] = int(row[n.BACK_BY_PHONE])
    ways["online in vain, then at the desk"] = int(row[n.BACK_AT_DESK])
    return {words: count for words, count in ways.items() if count}


def unlike(cases: list[Cases], twins: list[Cases]) -> list[Cases]:
    """Return the cases on those lines on which the twin's went another way."""
    ways = {some.line: some.how for some in twins}
    return [some for some in cases if some.how != ways.get(some.line)]


def cases_words(cases: list[Cases]) -> str:
    """Return cases in words: "local tax online, 2 certificates at the desk"; "no case" if none."""
    from sim.data.tables import LINES as NAMES

    said = []
    for some in cases:
        for words, count in some.how.items():
            many = f"{count} " if count > 1 else ""
            said.append(f"{many}{line_words(NAMES[some.line])} {words}")
    return ", ".join(said) or "no case"
