"""The district with its people as plain Mesa: one `mesa.Agent` each, no arrays, nothing compiled.

They call the same rules, in plain Python, with the same keyed draws, and give the same results as
the kernels, bit for bit (tests/kernels/test_plain_mesa.py). They are therefore both the check on
the kernels and the yardstick for their speed (benchmarks/speed.py). The institutions, the desks and
the ledger are those of `DistrictModel`, unchanged.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from typing import Any, Literal

import mesa
import numpy as np
from numpy.typing import NDArray

from benchmarks.plain_agents import Business, Citizen, Draw, Needing, Noticing, Said, ServiceUser
from benchmarks.plain_rules import plain_names
from sim.draws import philox
from sim.kernels.case import NeedRates
from sim.kernels.feelings import FeelingRates
from sim.kernels.notice import BLOCK, NoticeRates
from sim.model import DistrictModel
from sim.population.columns import USER_FIXED_COLUMNS, USER_STATE_COLUMNS
from sim.users import N_NEIGHBOURHOODS, Users, by_line

Luck = Literal["keyed", "keyed, compiled", "stream"]
Floats = NDArray[np.float64]
_FOUR_BYTES = struct.Struct("f")


def as_float32(value: float) -> float:
    """Return a number as four bytes keep it: the kernels' arrays are float32."""
    kept: float = _FOUR_BYTES.unpack(_FOUR_BYTES.pack(value))[0]
    return kept


class AgentUsers(Users):
    """A population as a list of agents; it takes the place of the arrays and their kernels."""

    def __init__(
        self, model: mesa.Model, kind: type[ServiceUser], users: Users, luck: Luck, exact: bool
    ) -> None:
        vars(self).update(vars(users))
        self.month = 0
        self.draw = _draw(luck, model)
        self.stored: Callable[[float], float] = as_float32 if exact else float
        columns = {
            column.name: self.agents.arrays[column.name].tolist()
            for column in (*USER_FIXED_COLUMNS, *USER_STATE_COLUMNS)
        }
        columns["cell"] = self.cell.tolist()
        columns["is_weak"] = self.is_weak.tolist()
        columns["television_rank"] = self.television_rank.tolist()
        self.people = [kind(model, self, number, columns) for number in range(len(self.agents))]

    def blocks(self) -> list[list[ServiceUser]]:
        """Return the people in blocks: sums are taken block by block, as the kernels take them."""
        return [self.people[k : k + BLOCK] for k in range(0, len(self.people), BLOCK)]

    def notice(
        self, month: int, rates: NoticeRates, online_lines: int, share_online: Floats,
        share_certified: Floats, seat_probability: Floats, intensity: Floats,
    ) -> None:  # fmt: skip
        """Step "notice" for everyone."""
        self.month = month
        now = Noticing(
            _plain_numbers(rates), int(online_lines), share_online.tolist(),
            share_certified.tolist(), seat_probability.tolist(), intensity.tolist(),
            Said(self.people, "voice"), Said(self.people, "used_lines"),
        )  # fmt: skip
        for person in self.people:
            person.notice(now)

    def have_needs(
        self, month: int, rates: NeedRates, offers: Floats, class_total: Floats,
        class_cumulative: Floats, kiosk_hours: Floats,
    ) -> None:  # fmt: skip
        """Step "needs" for everyone, and add up the month's cases."""
        tables = (
            _plain_numbers(rates), _as_dict(offers), self._first.tolist(), class_total.tolist(),
            _as_dict(class_cumulative), self.norm.tolist(), kiosk_hours.tolist(),
        )  # fmt: skip
        for k, block in enumerate(self.blocks()):
            counts, sums = np.zeros_like(self._counts[k]), np.zeros_like(self._sums[k])
            now = Needing(*tables, counts.tolist(), sums.tolist())
            for person in block:
                person.have_needs(now)
            self._counts[k], self._sums[k] = now.counts, now.sums
        weight = self.agents.weight
        self.counts_of_applications = self._counts.sum(axis=0) * weight
        self.sums_of_applications = self._sums.sum(axis=0) * weight
        self.counts = by_line(self.counts_of_applications)
        self.sums = by_line(self.sums_of_applications)
        self.petitions = float(sum(person.month_petitions for person in self.people)) * weight

    def feel(self, month: int, rates: FeelingRates) -> None:
        """Step "feelings" for everyone, and count the people by group."""
        plain_rates = _plain_numbers(rates)
        for k, block in enumerate(self.blocks()):
            totals = np.zeros_like(self._totals[k]).tolist()
            at_home = np.zeros_like(self._at_home[k]).tolist()
            for person in block:
                person.feel(plain_rates, totals, at_home)
            self._totals[k], self._at_home[k] = totals, at_home
        self.totals = self._totals.sum(axis=0) * self.agents.weight
        home = self._at_home.sum(axis=0)
        self.norm = np.divide(
            home[:, 0], home[:, 1], out=np.zeros(N_NEIGHBOURHOODS), where=home[:, 1] > 0
        )

    def column(self, name: str) -> NDArray[Any]:
        """Return an attribute of everyone as the array that the kernels would have written."""
        dtype = self.agents.column(name).numpy_dtype
        return np.array([getattr(person, name) for person in self.people], dtype=dtype)


class PlainMesaModel(DistrictModel):
    """The district with one Mesa agent for each citizen and business simulated.

    Parameters
    ----------
    luck : "keyed" draws as the kernels do, in plain Python; "keyed, compiled" the same numbers
        from the compiled generator; "stream" takes numbers from Mesa's own `random`, as a plain
        Mesa model would: other luck, other results.
    exact : keep states as float32, as the arrays do. Without it results differ in the last digits.

    All others as in `DistrictModel`.
    """

    def __init__(
        self, *args: Any, luck: Luck = "keyed", exact: bool = True, **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        self.citizens_users = AgentUsers(self, Citizen, self.citizens_users, luck, exact)
        self.business_users = AgentUsers(self, Business, self.business_users, luck, exact)


def _draw(luck: Luck, model: mesa.Model) -> Draw:
    """Return the generator of the four lanes of a key."""
    if luck == "keyed":
        return plain_names("sim.draws").philox
    if luck == "keyed, compiled":
        return philox
    bits = model.random.getrandbits
    return lambda *key: (bits(32), bits(32), bits(32), bits(32))


def _as_dict(table: Floats) -> dict[tuple[int, int], float]:
    """Return a table as a dict by row and column: several times quicker to read one by one."""
    rows, columns = table.shape
    values: Sequence[Sequence[float]] = table.tolist()
    return {(r, c): values[r][c] for r in range(rows) for c in range(columns)}


def _plain_numbers(rates: Any) -> Any:
    """Return rates with Python's own numbers; numpy's scalars are slow, and may round otherwise."""
    return type(rates)(*(x.item() if isinstance(x, np.generic) else x for x in rates))
