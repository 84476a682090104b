"""The mood of those the mayor needs, from 0 to 100, each from numbers in the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim import in_force
from sim.parameters.run import month_text
from sim.rules.vendors import willingness_to_invest

if TYPE_CHECKING:
    from sim.model import DistrictModel

__all__ = ["Mood", "moods_of"]

_WORDS = ("against you", "cool", "waiting", "well disposed", "with you")


@dataclass(frozen=True)
class Mood:
    """How one of them stands to the programme.

    Attributes
    ----------
    who : home affairs, Assembly, information ministry, vendor, citizens, employees.
    score : [0-100]   From the numbers that `because` names; see docs/play.md.
    because : those numbers in words.
    """

    who: str
    score: float
    because: str

    @property
    def words(self) -> str:
        """The score in words."""
        return _WORDS[min(4, int(self.score // 20))]


def moods_of(world: DistrictModel) -> tuple[Mood, ...]:
    """Return the mood of all six."""
    return (
        _home_affairs(world),
        _assembly(world),
        _information(world),
        _vendor(world),
        _citizens(world),
        _employees(world),
    )


def _home_affairs(world: DistrictModel) -> Mood:
    """Consent of the districts against what the law needs (70 %), and its discord (30 %)."""
    home = world.home_affairs
    if home.law_changed:
        return Mood("Home affairs", 100.0, "the new law is in force")
    needed = world.district.politics.law.consent_needed
    districts = len(world.peers) + 1
    consenting = world.consenting_peers() + 1
    score = 70.0 * min(1.0, consenting / districts / needed) + 30.0 * (1.0 - home.discord)
    if home.in_force_month is not None:
        start = world.plan.run.start
        return Mood("Home affairs", max(score, 80.0),
                    f"prepares the law for {month_text(home.in_force_month, start)}")  # fmt: skip
    return Mood(
        "Home affairs", score,
        f"{consenting} of {districts} districts want the law, it asks for {needed:.0%}; "
        f"discord with the other ministry {home.discord:.2f}",
    )  # fmt: skip


def _assembly(world: DistrictModel) -> Mood:
    """The chance that it would grant the request as it stands now, with the usual rivals."""
    assembly = world.assembly
    budget = world.levers.budget
    left = budget.request_usd - assembly.granted_usd
    rules = world.district.politics.assembly
    size = left if left >= 1000.0 else budget.request_usd
    if budget.tactic == "phases":
        size = min(size, budget.request_usd / rules.phases)
    rivals = 3 if world.month == 0 else 3 * rules.rival_chance
    chance = assembly.chance_of_grant(size, rivals)
    times = "once" if assembly.refusals == 1 else f"{assembly.refusals} times"
    refused = f"; refused {times}" if assembly.refusals else ""
    granted = f"; granted USD {assembly.granted_usd:,.0f}" if assembly.granted_usd else ""
    because = (
        f"would grant USD {size:,.0f} with a chance of {chance:.0%}; visible success "
        f"{world.success:.2f}{refused}{granted}"
    )
    return Mood("Assembly", 100.0 * chance, because)


def _information(world: DistrictModel) -> Mood:
    """Its trust in the district; half of that while it grants nothing after a leak."""
    moic = world.moic
    frozen = world.month < moic.frozen_until
    until = month_text(moic.frozen_until, world.plan.run.start) if frozen else ""
    because = f"trust {moic.trust:.2f}; {moic.n_open()} of {len(moic.registers)} registers open"
    if frozen:
        because += f"; grants nothing until {until} after a leak"
    return Mood("Information ministry", 100.0 * moic.trust * (0.5 if frozen else 1.0), because)


def _vendor(world: DistrictModel) -> Mood:
    """How far it is willing to invest in knowing the district (rule V1)."""
    rules = world.district.organisation.vendors
    years = world.levers.consolidation.contract_years
    renewal = rules.renewal_expected_yearly if years == 1 else rules.renewal_expected_longer
    score = 100.0 * willingness_to_invest(rules.discount_per_month, 12.0 * years * (1.0 + renewal))
    vendor = world.it_committee.vendor
    if vendor is None or not vendor.is_present:
        return Mood("Vendor", score, f"no contract; tenders are for {_years(years)}")
    end = month_text(max(1, vendor.contract_end), world.plan.run.start)
    return Mood(
        "Vendor", score,
        f"{vendor.label}, under contract to {end}; knows the administration "
        f"{vendor.knowledge:.2f} of 1; price {vendor.price():.2f} of the market's",
    )  # fmt: skip


def _years(years: int) -> str:
    return "1 year" if years == 1 else f"{years} years"


def _citizens(world: DistrictModel) -> Mood:
    """Mean satisfaction of residents."""
    change = 100.0 * (world.satisfaction_citizens - world.satisfaction_at_start)
    answered = world.answers.answered_share
    return Mood(
        "Citizens", 100.0 * world.satisfaction_citizens,
        f"satisfaction {change:+.1f} since the start; trust {world.trust_citizens:.2f}; "
        f"petitions answered in 14 days {answered:.0%}",
    )  # fmt: skip


def _employees(world: DistrictModel) -> Mood:
    """Half morale, half freedom from fear for the job."""
    fear, morale = world.insecurity_employees, world.morale_employees
    rule = "; they work to rule" if world.employees_rep.works_to_rule else ""
    programme = "; managers are trained" if in_force.runs_manager_programme(world) else ""
    return Mood(
        "Employees", 50.0 * morale + 50.0 * (1.0 - fear),
        f"morale {morale:.2f}; fear for the job {fear:.2f}{rule}{programme}",
    )  # fmt: skip
