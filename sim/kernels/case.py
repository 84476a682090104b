"""One case: what its line offers, who brings it, which channel it takes, what it is worth."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from sim.jit import real, rule
from sim.kernels.notice import LINES
from sim.rules.awareness import staff_refer
from sim.rules.cases import (
    failed_performance,
    failure_probability,
    online_performance,
)
from sim.rules.choice import (
    chosen_channel,
    ease,
    intention,
    limited,
    online_hours,
    risk_of_sum,
    standing,
    usefulness,
    utility,
)

# Columns of the running totals of cases.
NEEDS, DESK, PHONE, INTERNET, KIOSK, TELEVISION, FAILED, BACK_BY_PHONE, BACK_AT_DESK = range(9)
N_COUNTS = 9
COUNT_OF_CHANNEL = (DESK, PHONE, INTERNET, KIOSK, TELEVISION)
"""Where a channel (0 desk, 1 phone, 2 Internet, 3 kiosk, 4 television) is counted."""
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


# What became of a case that was tried online.
DONE, BACK_PHONE, BACK_DESK = range(3)


@rule
def online_case(
    draw_failure: float, draw_fallback: float, line: int, at_desk: float, visit: float,
    who: Caller, rates: NeedRates, lines: Any,
) -> tuple[int, float, float, float, float]:  # fmt: skip
    """Return what became of a case tried online, its hours, trips, documents and worth.

    It succeeds, or it fails and comes back by phone or at the desk (rules D2, D4, D5).
    """
    carried = real(lines[DOCUMENTS_ONLINE, line])
    hours = online_hours(
        rates.desk_hours, rates.time_ratio, carried, rates.document_hours, who.travel
    )
    trips = min(1.0, carried)
    quality = real(lines[QUALITY, line])
    fails = failure_probability(rates.failure_online, quality, who.skill, real(lines[UPTIME, line]))
    if draw_failure >= fails:
        easy = ease(who.skill, who.practised, real(lines[USABILITY, line]))
        return DONE, hours, trips, carried, online_performance(quality, easy, carried)
    if draw_fallback < rates.fallback_to_phone:
        return BACK_PHONE, hours + rates.phone_hours, trips, carried, failed_performance(visit)
    return BACK_DESK, hours + at_desk, trips + 1.0, carried, failed_performance(visit)


@rule
def other_case(
    channel: int, at_desk: float, visit: float, documents: float, who: Caller, rates: NeedRates
) -> tuple[float, float, float, float]:
    """Return hours, trips, documents and worth of a case at the desk or by another channel."""
    if channel == 1:
        return rates.phone_hours, 0.0, 0.0, rates.worth_of_phone * visit
    if channel == 4:
        return rates.television_hours, 0.0, 0.0, rates.worth_of_television
    trips = 1.0 + rates.more_visits
    if channel == 3:
        hours = who.kiosk_hours + documents * rates.document_hours
        return hours, trips, documents, rates.worth_of_kiosk
    return at_desk, trips, documents, visit


@rule
def is_told(draw: float, line: int, kind: float, rates: NeedRates, lines: Any) -> bool:
    """Return whether staff tell a visitor that this case could be done online (rule W4)."""
    if kind >= real(lines[OPEN, line]) + real(lines[CERTIFIED, line]):
        return False
    return staff_refer(draw, rates.referral, rates.referral_effort)
