"""Step "needs": cases, the channel taken, success or failure (D1-D5, C1-C10, W4)."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.draws import CASE_BLOCK, CHUNK, MONTH_BLOCK, as_uniform, draw_chunk, philox
from sim.jit import kernel, real, rule
from sim.kernels.notice import BLOCK, LINES
from sim.rules.awareness import staff_refer
from sim.rules.cases import (
    desk_performance,
    failed_performance,
    failure_probability,
    number_of_cases,
    online_performance,
)
from sim.rules.choice import (
    chosen_channel,
    desk_hours,
    ease,
    intention,
    limited,
    online_hours,
    practised_share,
    risk_of_sum,
    standing,
    usefulness,
    utility,
)

# Columns of the running totals of cases.
NEEDS, DESK, PHONE, INTERNET, KIOSK, TELEVISION, FAILED, BACK_BY_PHONE, BACK_AT_DESK = range(9)
N_COUNTS = 9
# Columns of the running totals of sums.
AMOUNT, AMOUNT_ONLINE, HOURS, HOURS_BEFORE, DOCUMENTS, TRIPS = range(6)
N_SUMS = 6
# Rows of the table that describes each line this month.
(
    OPEN, CERTIFIED, AT_KIOSK, ON_TELEVISION, BY_PHONE, DOCUMENTS_DESK, DOCUMENTS_ONLINE,
    DOCUMENTS_BEFORE, QUALITY, USABILITY, UPTIME, MEAN_AMOUNT, SCALES, WAIT, ANSWERS,
) = range(15)  # fmt: skip
N_LINE_ROWS = 15


class NeedRates(NamedTuple):
    """The parameters of this step, as plain numbers."""

    usefulness_weight: float
    ease_weight: float
    social_weight: float
    conditions_weight: float
    trust_weight: float
    risk_weight: float
    risk_per_tenfold: float
    card_limit_usd: float
    scale: float
    habit_weight: float
    threshold: float
    kiosk_threshold: float
    television_threshold: float
    phone_threshold: float
    cost_scale_usd: float
    lapsed_penalty: float
    learning_exponent: float
    desk_hours: float
    delay_hours: float
    time_ratio: float
    phone_hours: float
    document_hours: float
    more_visits: float
    failure_online: float
    fallback_to_phone: float
    wait_scale: float
    referral: float
    referral_effort: float
    handicap_of_weak: float
    help_for_weak: float
    sign_on: float
    television_share: float
    television_hours: float
    worth_of_phone: float
    worth_of_kiosk: float
    worth_of_television: float
    petitions_per_month: float
    most_cases: int


class Caller(NamedTuple):
    """What a person brings to each case of the month."""

    online: bool
    certified: bool
    aware: int
    skill: float
    practised: float
    trust: float
    privacy: float
    social_z: float
    conditions_z: float
    habit_internet: float
    habit_kiosk: float
    habit_television: float
    lapsed: float
    value_of_time: float
    travel: float
    kiosk_hours: float
    has_box: bool


@rule
def line_of(point: float, cumulative: Any, needs_class: int) -> int:
    """Return the service line at a point of the class's cumulative shares of need."""
    line = 0
    while line < LINES - 1 and point >= cumulative[needs_class, line]:
        line += 1
    return line


@rule
def internet_is_open(
    who: Caller, line: int, kind: float, amount: float, card_limit_usd: float, lines: Any
) -> bool:
    """Return whether a case can be done online by this person: service, access, notice, signature.

    ``kind`` says which of the line's needs this is, from 0 to 1; applications cover the first
    ``OPEN`` of them without and the next ``CERTIFIED`` with a certificate. A sum above the limit
    of a card is paid by signed transfer, which takes a certificate everywhere.
    """
    if not who.online or not (who.aware >> line) & 1:
        return False
    if kind < lines[OPEN, line] and amount <= card_limit_usd:
        return True
    return who.certified and kind < lines[OPEN, line] + lines[CERTIFIED, line]


@rule
def internet_utility(
    who: Caller, at_desk: float, line: int, amount: float, rates: NeedRates, lines: Any
) -> float:
    """Return the log-odds of going online against the desk for one case (rules C2 to C9)."""
    hours = online_hours(
        rates.desk_hours, rates.time_ratio, lines[DOCUMENTS_ONLINE, line], rates.document_hours,
        who.travel,
    )  # fmt: skip
    useful = usefulness(at_desk, hours, who.value_of_time, rates.cost_scale_usd)
    easy = limited((ease(who.skill, who.practised, lines[USABILITY, line]) - 0.4) / 0.2, 3.0)
    sum_risk = risk_of_sum(amount, who.practised, rates.risk_per_tenfold)
    stands = standing(who.trust, who.privacy, sum_risk, rates.trust_weight, rates.risk_weight)
    wants = intention(
        rates.usefulness_weight * useful,
        rates.ease_weight * easy,
        rates.social_weight * who.social_z,
        rates.conditions_weight * who.conditions_z,
        stands,
    )
    threshold = rates.threshold + rates.lapsed_penalty * who.lapsed
    return utility(wants, rates.scale, who.habit_internet, rates.habit_weight, threshold)


@rule
def odds(
    hours: float, at_desk: float, habit: float, threshold: float, who: Caller, rates: NeedRates
) -> float:
    """Return the odds of phone, kiosk or television against the desk: only cost and habit."""
    useful = usefulness(at_desk, hours, who.value_of_time, rates.cost_scale_usd)
    return _exp(
        utility(rates.usefulness_weight * useful, rates.scale, habit, rates.habit_weight, threshold)
    )


@rule
def _exp(value: float) -> float:
    return math.exp(value)


@rule
def channel_of_case(
    draw: float, kind: float, line: int, amount: float, at_desk: float, who: Caller,
    rates: NeedRates, lines: Any,
) -> int:  # fmt: skip
    """Return the channel of one case: only open channels have odds (rule C10)."""
    phone = internet = kiosk = television = 0.0
    if kind < lines[BY_PHONE, line]:
        phone = odds(rates.phone_hours, at_desk, 0.0, rates.phone_threshold, who, rates)
    if internet_is_open(who, line, kind, amount, rates.card_limit_usd, lines):
        internet = _exp(internet_utility(who, at_desk, line, amount, rates, lines))
    if kind < lines[AT_KIOSK, line]:
        fetch = lines[DOCUMENTS_DESK, line] * rates.document_hours
        hours = who.kiosk_hours + fetch
        kiosk = odds(hours, at_desk, who.habit_kiosk, rates.kiosk_threshold, who, rates)
    if who.has_box and kind < lines[ON_TELEVISION, line]:
        hours = rates.television_hours
        habit = who.habit_television
        television = odds(hours, at_desk, habit, rates.television_threshold, who, rates)
    return chosen_channel(draw, phone, internet, kiosk, television)


@kernel
def needs(
    first_block: int,
    last_block: int,
    seed: int,
    offset: int,
    month: int,
    rates: NeedRates,
    lines: npt.NDArray[Any],
    class_total: npt.NDArray[Any],
    class_cumulative: npt.NDArray[Any],
    neighbours_online: npt.NDArray[Any],
    kiosk_hours: npt.NDArray[Any],
    needs_class: npt.NDArray[Any],
    demand_propensity: npt.NDArray[Any],
    value_of_time: npt.NDArray[Any],
    bill_scale: npt.NDArray[Any],
    privacy_concern: npt.NDArray[Any],
    activity: npt.NDArray[Any],
    neighbourhood: npt.NDArray[Any],
    travel_hours: npt.NDArray[Any],
    is_weak: npt.NDArray[Any],
    television_rank: npt.NDArray[Any],
    is_online: npt.NDArray[Any],
    certified: npt.NDArray[Any],
    aware_lines: npt.NDArray[Any],
    skill: npt.NDArray[Any],
    trust: npt.NDArray[Any],
    habit_internet: npt.NDArray[Any],
    habit_kiosk: npt.NDArray[Any],
    habit_television: npt.NDArray[Any],
    lapsed: npt.NDArray[Any],
    used_lines: npt.NDArray[Any],
    referred_lines: npt.NDArray[Any],
    online_uses: npt.NDArray[Any],
    recent_failures: npt.NDArray[Any],
    last_online_month: npt.NDArray[Any],
    month_cases: npt.NDArray[Any],
    month_online: npt.NDArray[Any],
    month_kiosk: npt.NDArray[Any],
    month_television: npt.NDArray[Any],
    month_failures: npt.NDArray[Any],
    month_performance: npt.NDArray[Any],
    month_petitions: npt.NDArray[Any],
    counts: npt.NDArray[Any],
    sums: npt.NDArray[Any],
) -> None:
    """Let each person have this month's cases and take them to a channel.

    Arrays from ``used_lines`` on are written, each agent its own row, each block its own totals.
    """
    people = len(needs_class)
    draws = np.empty((4, CHUNK), np.int64)
    visits = np.empty(LINES)
    for line in range(LINES):
        visits[line] = desk_performance(
            real(lines[ANSWERS, line]), real(lines[WAIT, line]), rates.wait_scale,
            real(lines[DOCUMENTS_DESK, line]),
        )  # fmt: skip
    for block in range(first_block, last_block):
        start = block * BLOCK
        end = min(start + BLOCK, people)
        month_cases[start:end] = 0
        month_online[start:end] = 0
        month_kiosk[start:end] = 0
        month_television[start:end] = 0
        month_failures[start:end] = 0
        month_petitions[start:end] = 0
        month_performance[start:end] = 0.0
        referred_lines[start:end] = 0
        for i in range(start, end):
            k = i % CHUNK
            if k == 0:
                draw_chunk(draws, seed, i, CHUNK, month, offset + MONTH_BLOCK)
            group = int(needs_class[i])
            expected = real(class_total[group]) * real(demand_propensity[i])
            if expected <= 0.0:
                continue
            if as_uniform(int(draws[1, k])) < rates.petitions_per_month * real(activity[i]):
                month_petitions[i] = 1
            cases = number_of_cases(as_uniform(int(draws[0, k])), expected, rates.most_cases)
            if cases == 0:
                continue
            home = int(neighbourhood[i])
            weak = real(is_weak[i])
            conditions = weak * (rates.help_for_weak - rates.handicap_of_weak) + rates.sign_on
            who = Caller(
                int(is_online[i]) != 0,
                int(certified[i]) != 0,
                int(aware_lines[i]),
                real(skill[i]),
                practised_share(real(online_uses[i]), rates.learning_exponent),
                real(trust[i]),
                real(privacy_concern[i]),
                limited((real(neighbours_online[home]) - 0.2) / 0.2, 2.0),
                conditions,
                real(habit_internet[i]),
                real(habit_kiosk[i]),
                real(habit_television[i]),
                real(lapsed[i]),
                real(value_of_time[i]),
                real(travel_hours[i]),
                real(kiosk_hours[home]),
                real(television_rank[i]) < rates.television_share,
            )
            worth = 0.0
            uses = failures = at_kiosk = on_television = used = told = 0
            for case in range(cases):
                lanes = philox(seed, i, month, offset + CASE_BLOCK, case)
                point = as_uniform(lanes[0])
                line = line_of(point, class_cumulative, group)
                floor = real(class_cumulative[group, line - 1]) if line > 0 else 0.0
                kind = (point - floor) / (real(class_cumulative[group, line]) - floor)
                scale = 1.0 + real(lines[SCALES, line]) * (real(bill_scale[i]) - 1.0)
                amount = real(lines[MEAN_AMOUNT, line]) * scale
                documents = real(lines[DOCUMENTS_DESK, line])
                at_desk = desk_hours(
                    who.travel, rates.desk_hours, rates.more_visits, documents,
                    rates.document_hours,
                )  # fmt: skip
                wait = real(lines[WAIT, line])
                felt = at_desk + rates.delay_hours * wait
                channel = channel_of_case(
                    as_uniform(lanes[1]), kind, line, amount, felt, who, rates, lines
                )
                visit = visits[line]
                hours = at_desk
                trips = 1.0 + rates.more_visits
                carried = documents
                counts[block, line, NEEDS] += 1
                sums[block, line, AMOUNT] += amount
                fetched = real(lines[DOCUMENTS_BEFORE, line]) - documents
                sums[block, line, HOURS_BEFORE] += at_desk + fetched * rates.document_hours
                if channel == 2:
                    counts[block, line, INTERNET] += 1
                    carried = real(lines[DOCUMENTS_ONLINE, line])
                    hours = online_hours(
                        rates.desk_hours, rates.time_ratio, carried, rates.document_hours,
                        who.travel,
                    )  # fmt: skip
                    trips = min(1.0, carried)
                    quality = real(lines[QUALITY, line])
                    fails = failure_probability(
                        rates.failure_online, quality, who.skill, real(lines[UPTIME, line])
                    )
                    if as_uniform(lanes[2]) < fails:
                        failures += 1
                        counts[block, line, FAILED] += 1
                        if as_uniform(lanes[3]) < rates.fallback_to_phone:
                            counts[block, line, BACK_BY_PHONE] += 1
                            hours += rates.phone_hours
                        else:
                            counts[block, line, BACK_AT_DESK] += 1
                            hours += at_desk
                            trips += 1.0
                        worth += failed_performance(visit)
                    else:
                        uses += 1
                        used |= 1 << line
                        sums[block, line, AMOUNT_ONLINE] += amount
                        easy = ease(who.skill, who.practised, real(lines[USABILITY, line]))
                        worth += online_performance(quality, easy, carried)
                elif channel == 0:
                    counts[block, line, DESK] += 1
                    worth += visit
                    if kind < real(lines[OPEN, line]) + real(lines[CERTIFIED, line]) and (
                        staff_refer(as_uniform(lanes[3]), rates.referral, rates.referral_effort)
                    ):
                        told |= 1 << line
                elif channel == 1:
                    counts[block, line, PHONE] += 1
                    hours = rates.phone_hours
                    trips = carried = 0.0
                    worth += rates.worth_of_phone * visit
                elif channel == 3:
                    counts[block, line, KIOSK] += 1
                    hours = who.kiosk_hours + carried * rates.document_hours
                    worth += rates.worth_of_kiosk
                    at_kiosk += 1
                else:
                    counts[block, line, TELEVISION] += 1
                    hours = rates.television_hours
                    trips = carried = 0.0
                    worth += rates.worth_of_television
                    on_television += 1
                sums[block, line, HOURS] += hours
                sums[block, line, DOCUMENTS] += carried
                sums[block, line, TRIPS] += trips
            month_cases[i] = cases
            month_online[i] = uses
            month_kiosk[i] = at_kiosk
            month_television[i] = on_television
            month_failures[i] = failures
            month_performance[i] = worth
            referred_lines[i] = told
            if uses > 0:
                used_lines[i] = int(used_lines[i]) | used
                online_uses[i] = min(60000, int(online_uses[i]) + uses)
                last_online_month[i] = month
            if uses + failures > 0:
                recent_failures[i] = min(20, int(recent_failures[i]) // 2 + failures)
