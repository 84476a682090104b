"""The mayor's office: money, running programmes, political capital, elections."""

from __future__ import annotations

from sim import in_force
from sim.accounts import PILLARS
from sim.draws import BUDGET_CHANGE, ELECTION
from sim.institutions.base import Institution
from sim.parameters.strategy import Strategy
from sim.rules.politics import logistic, survival_log_odds

ROLES = ("director", "manager", "clerk", "it")


class MayorsOffice(Institution):
    """Carries out the strategy (Mayor Lee)."""

    label = "Mayor's office"

    def prepare(self) -> None:
        """Set what it holds at the start."""
        rules = self.world.district.politics.elections
        self.capital: float = rules.capital_at_start
        self.terms = rules.terms_at_start
        self.continuity = 1.0
        self.no_new_projects_until = 0
        self.budget_index = 1.0
        self.savings_by_month: list[float] = []

    def lose_capital(self, amount: float) -> None:
        """Lose political capital, never below 0."""
        self.capital = max(0.0, self.capital - amount)

    def gain_capital(self, amount: float) -> None:
        """Gain political capital, never above 1."""
        self.capital = min(1.0, self.capital + amount)

    # Money ---------------------------------------------------------------------------------

    def request_budget(self, granted_usd: float) -> float:
        """Return what is asked of the Assembly this month, in USD; 0 for no request."""
        world = self.world
        budget, rules = world.levers.budget, world.district.politics.assembly
        left = budget.request_usd - granted_usd
        if (world.month - 1) % 12 != 0 or left < 1000.0 or budget.tactic == "none":
            return 0.0
        if self.continuity < 1.0:
            return 0.0
        if budget.tactic == "phases":
            return min(left, budget.request_usd / rules.phases)
        if budget.tactic == "after_proof" and world.success < rules.proof_success:
            return 0.0
        if budget.tactic == "coalition" and world.consenting_peers() < rules.coalition_districts:
            return 0.0
        return left

    def bring_in_money(self) -> None:
        """Take this month's own funds and last year's savings, and split what is there."""
        world = self.world
        month = world.month
        budget = world.levers.budget
        if (month - 1) % 12 == 0 and month > 1:
            self._new_budget_year()
        own = budget.own_funds_usd_per_year / 12.0 * self.budget_index * self.continuity
        world.ledger.receive(month, "District treasury", own, "own funds of the programme")
        if len(self.savings_by_month) > 12:
            back = budget.reuse_of_savings * self.savings_by_month[-13]
            world.ledger.receive(
                month, "District treasury", back, "savings of last year, given back"
            )
        world.it_committee.pay_upkeep()
        world.ledger.allot(month, {p: getattr(budget, f"weight_{p}") for p in PILLARS})

    def _new_budget_year(self) -> None:
        """Grow the budget, with now and then a large surprise (Student's t, 2.5 df)."""
        prices = self.world.district.economics
        u = min(max(self.draw(BUDGET_CHANGE), 0.01), 0.99)
        # Hill's simple tail: the logistic quantile stretched to heavier tails than normal.
        surprise = prices.budget_change_scale * 0.55 * ((u / (1 - u)) ** 0.5 - ((1 - u) / u) ** 0.5)
        self.budget_index *= max(0.5, 1.0 + prices.budget_growth_per_year + surprise)

    def note_savings(self) -> None:
        """Note this month's wages saved by posts that attrition has released."""
        world = self.world
        released = max(0.0, world.employees_at_start - world.employees_present)
        wage = world.district.economics.hourly_wage_usd
        self.savings_by_month.append(released * wage * world.district.prices.hours_per_post_month)

    def run_programmes(self) -> None:
        """Pay the running activities of every pillar; what is paid in part works in part."""
        world = self.world
        costs = self.monthly_costs(world.levers)
        for pillar in PILLARS:
            paid = wanted = 0.0
            for use, usd in costs[pillar]:
                share = world.ledger.spend(world.month, pillar, use, usd, "running activity")
                paid += share * usd
                wanted += usd
            world.funded[pillar] = paid / wanted if wanted > 0 else 1.0

    def monthly_costs(self, levers: Strategy) -> dict[str, list[tuple[str, float]]]:
        """Return this month's running costs by pillar, as (use, USD)."""
        world = self.world
        price = world.district.prices
        front, people = levers.accessibility, levers.capacity
        open_, data, joint = levers.participation, levers.consolidation, levers.collaboration
        post = price.hours_per_post_month * world.district.economics.hourly_wage_usd
        at_night = price.kiosk_night_factor if front.kiosk_hours_extended else 1.0
        kiosk = price.kiosk_usd_per_month * at_night
        return {
            "accessibility": [
                ("Kiosks", kiosk * front.kiosks),
                ("Television boxes", price.television_box_usd_per_month * front.television_boxes),
                ("Campaign", price.outreach_usd_per_month * front.outreach),
                ("Pointing to services", price.referral_usd_per_month * front.referral_effort),
                ("Access centres", price.access_centre_usd_per_month * front.access_centres),
                ("Accessible pages", price.accessible_usd_per_month * front.accessibility_effort),
            ],
            "capacity": [
                ("Training", self._training_usd(levers)),
                ("Manuals", price.manuals_usd_per_month * people.manuals),
                ("Vendor exchange", price.exchange_usd_per_month * people.vendor_staff_exchange),
                ("Rewards", price.rewards_usd_per_month * people.performance_rewards),
                (
                    "Programme for managers",
                    price.manager_programme_usd_per_month * people.manager_programme,
                ),
            ],
            "participation": [
                ("Posts that answer", post * open_.staff_to_answer),
                ("Academy Hall", price.academy_seat_usd * open_.academy_seats),
                ("Disclosure", price.disclosure_usd_per_month * open_.disclosure),
                ("Surveys", price.survey_usd * open_.surveys_per_year / 12),
                ("Broadcasts", price.broadcast_usd * open_.meetings_broadcast_per_year / 12),
                ("We Ask Our Mayor", price.ask_the_mayor_usd_per_month * open_.ask_the_mayor),
            ],
            "consolidation": [
                ("Security", data.security_usd_per_year / 12),
                (
                    "IT department",
                    price.it_department_usd_per_month * people.central_it_department,
                ),
            ],
            "collaboration": [
                ("Coalition posts", post * joint.coalition_posts),
                ("Interagency board", price.board_usd_per_month * joint.interagency_board),
                ("Committee seats", price.seat_usd_per_month * joint.committee_seats),
            ],
        }

    def _training_usd(self, levers: Strategy) -> float:
        hours = [getattr(levers.capacity, f"training_hours_{role}") for role in ROLES]
        price = self.world.district.economics.training_usd_per_hour
        counts = self.world.employees_by_role
        return sum(h / 12 * n * price for h, n in zip(hours, counts, strict=True))

    # Elections -----------------------------------------------------------------------------

    def stand_for_election(self) -> None:
        """Every four years: win, lose, or hand over after the last term allowed (rule M1)."""
        world = self.world
        rules = world.district.politics.elections
        if world.month < rules.first_election or (world.month - rules.first_election) % 48 != 0:
            return
        change = world.satisfaction_citizens - world.satisfaction_at_start
        may_stand = self.terms < rules.terms_allowed
        chance = logistic(
            survival_log_odds(
                rules.base_log_odds + rules.incumbency_effect * may_stand,
                change,
                rules.satisfaction_effect,
                self.capital,
                rules.capital_effect,
                self.entrenchment(),
                rules.entrenchment_effect,
            )
        )
        survives = self.draw(ELECTION) < chance
        if not may_stand:
            self.terms = 1
            self._succession(survives, chance)
        elif survives:
            self.terms += 1
            self.decide("is elected again", "citizens are content enough", chance=chance)
        else:
            self.terms = 1
            self._succession(False, chance)

    def entrenchment(self) -> float:
        """Return how hard the programme is to undo, 0 to 1."""
        world, rules = self.world, self.world.district.politics.elections
        return min(
            1.0,
            rules.entrenched_by_department * in_force.has_it_department(world)
            + rules.entrenched_by_contract * (world.levers.consolidation.contract_years > 1)
            + rules.entrenched_by_adoption * world.adoption_share,
        )

    def _succession(self, continues: bool, chance: float) -> None:
        if continues:
            self.capital = self.world.district.politics.elections.capital_at_start
            self.continuity = 1.0
            self.decide(
                "carries the programme on under a successor",
                "too many use it to stop it", chance=chance,
            )  # fmt: skip
        else:
            self.hand_over("the programme did not convince enough voters", chance)

    def hand_over(self, reason: str, chance: float = 0.0) -> None:
        """Let a new mayor drop the programme: less money, and no new project for some time."""
        rules = self.world.district.politics.elections
        self.continuity = rules.continuity_without_mayor
        self.no_new_projects_until = self.world.month + rules.months_without_projects
        self.capital = rules.capital_of_new_mayor
        self.decide("drops the programme under a new mayor", reason, chance=chance)
