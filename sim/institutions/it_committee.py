"""The IT committee: tenders, projects, upkeep, integration."""

from __future__ import annotations

from collections import Counter
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from sim import in_force
from sim.accounts import UNALLOTTED
from sim.draws import OVERRUN_KIND, OVERRUN_SIZE
from sim.institutions.base import Institution
from sim.institutions.vendors import Vendor
from sim.rules.office import (
    cost_ratio_ordinary,
    cost_ratio_runaway,
    quality_at_launch,
    tail_probability,
)
from sim.services.portfolio import (
    BROADCAST_ID,
    PETITIONS_ID,
    QUESTIONS_ID,
    TELEVISION_ID,
    Project,
)

if TYPE_CHECKING:
    from sim.data.tables import Application
    from sim.parameters.committee import Committee

BUSINESS_LINES = (5, 6, 2)
"""Lines first under `business_first`: tax filing, permits, fines and parking."""
PILOT_LINES = (0, 1, 5)
"""Lines that the partner of the tax pilot serves: certificates, local and business taxes."""


class ITCommittee(Institution):
    """Vice mayor and two chief information officers; before it, divisions on their own."""

    label = "IT committee"

    def prepare(self) -> None:
        """Set what it holds at the start."""
        self.vendor: Vendor | None = None
        self.sign_on_paid_usd = 0.0
        self.sign_on_ready = False
        self.switches = 0
        self.launched_this_month = 0
        self.last_launch_by_division: dict[int, int] = {}
        self._gates_when: tuple[Any, ...] = ()
        self._gates: tuple[tuple[str, ...], ...] = ()

    @property
    def rules(self) -> Committee:
        """What the district says of its committee."""
        return self.world.district.organisation.committee

    # Vendors -------------------------------------------------------------------------------

    def tender(self) -> None:
        """Hold a tender when there is no contract; weigh the cost of leaving the incumbent."""
        world = self.world
        incumbent = self.vendor
        if incumbent is not None and not incumbent.is_present:
            incumbent.holds_contract = False
            self.vendor = incumbent = None
        if incumbent is not None and world.month < incumbent.contract_end:
            return
        bidders = [v for v in world.vendors if v.is_present]
        by_reputation = world.levers.consolidation.selection == "reputation"
        switching = world.district.organisation.vendors.switching_cost_share
        scores: dict[str, float] = {}
        for vendor in bidders:
            asked = vendor.bid()
            known = self.rules.knowledge_in_worth * vendor.knowledge
            worth = vendor.reputation + known if by_reputation else 0.0
            leaving = 0.0
            if incumbent is not None and vendor is not incumbent:
                leaving = switching * incumbent.lock_in()
            scores[vendor.label] = asked * (1.0 - self.rules.worth_of_reputation * worth) + leaving
        best = min(bidders, key=lambda v: scores[v.label])
        self._sign(best, incumbent, scores[best.label], len(bidders), by_reputation)

    def _sign(
        self, best: Vendor, incumbent: Vendor | None, score: float, bidders: int, reputation: bool
    ) -> None:
        world = self.world
        years = world.levers.consolidation.contract_years
        if best is not incumbent:
            if incumbent is not None:
                self._pay_for_leaving(incumbent)
                incumbent.holds_contract = False
                self.switches += 1
            best.sole_since = world.month
        best.holds_contract = True
        best.contract_start = world.month
        best.contract_end = world.month + 12 * years
        self.vendor = best
        word = "renews the contract with" if best is incumbent else "contracts"
        self.decide(
            f"{word} {best.label} for {years} year{'s' if years > 1 else ''}",
            "best reputation for its price" if reputation else "lowest price",
            score=score, bidders=bidders, knowledge=best.knowledge,
        )  # fmt: skip

    def _pay_for_leaving(self, incumbent: Vendor) -> None:
        """Pay the hand-over: a share of a year's spending, as far as the district is locked in."""
        world = self.world
        share = world.district.organisation.vendors.switching_cost_share * incumbent.lock_in()
        cost = share * 12.0 * self.upkeep_due_usd()
        world.ledger.spend(
            world.month, "consolidation", incumbent.label, cost, "hand-over to another vendor"
        )

    # Projects ------------------------------------------------------------------------------

    def order_key(self, project: Project) -> tuple[float, int]:
        """Return where an application stands in the order of services."""
        spec = project.spec
        order = self.world.levers.accessibility.order
        if order == "quick_wins":
            return (spec.effort_usd * (1 + spec.needs_law + len(spec.registers)), spec.id)
        if order == "citizens_first":
            return (-float(self.world.needs_by_line[spec.line]) * spec.weight, spec.id)
        if order == "business_first":
            return (0.0 if spec.line in BUSINESS_LINES else 1.0, spec.id)
        return (float((spec.id * 37) % 71), spec.id)

    def gates(self, project: Project) -> tuple[str, ...]:
        """Return what an application still waits for; empty when it can start."""
        return self.gates_of_all()[project.spec.id]

    def gates_of_all(self) -> tuple[tuple[str, ...], ...]:
        """Return what each application waits for; it changes only when a gate opens."""
        world, levers = self.world, self.world.levers
        now = (
            world.home_affairs.law_changed, world.moic.open_names(),
            sum(p.joined for p in world.partners), levers.participation, levers.accessibility,
        )  # fmt: skip
        if now != self._gates_when:
            self._gates_when = now
            self._gates = tuple(self._closed(p.spec, *now[:3]) for p in world.portfolio.projects)
        return self._gates

    def _closed(
        self, spec: Application, law_changed: bool, registers: tuple[str, ...], partners: int
    ) -> tuple[str, ...]:
        closed = []
        if spec.needs_law and not law_changed:
            closed.append("the law")
        if not set(spec.registers) <= set(registers):
            closed.append("registers")
        if spec.needs_payment and partners < (1 if spec.line in PILOT_LINES else 2):
            closed.append("a payment partner")
        if not self._is_wished(spec.id):
            closed.append("the mayor's wish")
        if spec.name in self.world.opened_by_date:
            closed.append("the date that the scenario gives")
        return tuple(closed)

    def _is_wished(self, number: int) -> bool:
        """Return whether the mayor's levers want an application; most need no lever."""
        levers = self.world.levers
        if number == PETITIONS_ID:
            return levers.participation.online_petitions
        if number == QUESTIONS_ID:
            return levers.participation.ask_the_mayor
        if number == BROADCAST_ID:
            return levers.participation.meetings_broadcast_per_year > 0
        return number != TELEVISION_ID or levers.accessibility.television_boxes > 0

    def pace(self) -> int:
        """Return how many applications can be under development at once."""
        world = self.world
        staff = int(world.it_staff_present / self.rules.it_staff_per_project)
        staff += self.rules.projects_of_divisions
        if in_force.has_it_department(world):
            staff += self.rules.projects_of_department
        return min(world.levers.accessibility.pace_applications_at_once, staff)

    def start_projects(self) -> None:
        """Start applications whose gates are open, as money and staff allow."""
        world = self.world
        if self.vendor is None or world.month < world.mayor.no_new_projects_until:
            return
        running = len(world.portfolio.by_phase("development"))
        pace = self.pace()
        if running >= pace:
            return
        gates = self.gates_of_all()
        open_ideas = [p for p in world.portfolio.by_phase("idea") if not gates[p.spec.id]]
        for project in sorted(open_ideas, key=self.order_key):
            if running >= pace:
                break
            planned = self.planned_cost_usd(project)
            committed = sum(
                max(0.0, p.cost_usd - p.spent_usd) for p in world.portfolio.by_phase("development")
            )
            needed = self.rules.start_planned_share * planned
            needed += self.rules.start_committed_share * committed
            if world.ledger.holds_usd("accessibility") < needed:
                break
            self.begin(project, planned)
            running += 1

    def explain_waiting(self) -> None:
        """Once a year, say what the ideas wait for when there is money that cannot be used."""
        world = self.world
        held = world.ledger.holds_usd("accessibility")
        ideas = world.portfolio.by_phase("idea")
        if world.month % 12 != 0 or not ideas or held < self.planned_cost_usd(ideas[0]):
            return
        waiting = Counter(gate for project in ideas for gate in self.gates(project))
        named = ", ".join(f"{count} for {gate}" for gate, count in waiting.most_common())
        if named:
            self.decide(
                f"cannot use the {held:,.0f} USD it holds for applications",
                f"of {len(ideas)} planned applications, {named}", held_usd=held,
            )  # fmt: skip

    def planned_cost_usd(self, project: Project) -> float:
        """Return the planned cost: list effort, usability, the vendor's price, duplicates."""
        world = self.world
        usable = self.rules.usability_cost * world.levers.accessibility.usability_effort
        cost = project.spec.effort_usd * (1.0 + usable)
        duplicate = world.district.organisation.projects.duplicate_cost_share
        if world.levers.consolidation.contracting == "separate":
            if in_force.has_it_department(world):
                duplicate *= self.rules.duplicates_left_with_department
            cost *= 1.0 + duplicate
        return cost * (self.vendor.price() if self.vendor else 1.0)

    def begin(self, project: Project, planned: float) -> None:
        """Start the development of one application; its overrun is drawn once."""
        world = self.world
        vendor = self.vendor
        assert vendor is not None
        rules = world.district.organisation.projects
        number = project.spec.id
        runaway = tail_probability(
            rules.tail_probability, project.spec.planned_months / 12, planned,
            len(project.spec.registers), vendor.knowledge,
            in_force.vendor_staff_exchange(world),
        )  # fmt: skip
        size = self.draw_once(OVERRUN_SIZE, number)
        if self.draw_once(OVERRUN_KIND, number) < runaway:
            ratio = cost_ratio_runaway(rules.tail_start, rules.tail_exponent, size)
        else:
            normal = NormalDist().inv_cdf(size)
            ratio = cost_ratio_ordinary(rules.body_median, rules.body_log_sd, normal)
        project.overruns = ratio >= rules.tail_cap
        ratio = min(ratio, rules.tail_cap)
        project.pass_to("development")
        project.cost_usd = planned * ratio
        project.months_left = project.spec.planned_months * ratio**0.5
        project.monthly_usd = project.cost_usd / project.months_left
        project.started_month = world.month
        project.quality = quality_at_launch(
            vendor.skill, vendor.knowledge, world.levers.accessibility.usability_effort, ratio
        )
        effort = rules.usability_of_effort * world.levers.accessibility.usability_effort
        usability = rules.usability_base + effort + rules.usability_of_skill * vendor.skill
        project.usability = min(1.0, usability)
        self.decide(
            f"starts '{project.spec.name}'", "its gates are open and the money is there",
            planned_usd=planned, planned_months=project.spec.planned_months,
        )  # fmt: skip

    def open_by_date(self, project: Project, note: str) -> None:
        """Open an application on the date that the scenario gives, built or not."""
        if project.is_live:
            return
        world, rules = self.world, self.world.district.organisation.projects
        if project.phase == "idea":
            project.quality, project.usability = rules.quality_at_start, rules.usability_at_start
            project.cost_usd = project.spent_usd = project.spec.effort_usd
        project.months_left = 0.0
        project.pass_to("live")
        project.launched_month = world.month
        self._note_launch(project)
        self.decide(f"opens '{project.spec.name}'", note or "dated by the scenario")

    def _note_launch(self, project: Project) -> None:
        division = int(self.world.desks.division_of[project.spec.line])
        self.last_launch_by_division[division] = self.world.month

    def speed(self) -> float:
        """Return how fast work goes: re-contracting, work to rule, and resistance slow it."""
        world, rules = self.world, self.rules
        years = world.levers.consolidation.contract_years
        lost = world.district.organisation.vendors.recontracting_months / (12.0 * years)
        rule = rules.speed_work_to_rule if world.employees_rep.works_to_rule else 1.0
        helped = rules.speed_base + rules.speed_acceptance * world.acceptance_employees
        if in_force.runs_manager_programme(world):
            helped *= rules.speed_manager_programme
        return max(rules.speed_least, (1.0 - lost) * rule * min(rules.speed_most, helped))

    def advance_projects(self) -> None:
        """Pay and advance every project; cancel those past the cap of cost."""
        world = self.world
        speed = self.speed()
        cancelled_at = world.district.organisation.projects.cancelled_at_share
        label = self.vendor.label if self.vendor else "Vendors"
        for project in world.portfolio.by_phase("development"):
            due = min(project.monthly_usd * speed, project.cost_usd - project.spent_usd)
            share = world.ledger.spend(
                world.month, "accessibility", label, due, f"development: {project.spec.name}"
            )
            project.spent_usd += round(share * due, 2)
            project.months_left -= speed * share
            if project.overruns and project.spent_usd > cancelled_at * project.cost_usd:
                project.pass_to("cancelled")
                project.cancelled_month = world.month
                self.decide(
                    f"cancels '{project.spec.name}'", "its cost passed every bound",
                    spent_usd=project.spent_usd,
                )  # fmt: skip

    def launch(self) -> None:
        """Open finished applications to the public."""
        world = self.world
        self.launched_this_month = 0
        for project in world.portfolio.by_phase("development"):
            if project.months_left > 0.0:
                continue
            project.pass_to("live")
            project.launched_month = world.month
            self.launched_this_month += 1
            self._note_launch(project)
            self.decide(
                f"launches '{project.spec.name}'",
                f"after {world.month - project.started_month} months of work",
                cost_usd=project.spent_usd, quality=project.quality,
            )  # fmt: skip

    # After the launch ----------------------------------------------------------------------

    def upkeep_due_usd(self) -> float:
        """Return what a month of upkeep costs: duplicates cost more, one department less."""
        world = self.world
        rules = world.district.organisation.projects
        due = world.portfolio.development_value_usd() * rules.maintenance_share_per_year / 12
        if world.levers.consolidation.contracting == "separate":
            due *= 1.0 + self.rules.duplicates_in_upkeep * rules.duplicate_cost_share
        if in_force.has_it_department(world):
            due *= self.rules.upkeep_of_department
        return due * (self.vendor.price() if self.vendor else 1.0)

    def pay_upkeep(self) -> None:
        """Pay upkeep first; what is not paid shows in uptime and quality."""
        world = self.world
        rules = world.district.organisation.projects
        portfolio = world.portfolio
        due = self.upkeep_due_usd()
        label = self.vendor.label if self.vendor else "Vendors"
        share = world.ledger.spend(
            world.month, UNALLOTTED, label, due, "upkeep of live applications"
        )
        lost = rules.uptime_lost_without_upkeep * (1.0 - share)
        target = max(0.0, rules.uptime_target - lost)
        portfolio.uptime += rules.uptime_speed * (target - portfolio.uptime)
        if share < 1.0:
            for project in portfolio.projects:
                if project.is_live:
                    lost = rules.quality_lost_per_month * (1.0 - share)
                    project.quality = max(0.05, project.quality - lost)

    def integrate(self) -> None:
        """Spend what consolidation holds on integrating live applications, one at a time."""
        world = self.world
        if not world.levers.consolidation.integrate_applications:
            return
        rules = world.district.organisation.projects
        label = self.vendor.label if self.vendor else "Vendors"
        slots = self.rules.integrations_at_once
        if in_force.has_it_department(world):
            slots = self.rules.integrations_of_department
        waiting = [
            p for p in world.portfolio.projects
            if p.is_live and not p.integrated and world.moic.opens(p.spec.registers)
        ]  # fmt: skip
        waiting.sort(key=lambda p: (not p.is_integrating, self.order_key(p)))
        for project in waiting[:slots]:
            if not project.is_integrating:
                project.is_integrating = True
                effort = project.spec.effort_usd * rules.integration_effort_share
                project.integration_left_usd = effort * (self.vendor.price() if self.vendor else 1)
            pace = self.rules.integration_per_month * project.spec.effort_usd * self.speed()
            due = min(project.integration_left_usd, pace)
            share = world.ledger.spend(
                world.month, "consolidation", label, due, f"integration: {project.spec.name}"
            )
            project.integration_left_usd -= share * due
            if project.integration_left_usd <= 1.0:
                project.integrated = True
                project.integrated_month = world.month
                project.is_integrating = False
                project.quality = min(1.0, project.quality + self.rules.integration_quality)
                reason = (
                    "its registers are open; documents need not be carried any more"
                    if project.spec.registers
                    else "it needs no register; one account and one form now serve it"
                )
                self.decide(f"integrates '{project.spec.name}'", reason)

    def build_sign_on(self) -> None:
        """Build one sign-on for all services, if the mayor wants it."""
        world = self.world
        if self.sign_on_ready or not world.levers.accessibility.one_sign_on:
            return
        cost = world.district.prices.sign_on_usd
        due = min(cost / 12, cost - self.sign_on_paid_usd)
        label = self.vendor.label if self.vendor else "Vendors"
        share = world.ledger.spend(world.month, "consolidation", label, due, "one sign-on")
        self.sign_on_paid_usd += share * due
        if self.sign_on_paid_usd >= cost - 1.0:
            self.sign_on_ready = True
            self.decide("opens one sign-on", "all services can be used with one account")
