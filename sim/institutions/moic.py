"""Ministry of Information and Communication (MOIC): owner of the registers, and careful."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim import in_force
from sim.data.tables import REGISTERS, applications
from sim.draws import GRANTS_REGISTER
from sim.institutions.base import Institution
from sim.rules.politics import (
    probability_from_hazard,
    register_hazard_per_month,
    trust_of_ministry,
)

if TYPE_CHECKING:
    from sim.parameters.data_modes import DataMode


@dataclass(slots=True)
class Register:
    """One central register and whether the district may use it."""

    name: str
    is_open: bool = False
    opened_month: int = 0


@cache
def _served(open_registers: tuple[str, ...]) -> NDArray[np.bool_]:
    served = np.array([
        bool(spec.registers) and set(spec.registers) <= set(open_registers)
        for spec in applications()
    ])  # fmt: skip
    served.setflags(write=False)
    return served


class InformationAndCommunication(Institution):
    """Grants access register by register: security, trust, mandate, incidents (Director Park)."""

    label = "MOIC"

    def prepare(self) -> None:
        """Set what it holds at the start."""
        self.registers = {name: Register(name) for name in REGISTERS}
        self.trust = self.world.district.politics.data_sharing.trust_at_start
        self.frozen_until = 0
        self.last_breach_month = -1000

    @property
    def mode(self) -> DataMode:
        """The way data are shared this month."""
        modes = self.world.district.politics.data_sharing.modes
        mode: DataMode = getattr(modes, self.world.levers.consolidation.data_mode)
        return mode

    def n_open(self) -> int:
        """Return how many registers the district may use."""
        return len(self.open_names())

    def opens(self, names: tuple[str, ...]) -> bool:
        """Return whether all registers an application needs are open."""
        for name in names:  # noqa: SIM110 - asked 24,000 times in a run of ten years
            if not self.registers[name].is_open:
                return False
        return True

    def served_applications(self) -> NDArray[np.bool_]:
        """Return which applications need registers and may use them all, shape (applications,)."""
        return _served(self.open_names())

    def open_names(self) -> tuple[str, ...]:
        """Return the registers that the district may use."""
        return tuple([r.name for r in self.registers.values() if r.is_open])

    def remember_breach(self, freeze_months: int) -> None:
        """Lose trust and grant nothing for some months."""
        self.last_breach_month = self.world.month
        self.frozen_until = self.world.month + freeze_months
        rules = self.world.district.politics.data_sharing
        self.trust = trust_of_ministry(self.trust, 0.0, 0.0, rules.trust_lost_in_breach)
        self.decide(
            "freezes access requests", "personal data got out; security must be shown first",
            months=freeze_months, trust=self.trust,
        )  # fmt: skip

    def open_by_date(self, name: str, note: str) -> None:
        """Open a register on the date that the scenario gives."""
        register = self.registers[name]
        if not register.is_open:
            register.is_open, register.opened_month = True, self.world.month
            self.decide(
                f"opens the {name.replace('_', ' ')} register", note or "dated by the scenario"
            )

    def consider_registers(self) -> None:
        """Build trust from joint work, then decide on each closed register."""
        world = self.world
        rules = world.district.politics.data_sharing
        spending = in_force.security_usd_per_year(world)
        safeguards = spending / (
            spending + world.district.organisation.security.spending_scale_usd_per_year
        )
        seats = in_force.committee_seats(world)
        joint = rules.joint_work_usual + seats / rules.joint_work_seats
        joint = min(1.0, joint + rules.joint_work_board * in_force.has_board(world))
        self.trust = trust_of_ministry(
            self.trust, rules.trust_gain_per_month, joint * (0.5 + safeguards), 0.0
        )
        if world.begins_as_the_case:
            self.decide(
                "declines to hand over the registers",
                "it fears leaks and cyber terror, and owns the data; requests go case by case",
                trust=self.trust,
            )  # fmt: skip
        if world.month <= self.frozen_until or world.ledger.assets_cents() == 0:
            return  # nothing is granted, or the district has no money to use what it would ask for
        breach = rules.breach_memory ** (world.month - self.last_breach_month)
        discord = rules.discord_effect * world.home_affairs.discord
        for number, register in enumerate(self.registers.values()):
            if register.is_open:
                continue
            hazard = register_hazard_per_month(
                rules.base_hazard_per_month * (1.0 - discord),
                rules.trust_effect * self.trust,
                rules.mandate_effect * seats,
                rules.safeguard_effect * 2.0 * safeguards,
                rules.sensitivity_effect * getattr(rules.sensitivity, register.name),
                rules.breach_effect * breach,
                self.mode.consent_effect,
            )
            if self.draw(GRANTS_REGISTER, number) < probability_from_hazard(hazard):
                register.is_open, register.opened_month = True, world.month
                self.decide(
                    f"opens the {register.name.replace('_', ' ')} register",
                    f"trust {self.trust:.2f}, safeguards {safeguards:.2f}, "
                    f"{seats:g} on national committees",
                    hazard_per_month=hazard, trust=self.trust,
                )  # fmt: skip
