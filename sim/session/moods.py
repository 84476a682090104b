"""The mood of those the mayor needs, from 0 to 100, each from numbers in the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim import in_force
from sim.parameters.run import month_text
from sim.rules.vendors import willingness_to_invest
from sim.summary import WINDOW

if TYPE_CHECKING:
    from sim.model import DistrictModel

__all__ = ["CLAUSES", "Clause", "Mood", "moods_of"]

Clause = tuple[str, dict[str, Any]]
"""A reason: the key of its sentence in `CLAUSES`, and the numbers in it."""
CLAUSES = {
    "law_in_force": "the new law is in force",
    "law_prepared": "prepares the law for {date}",
    "consent": "{consenting} of {districts} districts want the law, it asks for {needed:.0%}",
    "discord": "discord with the other ministry {discord:.2f}",
    "chance": "would grant USD {usd:,.0f} with a chance of {chance:.0%}",
    "success": "visible success {success:.2f}",
    "refused_once": "refused once",
    "refused": "refused {times} times",
    "granted": "granted USD {usd:,.0f}",
    "trust": "trust {trust:.2f}",
    "registers": "{open} of {registers} registers open",
    "frozen": "grants nothing until {date} after a leak",
    "no_contract": "no contract; tenders are for 1 year",
    "no_contract_years": "no contract; tenders are for {years} years",
    "contract": "{vendor}, under contract to {date}",
    "knowledge": "knows the administration {knowledge:.2f} of 1",
    "price": "price {price:.2f} of the market's",
    "satisfaction": "satisfaction {change:+.1f} since the start, mean of {months} months",
    "answered": "petitions answered in 14 days {share:.0%}",
    "morale": "morale {morale:.2f}",
    "fear": "fear for the job {fear:.2f}",
    "works_to_rule": "they work to rule",
    "managers": "managers are trained",
}
"""The reasons there are, as they are told in English."""
_WORDS = ("against you", "cool", "waiting", "well disposed", "with you")


@dataclass(frozen=True)
class Mood:
    """How one of them stands to the programme.

    Attributes
    ----------
    who : home affairs, Assembly, information ministry, vendor, citizens, employees.
    score : [0-100]   From the numbers that `because` names; see docs/play.md.
    because : those numbers in words.
    clauses : the same by key, with the numbers, for telling them in another language.
    """

    who: str
    score: float
    because: str
    clauses: tuple[Clause, ...] = ()

    @property
    def words(self) -> str:
        """The score in words."""
        return _WORDS[min(4, int(self.score // 20))]


def _mood(who: str, score: float, *clauses: Clause) -> Mood:
    because = "; ".join(CLAUSES[key].format(**numbers) for key, numbers in clauses)
    return Mood(who, score, because, clauses)


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
        return _mood("Home affairs", 100.0, ("law_in_force", {}))
    needed = world.district.politics.law.consent_needed
    districts = len(world.peers) + 1
    consenting = world.consenting_peers() + 1
    score = 70.0 * min(1.0, consenting / districts / needed) + 30.0 * (1.0 - home.discord)
    if home.in_force_month is not None:
        start = world.plan.run.start
        date = month_text(home.in_force_month, start)
        return _mood("Home affairs", max(score, 80.0), ("law_prepared", {"date": date}))
    return _mood(
        "Home affairs", score,
        ("consent", {"consenting": consenting, "districts": districts, "needed": needed}),
        ("discord", {"discord": home.discord}),
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
    clauses: list[Clause] = [
        ("chance", {"usd": size, "chance": chance}), ("success", {"success": world.success}),
    ]  # fmt: skip
    if assembly.refusals == 1:
        clauses.append(("refused_once", {}))
    elif assembly.refusals:
        clauses.append(("refused", {"times": assembly.refusals}))
    if assembly.granted_usd:
        clauses.append(("granted", {"usd": assembly.granted_usd}))
    return _mood("Assembly", 100.0 * chance, *clauses)


def _information(world: DistrictModel) -> Mood:
    """Its trust in the district; half of that while it grants nothing after a leak."""
    moic = world.moic
    frozen = world.month < moic.frozen_until
    clauses: list[Clause] = [
        ("trust", {"trust": moic.trust}),
        ("registers", {"open": moic.n_open(), "registers": len(moic.registers)}),
    ]
    if frozen:
        date = month_text(moic.frozen_until, world.plan.run.start)
        clauses.append(("frozen", {"date": date}))
    return _mood("Information ministry", 100.0 * moic.trust * (0.5 if frozen else 1.0), *clauses)


def _vendor(world: DistrictModel) -> Mood:
    """How far it is willing to invest in knowing the district (rule V1)."""
    rules = world.district.organisation.vendors
    years = world.levers.consolidation.contract_years
    renewal = rules.renewal_expected_yearly if years == 1 else rules.renewal_expected_longer
    score = 100.0 * willingness_to_invest(rules.discount_per_month, 12.0 * years * (1.0 + renewal))
    vendor = world.it_committee.vendor
    if vendor is None or not vendor.is_present:
        one: Clause = ("no_contract", {})
        return _mood("Vendor", score, one if years == 1 else ("no_contract_years",
                                                              {"years": years}))  # fmt: skip
    end = month_text(max(1, vendor.contract_end), world.plan.run.start)
    return _mood(
        "Vendor", score, ("contract", {"vendor": vendor.label, "date": end}),
        ("knowledge", {"knowledge": vendor.knowledge}), ("price", {"price": vendor.price()}),
    )  # fmt: skip


def _citizens(world: DistrictModel) -> Mood:
    """Mean satisfaction of residents, over the months that the report takes it over."""
    from sim.session.report import readings_of

    [reading] = readings_of(world, world.month, ("satisfaction_citizens",))
    score = reading.value if reading.value is not None else 100.0 * world.satisfaction_citizens
    change = score - 100.0 * world.satisfaction_at_start
    since: list[Clause] = (
        [("satisfaction", {"change": change, "months": min(WINDOW, world.month)})]
        if world.month else []
    )  # fmt: skip
    answered = world.answers.answered_share
    return _mood(
        "Citizens", score, *since, ("trust", {"trust": world.trust_citizens}),
        ("answered", {"share": answered}),
    )  # fmt: skip


def _employees(world: DistrictModel) -> Mood:
    """Half morale, half freedom from fear for the job."""
    fear, morale = world.insecurity_employees, world.morale_employees
    clauses: list[Clause] = [("morale", {"morale": morale}), ("fear", {"fear": fear})]
    if world.employees_rep.works_to_rule:
        clauses.append(("works_to_rule", {}))
    if in_force.runs_manager_programme(world):
        clauses.append(("managers", {}))
    return _mood("Employees", 50.0 * morale + 50.0 * (1.0 - fear), *clauses)
