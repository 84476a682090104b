"""One case: what its application offers, who brings it, the channel it takes, what it is worth."""

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

BUSINESS_TAX = 5
"""The service line that tax agents file for."""
# Columns of the running totals of cases.
NEEDS, DESK, PHONE, INTERNET, KIOSK, TELEVISION, FAILED, BACK_BY_PHONE, BACK_AT_DESK = range(9)
N_COUNTS = 9
COUNT_OF_CHANNEL = (DESK, PHONE, INTERNET, KIOSK, TELEVISION)
"""Where a channel (0 desk, 1 phone, 2 Internet, 3 kiosk, 4 television) is counted."""
# Columns of the running totals of sums.
AMOUNT, AMOUNT_ONLINE, HOURS, HOURS_BEFORE, DOCUMENTS, TRIPS = range(6)
N_SUMS = 6
# Rows of the table that says what each application offers this month, one column each.
(
    OPEN, CERTIFIED, AT_KIOSK, ON_TELEVISION, BY_PHONE, DOCUMENTS_DESK, DOCUMENTS_ONLINE,
    DOCUMENTS_BEFORE, QUALITY, USABILITY, UPTIME, MEAN_AMOUNT, SCALES, WAIT, ANSWERS, UPPER,
) = range(16)  # fmt: skip
N_OFFER_ROWS = 16


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
    agents_online: float


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
def application_of(kind: float, line: int, first: Any, offers: Any) -> int:
    """Return the application that a case belongs to.

    ``kind`` says which of the line's needs this is, from 0 to 1. Each application serves a part
    of them, in the order of the list, up to its ``UPPER`` end; the last of a line serves the rest.
    """
    app = int(first[line])
    last = int(first[line + 1]) - 1
    while app < last and kind >= offers[UPPER, app]:
        app += 1
    return app


@rule
def part_of(kind: float, line: int, app: int, first: Any, offers: Any) -> float:
    """Return which of the application's own needs this is, from 0 to 1."""
    lower = real(offers[UPPER, app - 1]) if app > int(first[line]) else 0.0
    return min(1.0, (kind - lower) / (real(offers[UPPER, app]) - lower))


@rule
def internet_is_open(
    who: Caller, line: int, app: int, part: float, amount: float, card_limit_usd: float, offers: Any
) -> bool:
    """Return whether a case can be done online by this person: service, access, notice, signature.

    The application is open for the first ``OPEN`` of its needs without, and the next ``CERTIFIED``
    with a certificate. A sum above the limit of a card is paid by signed transfer, which takes a
    certificate everywhere.
    """
    if not who.online or not (who.aware >> line) & 1:
        return False
    if part < offers[OPEN, app] and amount <= card_limit_usd:
        return True
    return who.certified and part < offers[OPEN, app] + offers[CERTIFIED, app]


@rule
def internet_utility(
    who: Caller, at_desk: float, app: int, amount: float, rates: NeedRates, offers: Any
) -> float:
    """Return the log-odds of going online against the desk for one case (rules C2 to C9)."""
    hours = online_hours(
        rates.desk_hours, rates.time_ratio, offers[DOCUMENTS_ONLINE, app], rates.document_hours,
        who.travel,
    )  # fmt: skip
    useful = usefulness(at_desk, hours, who.value_of_time, rates.cost_scale_usd)
    easy = limited((ease(who.skill, who.practised, offers[USABILITY, app]) - 0.4) / 0.2, 3.0)
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
    draw: float, part: float, line: int, app: int, amount: float, at_desk: float, who: Caller,
    rates: NeedRates, offers: Any,
) -> int:  # fmt: skip
    """Return the channel of one case: only open channels have odds (rule C10)."""
    phone = internet = kiosk = television = 0.0
    if part < offers[BY_PHONE, app]:
        phone = odds(rates.phone_hours, at_desk, 0.0, rates.phone_threshold, who, rates)
    if internet_is_open(who, line, app, part, amount, rates.card_limit_usd, offers):
        internet = _exp(internet_utility(who, at_desk, app, amount, rates, offers))
    if part < offers[AT_KIOSK, app]:
        fetch = offers[DOCUMENTS_DESK, app] * rates.document_hours
        hours = who.kiosk_hours + fetch
        kiosk = odds(hours, at_desk, who.habit_kiosk, rates.kiosk_threshold, who, rates)
    if who.has_box and part < offers[ON_TELEVISION, app]:
        hours = rates.television_hours
        habit = who.habit_television
        television = odds(hours, at_desk, habit, rates.television_threshold, who, rates)
    return chosen_channel(draw, phone, internet, kiosk, television)


@rule
def agents_at(line: int, app: int, agents_online: float, offers: Any) -> float:
    """Return the share of these cases that tax agents file online: only where it can be filed."""
    if line != BUSINESS_TAX or offers[OPEN, app] + offers[CERTIFIED, app] <= 0.0:
        return 0.0
    return agents_online * real(offers[UPTIME, app])


@rule
def luck_left(draw: float, taken: float) -> float:
    """Return a draw that was above `taken` as an even draw of its own, so that it can decide on."""
    return (draw - taken) / (1.0 - taken)


# What became of a case that was tried online.
DONE, BACK_PHONE, BACK_DESK = range(3)


@rule
def online_case(
    draw_failure: float, draw_fallback: float, app: int, at_desk: float, visit: float,
    who: Caller, rates: NeedRates, offers: Any,
) -> tuple[int, float, float, float, float]:  # fmt: skip
    """Return what became of a case tried online, its hours, trips, documents and worth.

    It succeeds, or it fails and comes back by phone or at the desk (rules D2, D4, D5).
    """
    carried = real(offers[DOCUMENTS_ONLINE, app])
    hours = online_hours(
        rates.desk_hours, rates.time_ratio, carried, rates.document_hours, who.travel
    )
    trips = min(1.0, carried)
    quality = real(offers[QUALITY, app])
    fails = failure_probability(rates.failure_online, quality, who.skill, real(offers[UPTIME, app]))
    if draw_failure >= fails:
        easy = ease(who.skill, who.practised, real(offers[USABILITY, app]))
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
def is_told(draw: float, app: int, part: float, rates: NeedRates, offers: Any) -> bool:
    """Return whether staff tell a visitor that this case could be done online (rule W4)."""
    if part >= real(offers[OPEN, app]) + real(offers[CERTIFIED, app]):
        return False
    return staff_refer(draw, rates.referral, rates.referral_effort)
