"""A citizen or a business as one `mesa.Agent`, calling the rules in plain Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import mesa

from benchmarks.plain_rules import plain_names
from sim.kernels.case import Caller, NeedRates
from sim.kernels.feelings import FeelingRates
from sim.kernels.notice import NoticeRates

Lanes = tuple[int, int, int, int]
Draw = Callable[[int, int, int, int, int], Lanes]

# The three kernels' own names: rules, columns of totals and rows of tables.
N = plain_names("sim.kernels.notice")
D = plain_names("sim.kernels.case", "sim.kernels.needs")
F = plain_names("sim.kernels.feelings")


class Said:
    """One attribute of everyone, read like an array: what contacts have to say."""

    def __init__(self, people: list[ServiceUser], name: str) -> None:
        self.people, self.name = people, name

    def __len__(self) -> int:
        return len(self.people)

    def __getitem__(self, number: int) -> int:
        said: int = getattr(self.people[number], self.name)
        return said


class Noticing(NamedTuple):
    """What step "notice" needs to know of the month."""

    rates: NoticeRates
    online_lines: int
    share_online: list[float]
    share_certified: list[float]
    seat_probability: list[float]
    intensity: list[float]
    voices: Said
    used_lines: Said


class Needing(NamedTuple):
    """What step "needs" needs to know of the month; `counts` and `sums` are added to."""

    rates: NeedRates
    offers: dict[tuple[int, int], float]
    first_of_line: list[int]
    class_total: list[float]
    class_cumulative: dict[tuple[int, int], float]
    neighbours_online: list[float]
    kiosk_hours: list[float]
    counts: list[list[int]]
    sums: list[list[float]]


class Surroundings(Protocol):
    """What an agent asks of the population it belongs to."""

    seed: int
    offset: int
    month: int
    draw: Draw
    stored: Callable[[float], float]


class ServiceUser(mesa.Agent):
    """A citizen or a business; the attributes are the columns of its population."""

    # Those that change; the fixed ones are set with them in __init__.
    has_access: int
    has_certificate: int
    helped: int
    skill: float
    aware_lines: int
    used_lines: int
    referred_lines: int
    online_uses: int
    recent_failures: int
    last_online_month: int
    month_cases: int
    month_online: int
    month_kiosk: int
    month_television: int
    month_failures: int
    month_performance: float
    month_petitions: int
    expectation: float
    satisfaction: float
    trust_base: float
    trust_shock: float
    trust: float
    habit_internet: float
    habit_kiosk: float
    habit_television: float
    lapsed: int
    voice: int

    def __init__(
        self, model: mesa.Model, users: Surroundings, number: int, columns: dict[str, list[Any]]
    ) -> None:
        super().__init__(model)
        self.users, self.number = users, number
        for name, values in columns.items():
            setattr(self, name, values[number])

    def draw(self, block: int, index: int = 0) -> Lanes:
        """Return this month's four random lanes for one block of decisions."""
        users = self.users
        return users.draw(users.seed, self.number, users.month, users.offset + block, index)

    # Step "notice" --------------------------------------------------------------------------

    def notice(self, now: Noticing) -> None:
        """Come online, be trained, and let one unknown service come to notice."""
        known = self.aware_lines | self.referred_lines
        unknown = now.online_lines & ~known
        if unknown or not self.has_access:
            lanes = self.draw(N.NOTICE_BLOCK)
            if not self.has_access:
                self.be_trained(N.as_uniform(lanes[3]), now)
            if unknown:
                known |= self.noticed(unknown, lanes, now)
        self.aware_lines = known
        group = self.access_group
        self.has_access = N.has_access(self.access_rank, now.share_online[group], self.helped != 0)
        self.has_certificate = N.has_certificate(
            self.has_access, self.certificate_rank, now.share_certified[group]
        )

    def be_trained(self, draw: float, now: Noticing) -> None:
        """Take a seat in the Academy Hall, if there is one."""
        seat = now.seat_probability[self.cell]
        if draw < seat:
            self.skill = self.users.stored(N.skill_after_training(self.skill))
        if N.training_opens_access(draw, seat, now.rates.probability_gains):
            self.helped = 1

    def noticed(self, unknown: int, lanes: Lanes, now: Noticing) -> int:
        """Return the bit of the service noticed this month, or 0."""
        count = N.count_bits(unknown)
        line = N.nth_bit(unknown, (lanes[1] * count) >> 32)
        draw, campaign = N.as_uniform(lanes[0]), now.intensity[line]
        if not self.has_access:
            campaign *= now.rates.offline_reach
        if draw >= N.chance_of_notice(now.rates, campaign, 1.0, count):
            return 0
        pull = N.pull_on(
            self.number, line, lanes[2], now.rates, len(now.voices), now.voices, now.used_lines
        )
        return 1 << line if draw < N.chance_of_notice(now.rates, campaign, pull, count) else 0

    # Step "needs" ---------------------------------------------------------------------------

    def have_needs(self, now: Needing) -> None:
        """Have this month's cases, and take each to a channel."""
        self.month_cases = self.month_online = self.month_kiosk = self.month_television = 0
        self.month_failures = self.month_petitions = self.referred_lines = 0
        self.month_performance = 0.0
        expected = now.class_total[self.needs_class] * self.demand_propensity
        if expected <= 0.0:
            return
        rates = now.rates
        lanes = self.draw(D.MONTH_BLOCK)
        if D.as_uniform(lanes[1]) < rates.petitions_per_month * self.activity:
            self.month_petitions = 1
        cases = D.number_of_cases(D.as_uniform(lanes[0]), expected, rates.most_cases)
        if cases == 0:
            return
        who = self.caller(now)
        for case in range(cases):
            self.take_case(self.draw(D.CASE_BLOCK, case), who, now)
        self.month_cases = cases
        self.month_performance = self.users.stored(self.month_performance)
        if self.month_online:
            self.online_uses = min(60000, self.online_uses + self.month_online)
            self.last_online_month = self.users.month
        if self.month_online + self.month_failures:
            self.recent_failures = min(20, self.recent_failures // 2 + self.month_failures)

    def caller(self, now: Needing) -> Caller:
        """Return what this person brings to each case of the month."""
        rates, home = now.rates, self.neighbourhood
        return Caller(
            bool(self.has_access),
            bool(self.has_certificate),
            self.aware_lines,
            self.skill,
            D.practised_share(float(self.online_uses), rates.learning_exponent),
            self.trust,
            self.privacy_concern,
            D.limited((now.neighbours_online[home] - 0.2) / 0.2, 2.0),
            self.is_weak * (rates.help_for_weak - rates.handicap_of_weak) + rates.sign_on,
            self.habit_internet,
            self.habit_kiosk,
            self.habit_television,
            float(self.lapsed),
            self.value_of_time_usd_per_hour,
            self.travel_hours,
            now.kiosk_hours[home],
            self.television_rank < rates.television_share,
        )

    def take_case(self, lanes: Lanes, who: Caller, now: Needing) -> None:
        """Take one case to a channel, and add up what it was and what it was worth."""
        rates, offers = now.rates, now.offers
        line, kind = self.which_line(D.as_uniform(lanes[0]), now)
        app = D.application_of(kind, line, now.first_of_line, offers)
        part = D.part_of(kind, line, app, now.first_of_line, offers)
        scale = 1.0 + offers[D.SCALES, app] * (self.bill_scale - 1.0)
        amount = offers[D.MEAN_AMOUNT, app] * scale
        documents, wait = offers[D.DOCUMENTS_DESK, app], offers[D.WAIT, app]
        at_desk = D.desk_hours(
            who.travel, rates.desk_hours, rates.more_visits, documents, rates.document_hours
        )
        felt = at_desk + rates.delay_hours * wait
        agents = D.agents_at(line, app, rates.agents_online, offers)
        by_agent = D.filed_by_agent(D.as_uniform(lanes[2]), line == D.BUSINESS_TAX, agents)
        channel = 2
        if not by_agent:
            channel = D.channel_of_case(
                D.as_uniform(lanes[1]), part, line, app, amount, felt, who, rates, offers
            )
        visit = D.desk_performance(offers[D.ANSWERS, app], wait, rates.wait_scale, documents)
        counts, sums = now.counts[app], now.sums[app]
        counts[D.NEEDS] += 1
        sums[D.AMOUNT] += amount
        fetched = offers[D.DOCUMENTS_BEFORE, app] - documents
        sums[D.HOURS_BEFORE] += at_desk + fetched * rates.document_hours
        if by_agent:
            counts[D.INTERNET] += 1
            hours, carried, trips = rates.phone_hours, 0.0, 0.0
            self.month_performance += rates.worth_of_phone * visit
            sums[D.AMOUNT_ONLINE] += amount
        elif channel == 2:
            hours, carried, trips = self.go_online(
                lanes, line, app, amount, at_desk, visit, who, now
            )
        else:
            hours, carried, trips = at_desk, documents, 1.0 + rates.more_visits
            if channel == 0:
                self.visit_desk(lanes, line, app, part, visit, now)
            elif channel == 1:
                counts[D.PHONE] += 1
                hours, carried, trips = rates.phone_hours, 0.0, 0.0
                self.month_performance += rates.worth_of_phone * visit
            elif channel == 3:
                counts[D.KIOSK] += 1
                hours = who.kiosk_hours + carried * rates.document_hours
                self.month_performance += rates.worth_of_kiosk
                self.month_kiosk += 1
            else:
                counts[D.TELEVISION] += 1
                hours, carried, trips = rates.television_hours, 0.0, 0.0
                self.month_performance += rates.worth_of_television
                self.month_television += 1
        sums[D.HOURS] += hours
        sums[D.DOCUMENTS] += carried
        sums[D.TRIPS] += trips

    def which_line(self, point: float, now: Needing) -> tuple[int, float]:
        """Return the service line of a case, and which of its needs this is, from 0 to 1."""
        group, cumulative = self.needs_class, now.class_cumulative
        line = D.line_of(point, cumulative, group)
        floor = cumulative[group, line - 1] if line > 0 else 0.0
        return line, (point - floor) / (cumulative[group, line] - floor)

    def visit_desk(
        self, lanes: Lanes, line: int, app: int, part: float, visit: float, now: Needing
    ) -> None:
        """Be served at the desk, and perhaps be told of the online service."""
        rates, offers = now.rates, now.offers
        now.counts[app][D.DESK] += 1
        self.month_performance += visit
        if part < offers[D.OPEN, app] + offers[D.CERTIFIED, app] and D.staff_refer(
            D.as_uniform(lanes[3]), rates.referral, rates.referral_effort
        ):
            self.referred_lines |= 1 << line

    def go_online(
        self, lanes: Lanes, line: int, app: int, amount: float, at_desk: float, visit: float,
        who: Caller, now: Needing,
    ) -> tuple[float, float, float]:  # fmt: skip
        """Try a case online; return the hours, documents and trips that it took."""
        rates, offers, counts = now.rates, now.offers, now.counts[app]
        counts[D.INTERNET] += 1
        carried, quality = offers[D.DOCUMENTS_ONLINE, app], offers[D.QUALITY, app]
        hours = D.online_hours(
            rates.desk_hours, rates.time_ratio, carried, rates.document_hours, who.travel
        )
        trips = min(1.0, carried)
        fails = D.failure_probability(
            rates.failure_online, quality, who.skill, offers[D.UPTIME, app]
        )
        agents = D.agents_at(line, app, rates.agents_online, offers)
        if D.luck_left(D.as_uniform(lanes[2]), agents) < fails:
            self.month_failures += 1
            counts[D.FAILED] += 1
            if D.as_uniform(lanes[3]) < rates.fallback_to_phone:
                counts[D.BACK_BY_PHONE] += 1
                hours += rates.phone_hours
            else:
                counts[D.BACK_AT_DESK] += 1
                hours += at_desk
                trips += 1.0
            self.month_performance += D.failed_performance(visit)
        else:
            self.month_online += 1
            self.used_lines |= 1 << line
            now.sums[app][D.AMOUNT_ONLINE] += amount
            easy = D.ease(who.skill, who.practised, offers[D.USABILITY, app])
            self.month_performance += D.online_performance(quality, easy, carried)
        return hours, carried, trips

    # Step "feelings" ------------------------------------------------------------------------

    def feel(
        self, rates: FeelingRates, totals: list[list[float]], at_home: list[list[float]]
    ) -> None:
        """Turn the month's experience into satisfaction, habit and trust; be counted."""
        stored = self.users.stored
        before = now = self.satisfaction
        expected, performance = self.expectation, 0.0
        if self.month_cases > 0:
            performance = self.month_performance / self.month_cases
            drawn = F.satisfaction_drawn_to(
                performance, expected, rates.neutral, rates.performance_weight,
                rates.disconfirmation_weight, rates.loss_multiplier,
            )  # fmt: skip
            now = F.moved_towards(before, drawn, rates.adjustment)
            expected = F.moved_towards(expected, performance, rates.adaptation)
        self.form_habits(rates)
        if self.aware_lines:
            expected = F.raised_expectation(expected, rates.promise_per_month)
        self.satisfaction, self.expectation = stored(now), stored(expected)
        felt = self.trust_again(now - before, rates)
        self.stop_or_go_on(rates)
        last = self.last_online_month
        since = self.users.month - last if last > 0 else -1
        self.voice = F.voice(self.month_online, self.month_failures, now, since, self.voice)
        is_user = 1.0 if last > 0 and since < 12 else 0.0
        self.be_counted(totals[self.cell], is_user, now, felt, expected, performance)
        home = at_home[self.neighbourhood]
        home[0] += is_user
        home[1] += 1.0

    def form_habits(self, rates: FeelingRates) -> None:
        """Strengthen the habit of the channels used, weaken the others."""
        stored, cases, rate = self.users.stored, self.month_cases, rates.habit_rate
        if cases > 0:
            internet = F.habit_after(self.habit_internet, self.month_online / cases, rate)
            kiosk = F.habit_after(self.habit_kiosk, self.month_kiosk / cases, rate)
            television = F.habit_after(self.habit_television, self.month_television / cases, rate)
        else:
            internet = F.habit_unused(self.habit_internet, rates.habit_decay)
            kiosk = F.habit_unused(self.habit_kiosk, rates.habit_decay)
            television = F.habit_unused(self.habit_television, rates.habit_decay)
        self.habit_internet, self.habit_kiosk = stored(internet), stored(kiosk)
        self.habit_television = stored(television)

    def trust_again(self, change: float, rates: FeelingRates) -> float:
        """Let trust follow satisfaction, answers and the news; return trust as it is felt."""
        base = F.trust_base_after(
            self.trust_base, change, self.trust0, rates.trust_gain, rates.trust_loss,
            rates.reversion,
        )  # fmt: skip
        if rates.participation_level > 0.0:
            answers = F.trust_from_answers(
                self.activity, rates.answered, rates.participation_level, rates.answers_effect
            )
            base = F.within(base + answers)
        news = rates.news_for_users if self.online_uses > 0 else rates.news_for_all
        shock = F.shock_after(self.trust_shock, rates.shock_kept, news)
        felt: float = F.trust_felt(base, shock)
        stored = self.users.stored
        self.trust_base, self.trust_shock, self.trust = stored(base), stored(shock), stored(felt)
        return felt

    def stop_or_go_on(self, rates: FeelingRates) -> None:
        """Give up the portal, or come back to it."""
        if self.month_online > 0:
            self.lapsed = 0
        elif self.online_uses > 0 and not self.lapsed:
            lanes = self.draw(F.MONTH_BLOCK)
            stops = F.stop_probability(rates.stop_hazard, float(self.recent_failures))
            if F.as_uniform(lanes[2]) < stops:
                self.lapsed = 1

    def be_counted(
        self, cell: list[float], is_user: float, satisfaction: float, trust: float,
        expectation: float, performance: float,
    ) -> None:  # fmt: skip
        """Add this person to the running totals of its group."""
        cell[F.PEOPLE] += 1.0
        cell[F.ONLINE] += float(self.has_access)
        cell[F.AWARE] += 1.0 if self.aware_lines else 0.0
        cell[F.USERS] += is_user
        cell[F.USERS_LAPSED] += is_user * self.lapsed
        cell[F.CASES] += self.month_cases
        cell[F.CASES_ONLINE] += self.month_online
        cell[F.SATISFACTION] += satisfaction
        cell[F.TRUST] += trust
        cell[F.EXPECTATION] += expectation
        cell[F.PERFORMANCE] += performance * self.month_cases


class Citizen(ServiceUser):
    """One resident."""


class Business(ServiceUser):
    """One business."""
