"""Step "needs": cases, the channel taken, success or failure (D1-D5, C1-C10, W4)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.draws import CASE_BLOCK, CHUNK, MONTH_BLOCK, as_uniform, draw_chunk, philox
from sim.jit import kernel, real
from sim.kernels.case import (
    AMOUNT,
    AMOUNT_ONLINE,
    ANSWERS,
    BACK_AT_DESK,
    BACK_BY_PHONE,
    BACK_PHONE,
    BUSINESS_TAX,
    COUNT_OF_CHANNEL,
    DOCUMENTS,
    DOCUMENTS_BEFORE,
    DOCUMENTS_DESK,
    DONE,
    FAILED,
    HOURS,
    HOURS_BEFORE,
    MEAN_AMOUNT,
    NEEDS,
    SCALES,
    TRIPS,
    WAIT,
    Caller,
    NeedRates,
    agents_at,
    application_of,
    channel_of_case,
    is_told,
    line_of,
    luck_left,
    online_case,
    other_case,
    part_of,
)
from sim.kernels.notice import BLOCK
from sim.rules.cases import desk_performance, number_of_cases
from sim.rules.choice import desk_hours, filed_by_agent, limited, practised_share


@kernel
def needs(
    first_block: int,
    last_block: int,
    seed: int,
    offset: int,
    month: int,
    rates: NeedRates,
    offers: npt.NDArray[Any],
    first_of_line: npt.NDArray[Any],
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

    Arrays from ``used_lines`` on are written, each agent its own row, each block its own totals:
    ``counts[block, application, what]`` and ``sums``.
    """
    people = len(needs_class)
    draws = np.empty((4, CHUNK), np.int64)
    visits = np.empty(offers.shape[1])
    for app in range(offers.shape[1]):
        visits[app] = desk_performance(
            real(offers[ANSWERS, app]), real(offers[WAIT, app]), rates.wait_scale,
            real(offers[DOCUMENTS_DESK, app]),
        )  # fmt: skip
    for block in range(first_block, last_block):
        start = block * BLOCK
        end = min(start + BLOCK, people)
        count, total = counts[block], sums[block]
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
                app = application_of(kind, line, first_of_line, offers)
                part = part_of(kind, line, app, first_of_line, offers)
                scale = 1.0 + real(offers[SCALES, app]) * (real(bill_scale[i]) - 1.0)
                amount = real(offers[MEAN_AMOUNT, app]) * scale
                documents = real(offers[DOCUMENTS_DESK, app])
                at_desk = desk_hours(
                    who.travel, rates.desk_hours, rates.more_visits, documents,
                    rates.document_hours,
                )  # fmt: skip
                wait = real(offers[WAIT, app])
                felt = at_desk + rates.delay_hours * wait
                agents = agents_at(line, app, rates.agents_online, offers)
                by_agent = filed_by_agent(as_uniform(lanes[2]), line == BUSINESS_TAX, agents)
                channel = 2
                if not by_agent:
                    channel = channel_of_case(
                        as_uniform(lanes[1]), part, line, app, amount, felt, who, rates, offers
                    )
                visit = visits[app]
                count[app, NEEDS] += 1
                total[app, AMOUNT] += amount
                fetched = real(offers[DOCUMENTS_BEFORE, app]) - documents
                total[app, HOURS_BEFORE] += at_desk + fetched * rates.document_hours
                count[app, COUNT_OF_CHANNEL[channel]] += 1
                if by_agent:
                    hours, trips, carried, gained = other_case(
                        1, at_desk, visit, documents, who, rates
                    )  # the firm's own part is a call to its agent
                    total[app, AMOUNT_ONLINE] += amount
                elif channel == 2:
                    became, hours, trips, carried, gained = online_case(
                        luck_left(as_uniform(lanes[2]), agents), as_uniform(lanes[3]), app,
                        at_desk, visit, who, rates, offers,
                    )  # fmt: skip
                    if became == DONE:
                        uses += 1
                        used |= 1 << line
                        total[app, AMOUNT_ONLINE] += amount
                    else:
                        failures += 1
                        count[app, FAILED] += 1
                        back = BACK_BY_PHONE if became == BACK_PHONE else BACK_AT_DESK
                        count[app, back] += 1
                else:
                    hours, trips, carried, gained = other_case(
                        channel, at_desk, visit, documents, who, rates
                    )
                    at_kiosk += channel == 3
                    on_television += channel == 4
                    if channel == 0 and is_told(as_uniform(lanes[3]), app, part, rates, offers):
                        told |= 1 << line
                worth += gained
                total[app, HOURS] += hours
                total[app, DOCUMENTS] += carried
                total[app, TRIPS] += trips
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
