"""The desks: seven divisions, each with one queue; phone and back office draw on the same hours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.data.tables import N_LINES, lines
from sim.population.columns import DIVISIONS
from sim.rules.office import minutes_online, served_hours, wait_months

Floats = NDArray[np.float64]
N_DIVISIONS = len(DIVISIONS)


class Desks:
    """Queues of work, in staff hours, by division.

    Attributes
    ----------
    base_hours : hours of work a month that arrive before anything is online, shape (divisions,).
    backlog_hours, capacity_hours, arriving_hours, served_hours, wait_months : shape (divisions,).
    load : arriving work over capacity, a moving mean of a year, shape (divisions,).
    new_way : share of online work handled the new way, shape (divisions,).
    """

    def __init__(
        self, expected_cases: Floats, slack: float, phone_ratio: float, new_way: float
    ) -> None:
        table = lines()
        self.division_of = np.array([DIVISIONS.index(line.division) for line in table])
        self.desk_minutes = np.array([line.minutes_of_staff_at_desk for line in table])
        self.phone_minutes = np.minimum(
            np.array([line.minutes_by_phone for line in table]), phone_ratio * self.desk_minutes
        )
        self.back_minutes = np.array([line.back_office_minutes_online for line in table])
        self.days_of_work = np.array([line.days_of_work for line in table])
        hours = expected_cases * self.desk_minutes / 60.0
        arriving = np.bincount(self.division_of, hours, N_DIVISIONS)
        self.base_hours: Floats = np.maximum(arriving, 1.0)
        self.capacity_at_start = self.base_hours * (1.0 + slack)
        self.capacity_hours = self.capacity_at_start.copy()
        self.backlog_hours = np.zeros(N_DIVISIONS)
        self.arriving_hours: Floats = np.zeros(N_DIVISIONS)
        self.served_hours = np.zeros(N_DIVISIONS)
        self.wait_months = np.zeros(N_DIVISIONS)
        self.load = np.ones(N_DIVISIONS)
        self.new_way = np.full(N_DIVISIONS, new_way)
        self.online_share = np.zeros(N_DIVISIONS)
        self.minutes_a_case = self.desk_minutes.copy()

    def wait_by_line(self) -> Floats:
        """Return the wait a visitor meets, in months, shape (lines,)."""
        return self.wait_months[self.division_of]

    def work_through(
        self,
        desk: Floats,
        phone: Floats,
        online: Floats,
        integrated: Floats,
        retyping: float,
        lending: float,
    ) -> None:
        """Let a month's cases arrive, clear what capacity allows, and set the new waits.

        Parameters
        ----------
        desk, phone, online : [cases/month]   Arrivals by line, those that come back included.
        integrated : [0-1]                    Share of each line's applications integrated.
        retyping : [ratio]                    Online case printed and typed again.
        lending : [0-1]                       Worth of an hour lent by another division.
        """
        way = self.new_way[self.division_of]
        minutes = np.array(
            [
                minutes_online(
                    float(self.desk_minutes[k]), float(self.back_minutes[k]), float(way[k]),
                    float(integrated[k]), retyping,
                )
                for k in range(N_LINES)
            ]
        )  # fmt: skip
        work = (desk * self.desk_minutes + phone * self.phone_minutes + online * minutes) / 60.0
        self.arriving_hours = np.asarray(np.bincount(self.division_of, work, N_DIVISIONS))
        for d in range(N_DIVISIONS):
            self.served_hours[d] = served_hours(
                float(self.backlog_hours[d]), float(self.arriving_hours[d]),
                float(self.capacity_hours[d]),
            )  # fmt: skip
        self.backlog_hours = self.backlog_hours + self.arriving_hours - self.served_hours
        self._lend(lending)
        now = self.arriving_hours / np.maximum(1.0, self.capacity_hours)
        self.load = self.load + (now - self.load) / 12.0
        self.backlog_hours = np.maximum(0.0, self.backlog_hours)
        for d in range(N_DIVISIONS):
            backlog, capacity = float(self.backlog_hours[d]), float(self.capacity_hours[d])
            self.wait_months[d] = wait_months(backlog, capacity)
        cases = np.bincount(self.division_of, desk + phone + online, N_DIVISIONS)
        came_online = np.bincount(self.division_of, online, N_DIVISIONS)
        self.online_share = np.divide(
            came_online, cases, out=np.zeros(N_DIVISIONS), where=cases > 0
        )

    def _lend(self, worth: float) -> None:
        """Let idle hours help where work is left, in proportion to what is left."""
        idle = float((self.capacity_hours - self.served_hours).sum())
        left = float(self.backlog_hours.sum())
        if idle <= 0.0 or left <= 0.0 or worth <= 0.0:
            return
        helped = self.backlog_hours * min(1.0, idle * worth / left)
        self.backlog_hours = self.backlog_hours - helped
        self.served_hours = self.served_hours + helped

    def new_way_share(self) -> float:
        """Return the share of work done the new way, divisions weighted by their work."""
        return float(self.new_way @ self.base_hours / self.base_hours.sum())

    def backlog_cases(self) -> float:
        """Return the backlog in cases of mean length."""
        mean_minutes = np.bincount(self.division_of, self.desk_minutes, N_DIVISIONS) / np.maximum(
            np.bincount(self.division_of, minlength=N_DIVISIONS), 1
        )
        hours = np.maximum(mean_minutes, 1.0) / 60.0
        return float((self.backlog_hours / hours).sum())
