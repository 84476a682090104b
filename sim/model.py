"""DistrictModel: builds the district, runs the schedule, nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from sim.accounts import Ledger
from sim.collector import OutcomeCollector
from sim.draws import BUSINESS_OFFSET, CITIZEN_OFFSET, Decision, uniform
from sim.execution.task import ALL_TABLES
from sim.institutions.assembly import NationalAssembly
from sim.institutions.citizens_representative import CitizensRepresentative
from sim.institutions.employees_representative import EmployeesRepresentative
from sim.institutions.it_committee import ITCommittee
from sim.institutions.mayor import MayorsOffice
from sim.institutions.metropolitan import SeoulMetropolitanGovernment
from sim.institutions.mogaha import HomeAffairs
from sim.institutions.moic import InformationAndCommunication
from sim.institutions.partners import NationalTaxService, PaymentPartner, TaxAgents
from sim.institutions.peers import PeerDistrict
from sim.institutions.planning_budget import MinistryOfPlanningAndBudget
from sim.institutions.vendors import NAMES, Vendor
from sim.minutes import Minutes
from sim.population import build_businesses, build_citizens, build_employees
from sim.population.elsewhere import needs_in, season_in
from sim.population.national import access_by_group, certificate_by_group
from sim.schedule import SCHEDULE, Step
from sim.seeds import replicate_seed
from sim.services.answers import AnswerDesk
from sim.services.desks import Desks
from sim.services.incidents import Incidents
from sim.services.look_ups import LookUps
from sim.services.mail_list import MailList
from sim.services.portfolio import Portfolio
from sim.steps import Steps
from sim.users import N_BUSINESS_CELLS, N_CITIZEN_CELLS, Users, cells_of_citizens

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario, Shock

N_PARTNERS = 6


class DistrictModel(Steps, mesa.Model):
    """The district under a strategy, stepped by months.

    Parameters
    ----------
    scenario : a scenario, the path of its file, or None for the parameters' defaults.
    seed : [0, 2**63)   The run's luck; the scenario's own unless given.
    replicate : [count] Another run of the same scenario with other luck; 0 is the seed itself.
    sample : [citizens] Citizens simulated, each standing for several; None for everyone.
    months : [months]   Length; the scenario's own unless given.
    threads : [count]   Threads for the populations; results do not depend on it.
    levers : dotted paths of parameters with "." written "__", for `mesa.batch_run`,
        as in ``strategy__budget__grant_usd=2e6``.
    """

    def __init__(
        self,
        scenario: Scenario | str | Path | None = None,
        seed: int | None = None,
        replicate: int = 0,
        sample: int | None = None,
        months: int | None = None,
        threads: int = 1,
        **levers: Any,
    ) -> None:
        plan = _ready(scenario, levers)
        self.run_seed = replicate_seed(plan.run.seed if seed is None else seed, replicate)
        super().__init__(rng=self.run_seed % 2**32)
        self.plan = plan
        self.month = 0
        self.after_step: Callable[[Step], None] | None = None  # for those who watch from outside
        self.months = months or plan.run.months
        self.district = plan.district
        self.levers_of_month = plan.strategies_by_month(self.months)
        self.levers = self.levers_of_month[0]
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None
        self._build_office()
        self._build_people(sample, threads)
        self._build_institutions()
        self.start()
        self.datacollector = OutcomeCollector()

    # Building ------------------------------------------------------------------------------

    def _build_office(self) -> None:
        self.ledger = Ledger()
        self.minutes = Minutes()
        office = self.district.organisation
        self.portfolio = Portfolio(office.projects)
        self.answers = AnswerDesk()
        self.incidents = Incidents()
        self.look_ups = LookUps(office.integration.look_up_types)
        self.mail_list = MailList(self.district.people.participation)

    def _build_people(self, sample: int | None, threads: int) -> None:
        district, pool = self.district, self._pool
        self.citizens = build_citizens(district, sample, self.plan.place)
        share = len(self.citizens) / district.residents
        firms = None if sample is None else max(10, round(share * district.businesses))
        self.businesses = build_businesses(district, firms)
        self.employees = build_employees(district)
        citizens = self.citizens
        weak = np.maximum(citizens.disabled, citizens.age_group >= 5).astype(np.float32)
        self.citizens_users = Users(
            citizens, CITIZEN_OFFSET, cells_of_citizens(citizens), N_CITIZEN_CELLS, weak,
            self.run_seed, pool, threads,
        )  # fmt: skip
        self.business_users = Users(
            self.businesses, BUSINESS_OFFSET, self.businesses.size_group.astype(np.uint8),
            N_BUSINESS_CELLS, np.zeros(len(self.businesses), np.float32), self.run_seed, pool,
            threads,
        )  # fmt: skip
        access = district.people.access
        start, place = self.plan.run.start, self.plan.place
        self.share_online = access_by_group(
            start, self.months, access.uplift_logit, access.growth_logit_per_year, place
        )
        self.share_certified = certificate_by_group(
            start, self.months, access.certificate_ceiling, place
        )
        self.needs_a_year = needs_in(place)
        self.season = season_in(place)
        classes = len(self.needs_a_year)
        by_class = self.citizens_users.expected_by_class(classes)
        by_class += self.business_users.expected_by_class(classes)
        level = district.people.demand.level
        self.needs_by_line = by_class @ self.needs_a_year * level / 12.0
        desks = district.organisation.desks
        self.desks = Desks(
            self.needs_by_line, desks.slack_share, desks.phone_minutes_ratio, desks.new_way_at_start
        )

    def _build_institutions(self) -> None:
        self.planning_budget = MinistryOfPlanningAndBudget(self)
        self.assembly = NationalAssembly(self)
        self.metropolitan = SeoulMetropolitanGovernment(self)
        self.home_affairs = HomeAffairs(self)
        self.moic = InformationAndCommunication(self)
        self.peers = [PeerDistrict(self, k) for k in range(self.district.peer_districts)]
        self.partners = [PaymentPartner(self, k) for k in range(N_PARTNERS)]
        self.tax_service = NationalTaxService(self)
        self.tax_agents = TaxAgents(self)
        self.vendors = [Vendor(self, k) for k in range(len(NAMES))]
        self.it_committee = ITCommittee(self)
        self.mayor = MayorsOffice(self)
        self.citizens_rep = CitizensRepresentative(self)
        self.employees_rep = EmployeesRepresentative(self)

    # Running -------------------------------------------------------------------------------

    def draw(self, decision: Decision, agent: int = 0, month: int | None = None) -> float:
        """Return an institution's luck for one decision, this month unless given, in (0, 1)."""
        return uniform(self.run_seed, decision, agent, self.month if month is None else month)

    def shocks_at(self, month: int) -> list[Shock]:
        """Return the dated shocks of the scenario in a month."""
        return list(self.plan.shocks_at(month))

    def step(self) -> None:
        """Run one month: every step of the schedule, in order; past the end, nothing."""
        if self.month >= self.months:
            self.running = False
            return
        self.month += 1
        for step in SCHEDULE:
            step.action(self)
            if self.after_step is not None:
                self.after_step(step)
        self.datacollector.collect(self)
        self.running = self.month < self.months
        if not self.running and self._pool is not None:
            self._pool.shutdown()

    def run(self, on_month: Callable[[int], None] | None = None) -> None:
        """Run to the end, telling `on_month` the number of each month done."""
        while self.month < self.months:
            self.step()
            if on_month is not None:
                on_month(self.month)

    def tables(self, names: Sequence[str] = ALL_TABLES) -> dict[str, pd.DataFrame]:
        """Return the results so far: monthly, groups, services, decisions, ledger."""
        from sim.tables import tables

        return tables(self, names)


def _ready(scenario: Scenario | str | Path | None, levers: dict[str, Any]) -> Scenario:
    """Return the scenario, read from its file if need be, with the levers given changed."""
    from sim.scenario import Scenario, load_scenario

    if scenario is None:
        ready = Scenario.defaults()
    elif isinstance(scenario, str | os.PathLike):
        ready = load_scenario(scenario)
    else:
        ready = scenario
    changes = {path.replace("__", "."): value for path, value in levers.items()}
    return ready.with_values(changes) if changes else ready
