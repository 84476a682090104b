"""What the steps of the month do to the model's state, and the running figures others read.

A mixin of `DistrictModel`: the model builds and runs, this file holds the month's bookkeeping.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim import month as conditions
from sim.accounts import PILLARS
from sim.data.tables import LINES, N_LINES, of_applications
from sim.draws import POLL_ANSWERS, uniform
from sim.groups import GAP_GROUPS
from sim.kernels import case as n
from sim.kernels import feelings as f
from sim.kernels import staff as s
from sim.kernels.staff import N_STAFF_MEASURES, count_staff, staff
from sim.parameters.run import month_text
from sim.rules.employees import new_way_share
from sim.rules.office import hours_with_overtime
from sim.rules.politics import visible_success
from sim.services.desks import N_DIVISIONS
from sim.services.portfolio import MAIL_ID, PETITIONS_ID, POLLS_ID

if TYPE_CHECKING:
    from sim.accounts import Ledger
    from sim.institutions.assembly import NationalAssembly
    from sim.institutions.citizens_representative import CitizensRepresentative
    from sim.institutions.employees_representative import EmployeesRepresentative
    from sim.institutions.it_committee import ITCommittee
    from sim.institutions.mayor import MayorsOffice
    from sim.institutions.mogaha import HomeAffairs
    from sim.institutions.moic import InformationAndCommunication
    from sim.institutions.partners import NationalTaxService, PaymentPartner, TaxAgents
    from sim.institutions.peers import PeerDistrict
    from sim.institutions.vendors import Vendor
    from sim.minutes import Minutes
    from sim.parameters.district import District
    from sim.parameters.strategy import Strategy
    from sim.population import Population
    from sim.scenario import Scenario
    from sim.services.answers import AnswerDesk
    from sim.services.desks import Desks
    from sim.services.incidents import Incidents
    from sim.services.look_ups import LookUps
    from sim.services.mail_list import MailList
    from sim.services.portfolio import Portfolio
    from sim.users import Users

Floats = NDArray[np.float64]
ROLE_FIELDS = ("director", "manager", "clerk", "it")


class Steps:
    """The bookkeeping of the month, and the parts of the district it works on."""

    # Kept up by the steps of the month.
    adoption_share: float
    satisfaction_citizens: float
    satisfaction_at_start: float
    trust_citizens: float
    participation_level: float
    success: float
    net_present_value_usd: float
    employees_present: int
    employees_at_start: int
    insecurity_employees: float
    acceptance_employees: float
    morale_employees: float
    # Given by DistrictModel before `start`.
    plan: Scenario
    district: District
    levers: Strategy
    month: int
    run_seed: int
    ledger: Ledger
    minutes: Minutes
    portfolio: Portfolio
    answers: AnswerDesk
    incidents: Incidents
    look_ups: LookUps
    mail_list: MailList
    desks: Desks
    citizens: Population
    businesses: Population
    employees: Population
    citizens_users: Users
    business_users: Users
    share_online: Floats
    share_certified: Floats
    needs_a_year: Floats
    season: Floats
    needs_by_line: Floats
    assembly: NationalAssembly
    home_affairs: HomeAffairs
    moic: InformationAndCommunication
    peers: list[PeerDistrict]
    partners: list[PaymentPartner]
    tax_service: NationalTaxService
    tax_agents: TaxAgents
    vendors: list[Vendor]
    it_committee: ITCommittee
    mayor: MayorsOffice
    citizens_rep: CitizensRepresentative
    employees_rep: EmployeesRepresentative

    @property
    def calendar_month(self) -> int:
        """The month of the year, 1 to 12."""
        return (self._first_calendar_month + max(self.month, 1) - 2) % 12 + 1

    @cached_property
    def _first_calendar_month(self) -> int:
        return int(self.plan.run.start[-2:])

    @property
    def date(self) -> str:
        """The month as "YYYY-MM"."""
        return month_text(max(self.month, 1), self.plan.run.start)

    def start(self) -> None:
        """Set what the first month reads: counts of staff, coverage, shares funded."""
        self.funded: dict[str, float] = dict.fromkeys(PILLARS, 1.0)
        self.adoption_share = 0.0
        self.satisfaction_citizens = float(self.citizens.satisfaction[0])
        self.satisfaction_at_start = self.satisfaction_citizens
        self.trust_citizens = float(self.citizens.trust.mean(dtype=np.float64))
        self.participation_level = 0.0
        self.success = 0.0
        self.net_present_value_usd = 0.0
        self.history: list[dict[str, Any]] = []
        self._spent_cents = 0
        level = self.district.people.demand.level
        self.class_rates = [
            conditions.class_rates(self.needs_a_year, season, level) for season in self.season
        ]
        first, last = measures.SURVEYED
        self.surveyed = (self.citizens.age >= first) & (self.citizens.age <= last)
        self.n_surveyed = max(1, int(np.count_nonzero(self.surveyed)))
        self.employees_by_role = np.bincount(self.employees.role, minlength=4)
        self._count_staff()
        self.employees_at_start = self.employees_present
        self.effective_at_start = self._effective_hours(0.0)
        self.refresh_coverage()
        online = int(sum(1 << k for k in range(len(LINES)) if self.online_lines >> k & 1))
        for users in (self.citizens_users, self.business_users):
            users.start_aware(
                self.district.population_seed,
                self.district.people.awareness.aware_at_start,
                online,
                self.share_online[0],
            )

    @property
    def begins_as_the_case(self) -> bool:
        """Whether this is the first month of a run that begins as the case does."""
        return self.month == 1 and self.district.organisation.projects.live_at_start

    @cached_property
    def opened_by_date(self) -> frozenset[str]:
        """The applications that the scenario opens on a date; the committee builds none of them."""
        return frozenset(name for event in self.plan.timeline for name in event.open)

    def let_facts_happen(self) -> None:
        """Let happen what the scenario dates to this month as decided by others."""
        for event in self.plan.facts_at(self.month):
            for name in event.open:
                self.it_committee.open_by_date(self.portfolio.named(name), event.note)
            for register in event.open_register:
                self.moic.open_by_date(register, event.note)
            if event.law_in_force:
                self.home_affairs.change_by_date(event.note)
            if event.document_types is not None:
                self.look_ups.types = event.document_types

    # Staff ---------------------------------------------------------------------------------

    def _count_staff(self) -> None:
        e, rules = self.employees, self.district.organisation.employees
        totals = np.zeros((N_DIVISIONS, N_STAFF_MEASURES))
        count_staff(
            rules.learning_exponent, rules.ready_base, rules.ready_skill, self.desks.new_way,
            e.role, e.division, e.administrative_skill, e.it_skill, e.insecurity, e.acceptance,
            e.morale, e.practice, e.present, totals,
        )  # fmt: skip
        self.staff_totals = totals
        present = totals[:, s.PRESENT]
        self.employees_present = int(present.sum())
        whole = max(1.0, present.sum())
        self.insecurity_employees = float(totals[:, s.INSECURITY].sum() / whole)
        self.acceptance_employees = float(totals[:, s.ACCEPTANCE].sum() / whole)
        self.morale_employees = float(totals[:, s.MORALE].sum() / whole)
        each = np.maximum(present, 1.0)
        self.answer_quality = totals[:, s.ANSWERS] / each
        self.acceptance_by_division = totals[:, s.ACCEPTANCE] / each
        self.ready_by_division = totals[:, s.READY] / each
        here = e.role[e.present == 1]
        self.employees_by_role = np.bincount(here, minlength=4)
        self.it_staff_present = int(self.employees_by_role[s.IT_STAFF])

    def _hours_by_role(self) -> Floats:
        """Return hours of training a month by role, as far as they are paid."""
        capacity = self.levers.capacity
        hours = [getattr(capacity, f"training_hours_{role}") / 12.0 for role in ROLE_FIELDS]
        return np.array(hours) * self.funded["capacity"]

    def _effective_hours(self, project_hours: float) -> Floats:
        """Return productive hours by division: less training, projects and the dip at launch."""
        month_hours = self.district.prices.hours_per_post_month
        training = float(self._hours_by_role() @ self.employees_by_role)
        away = (training + project_hours) / (max(1, self.employees_present) * month_hours)
        hours: Floats = self.staff_totals[:, s.PRODUCTIVITY] * month_hours * max(0.5, 1.0 - away)
        rules = self.district.organisation.employees
        for division, launched in self.it_committee.last_launch_by_division.items():
            if self.month - launched < rules.dip_months:
                hours[division] *= 1.0 - rules.dip_at_launch
        return hours

    def step_staff(self) -> None:
        """Step the employees, then the share of work done the new way and the desks' capacity."""
        e = self.employees
        totals = np.zeros((N_DIVISIONS, N_STAFF_MEASURES))
        staff(
            self.run_seed, self.month, conditions.staff_rates(self), self._hours_by_role(),
            self.desks.wait_months, self.desks.load, self.desks.online_share, self.desks.new_way,
            self.acceptance_by_division, e.role, e.insecurity0, e.age, e.division,
            e.administrative_skill, e.it_skill, e.insecurity, e.acceptance, e.morale,
            e.training_hours, e.tenure_months, e.months_in_post, e.practice, e.notes, e.present,
            totals,
        )  # fmt: skip
        self._count_staff()
        tipping = self.district.organisation.employees.tipping_share
        self.desks.new_way[:] = [
            new_way_share(share, ready, tipping)
            for share, ready in zip(
                self.desks.new_way.tolist(), self.ready_by_division.tolist(), strict=True
            )
        ]
        spent = sum(p.monthly_usd for p in self.portfolio.by_phase("development"))
        project_hours = spent * self.district.organisation.projects.staff_hours_per_usd
        effective = self._effective_hours(project_hours)
        usual = self.desks.capacity_at_start * np.divide(
            effective, self.effective_at_start, out=np.ones(N_DIVISIONS),
            where=self.effective_at_start > 0,
        )  # fmt: skip
        rules = self.district.organisation.desks
        self.desks.capacity_hours[:] = [
            hours_with_overtime(hours, wait, rules.overtime_share, rules.overtime_wait_months)
            for hours, wait in zip(usual.tolist(), self.desks.wait_months.tolist(), strict=True)
        ]

    # Services ------------------------------------------------------------------------------

    def refresh_coverage(self) -> None:
        """Read what the live applications cover, and how far registers serve them."""
        self.standing = self.portfolio.standing()
        self.coverage = self.standing.coverage()
        served = np.where(self.moic.served_applications(), of_applications("weight"), 0.0)
        self.share_of_registers_open = np.bincount(of_applications("line"), served, N_LINES)
        online = self.coverage["open"] + self.coverage["certified"]
        self.online_lines = sum(1 << k for k, share in enumerate(online.tolist()) if share > 0)

    def step_notice(self) -> None:
        """Step "notice" for citizens and businesses."""
        rates = conditions.notice_rates(self)
        intensity = conditions.campaign_intensity(self)
        seats = conditions.seat_probability(self)
        online, certified = self.share_online[self.month - 1], self.share_certified[self.month - 1]
        for users, chances in (
            (self.citizens_users, seats),
            (self.business_users, np.zeros(len(self.business_users.totals))),
        ):
            users.notice(
                self.month, rates, self.online_lines, online, certified, chances, intensity
            )

    def step_needs(self) -> None:
        """Step "needs" for citizens and businesses."""
        total, cumulative = self.class_rates[self.calendar_month - 1]
        kiosks = conditions.kiosk_hours(self)
        offers = conditions.offer_table(self, is_business=False)
        self.citizens_users.have_needs(
            self.month, conditions.need_rates(self, is_business=False), offers, total, cumulative,
            kiosks,
        )  # fmt: skip
        self.business_users.have_needs(
            self.month, conditions.need_rates(self, is_business=True),
            conditions.to_businesses(offers), total, cumulative, kiosks,
        )  # fmt: skip
        self.cases_of_all = _all_lines(self.citizens_users.counts, self.business_users.counts)
        self.sums_of_all = _all_lines(self.citizens_users.sums, self.business_users.sums)

    def step_queues(self) -> None:
        """Let this month's cases arrive at the desks."""
        counts = self.citizens_users.counts + self.business_users.counts
        desks = self.district.organisation.desks
        worst = 1.0 + desks.error_growth_per_month_of_wait * self.desks.wait_by_line()
        rework = np.minimum(worst, desks.rework_cap)
        self.desks.work_through(
            (counts[:, n.DESK] + counts[:, n.BACK_AT_DESK]) * rework,
            counts[:, n.PHONE] + counts[:, n.BACK_BY_PHONE],
            counts[:, n.INTERNET] - counts[:, n.FAILED] + counts[:, n.TELEVISION],
            self.coverage["integrated"],
            desks.retyping_ratio,
            desks.lending_efficiency,
        )

    def step_feelings(self) -> None:
        """Step "feelings" for citizens and businesses, and refresh the headline figures."""
        rates = conditions.feeling_rates(self)
        for users in (self.citizens_users, self.business_users):
            users.feel(self.month, rates)
        self._count_groups()
        totals = self._adults
        people = max(1.0, float(totals[f.PEOPLE]))
        self.adoption_share = float(totals[f.USERS]) / people
        self.satisfaction_citizens = float(totals[f.SATISFACTION]) / people
        self.trust_citizens = float(totals[f.TRUST]) / people

    def step_answers(self) -> None:
        """Answer petitions with the posts that are paid, and hold the hearing."""
        levers = self.levers.participation
        rules = self.district.people.participation
        paid = self.funded["participation"]
        petitions = self.citizens_users.petitions + self.business_users.petitions
        questions = rules.questions_ratio * petitions if levers.ask_the_mayor else 0.0
        hours = levers.staff_to_answer * paid * self.district.prices.hours_per_post_month
        self.answers.answer(
            petitions + questions, hours, rules.hours_per_petition, rules.patience_months
        )
        live = levers.online_petitions and self.portfolio.is_live(PETITIONS_ID)
        offered = (
            rules.weight_petitions * live
            + rules.weight_disclosure * levers.disclosure
            + rules.weight_surveys * min(1.0, levers.surveys_per_year / 12)
            + rules.weight_broadcasts * min(1.0, levers.meetings_broadcast_per_year / 12)
            + rules.weight_questions * levers.ask_the_mayor
        )
        self.participation_level = paid * min(1.0, offered)
        self._write_to_members(levers.surveys_per_year)
        self.citizens_rep.hold_hearing()

    def _write_to_members(self, polls_per_year: int) -> None:
        """Let the e-mail list grow once there is one, and hold the polls of the month."""
        if not self.portfolio.is_live(MAIL_ID):
            return
        held = polls_per_year * self.month // 12 > polls_per_year * (self.month - 1) // 12
        self.mail_list.grow(measures.readers(self))
        draw = uniform(self.run_seed, POLL_ANSWERS, 0, self.month)
        self.mail_list.poll(held and self.portfolio.is_live(POLLS_ID), draw)

    @property
    def petition_rate(self) -> float:
        """Petitions a resident-month; fewer while they are on paper."""
        rules = self.district.people.participation
        project = self.portfolio.projects[PETITIONS_ID]
        if not (self.levers.participation.online_petitions and project.is_live):
            return rules.share_on_paper * rules.petitions_per_resident_month
        years = (self.month - project.launched_month) / 12
        growth = min(rules.most_growth, (1.0 + rules.growth_per_year) ** years)
        return rules.petitions_per_resident_month * growth

    # Figures that institutions and outcomes read --------------------------------------------

    def consenting_peers(self) -> int:
        """Return how many peers consent to a change of law."""
        return sum(peer.consents for peer in self.peers)

    def is_election_year(self) -> bool:
        """Return whether a local election comes within twelve months."""
        first = self.district.politics.elections.first_election
        return 0 <= (first - self.month) % 48 < 12

    def adult_totals(self) -> Floats:
        """Return the totals of residents aged 15 and over, shape (measures,)."""
        return self._adults

    def users_by_group(self) -> dict[str, float]:
        """Return the share of recent users in the groups that the gaps compare."""
        return self._users_by_group

    def _count_groups(self) -> None:
        totals = self.citizens_users.totals
        self._adults = totals[:-1].sum(axis=0)
        self._users_by_group = {}
        both = totals[:, [f.PEOPLE, f.USERS]]
        for name, chosen in GAP_GROUPS.items():
            people, users = both.take(chosen, axis=0).sum(axis=0).tolist()
            self._users_by_group[name] = users / people if people else 0.0

    def spent_so_far_usd(self) -> float:
        """Return what has left the programme's accounts so far, in USD."""
        return self._spent_cents / 100

    def take_stock(self) -> None:
        """Keep what the tables by group and service need, and refresh visible success."""
        month = self.month
        spent = self.ledger.spent_cents_by_month.get(month, 0)
        self._spent_cents += spent
        entries = self.ledger.entries_of(month)
        self.history.append(
            {
                "citizens": self.citizens_users.totals,
                "businesses": self.business_users.totals,
                "counts": self.citizens_users.counts + self.business_users.counts,
                "sums": self.citizens_users.sums + self.business_users.sums,
                "days": measures.days_by_line(self),
                "coverage": self.coverage["open"] + self.coverage["certified"],
                "live": self.standing.live_by_line(),
                "upkeep_cents": sum(e.cents for e in entries if e.note.startswith("upkeep")),
                "vendor_cents": sum(
                    e.cents for e in entries if e.note.startswith(measures.VENDOR_NOTES)
                ),
            }
        )
        rate = self.district.economics.discount_rate_per_year
        gain = measures.avoided_cost_usd(self) + self.mayor.savings_by_month[-1] - spent / 100
        self.net_present_value_usd += gain / (1.0 + rate) ** (month / 12.0)
        planned = len(self.portfolio.projects) - self.portfolio.live_at_start
        new = (self.portfolio.n_live - self.portfolio.live_at_start) / planned
        saved = sum(self.mayor.savings_by_month)
        saving = min(1.0, saved / max(1.0, self._spent_cents / 100))
        seen = self.district.politics.success
        self.success = visible_success(
            max(0.0, new), self.adoption_share, saving, seen.of_applications, seen.of_adoption,
            seen.of_saving,
        )  # fmt: skip


def _all_lines(citizens: Floats, businesses: Floats) -> Floats:
    """Return figures of all lines together, shape (what,), from two tables (lines, what)."""
    whole: Floats = citizens.T.copy().sum(axis=1) + businesses.T.copy().sum(axis=1)
    return whole
