"""Step "feelings": satisfaction, trust, habit, giving up, and the month's counts by group."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy.typing as npt

from sim.draws import MONTH_BLOCK, as_uniform, philox
from sim.jit import kernel, real
from sim.kernels.notice import BLOCK
from sim.rules.habit import habit_after, habit_unused, stop_probability, voice
from sim.rules.judgement import moved_towards, raised_expectation, satisfaction_drawn_to, within
from sim.rules.trust import shock_after, trust_base_after, trust_felt, trust_from_answers

# Columns of the running totals by cell.
(
    PEOPLE, ONLINE, AWARE, USERS, CASES, CASES_ONLINE, SATISFACTION, TRUST, EXPECTATION,
    PERFORMANCE, USERS_LAPSED,
) = range(11)  # fmt: skip
N_MEASURES = 11


class FeelingRates(NamedTuple):
    """The parameters of this step, as plain numbers."""

    neutral: float
    performance_weight: float
    disconfirmation_weight: float
    loss_multiplier: float
    adjustment: float
    adaptation: float
    promise_per_month: float
    trust_gain: float
    trust_loss: float
    reversion: float
    shock_kept: float
    news_for_users: float
    news_for_all: float
    habit_rate: float
    habit_decay: float
    stop_hazard: float
    answers_effect: float
    answered: float
    participation_level: float


@kernel
def feelings(
    first_block: int,
    last_block: int,
    seed: int,
    offset: int,
    month: int,
    rates: FeelingRates,
    cell: npt.NDArray[Any],
    neighbourhood: npt.NDArray[Any],
    trust0: npt.NDArray[Any],
    activity: npt.NDArray[Any],
    is_online: npt.NDArray[Any],
    aware_lines: npt.NDArray[Any],
    online_uses: npt.NDArray[Any],
    recent_failures: npt.NDArray[Any],
    last_online_month: npt.NDArray[Any],
    month_cases: npt.NDArray[Any],
    month_online: npt.NDArray[Any],
    month_kiosk: npt.NDArray[Any],
    month_television: npt.NDArray[Any],
    month_failures: npt.NDArray[Any],
    month_performance: npt.NDArray[Any],
    expectation: npt.NDArray[Any],
    satisfaction: npt.NDArray[Any],
    trust_base: npt.NDArray[Any],
    trust_shock: npt.NDArray[Any],
    trust: npt.NDArray[Any],
    habit_internet: npt.NDArray[Any],
    habit_kiosk: npt.NDArray[Any],
    habit_television: npt.NDArray[Any],
    lapsed: npt.NDArray[Any],
    voices: npt.NDArray[Any],
    totals: npt.NDArray[Any],
    at_home: npt.NDArray[Any],
) -> None:
    """Turn the month's experience into satisfaction, trust and habit, and count the people.

    Arrays from ``expectation`` on are written, each agent its own row, each block its own totals:
    ``totals[block, cell, measure]`` and ``at_home[block, neighbourhood, (users, people)]``.
    """
    people = len(cell)
    for block in range(first_block, last_block):
        total, home = totals[block], at_home[block]
        for i in range(block * BLOCK, min((block + 1) * BLOCK, people)):
            cases = int(month_cases[i])
            online = int(month_online[i])
            before = real(satisfaction[i])
            now = before
            expected = real(expectation[i])
            performance = 0.0
            if cases > 0:
                performance = real(month_performance[i]) / cases
                drawn = satisfaction_drawn_to(
                    performance, expected, rates.neutral, rates.performance_weight,
                    rates.disconfirmation_weight, rates.loss_multiplier,
                )  # fmt: skip
                now = moved_towards(before, drawn, rates.adjustment)
                expected = moved_towards(expected, performance, rates.adaptation)
                rate = rates.habit_rate
                habit_internet[i] = habit_after(real(habit_internet[i]), online / cases, rate)
                habit_kiosk[i] = habit_after(
                    real(habit_kiosk[i]), int(month_kiosk[i]) / cases, rate
                )
                habit_television[i] = habit_after(
                    real(habit_television[i]), int(month_television[i]) / cases, rate
                )
            else:
                habit_internet[i] = habit_unused(real(habit_internet[i]), rates.habit_decay)
                habit_kiosk[i] = habit_unused(real(habit_kiosk[i]), rates.habit_decay)
                habit_television[i] = habit_unused(real(habit_television[i]), rates.habit_decay)
            knows = int(aware_lines[i]) != 0
            if knows:
                expected = raised_expectation(expected, rates.promise_per_month)
            satisfaction[i] = now
            expectation[i] = expected

            uses = int(online_uses[i])
            base = trust_base_after(
                real(trust_base[i]), now - before, real(trust0[i]), rates.trust_gain,
                rates.trust_loss, rates.reversion,
            )  # fmt: skip
            if rates.participation_level > 0.0:
                moved = trust_from_answers(
                    real(activity[i]),
                    rates.answered,
                    rates.participation_level,
                    rates.answers_effect,
                )
                base = within(base + moved)
            news = rates.news_for_users if uses > 0 else rates.news_for_all
            shock = shock_after(real(trust_shock[i]), rates.shock_kept, news)
            felt = trust_felt(base, shock)
            trust_base[i] = base
            trust_shock[i] = shock
            trust[i] = felt

            last = int(last_online_month[i])
            if online > 0:
                lapsed[i] = 0
            elif uses > 0 and int(lapsed[i]) == 0:
                lanes = philox(seed, i, month, offset + MONTH_BLOCK, 0)
                stops = stop_probability(rates.stop_hazard, real(recent_failures[i]))
                if as_uniform(lanes[2]) < stops:
                    lapsed[i] = 1
            since = month - last if last > 0 else -1
            voices[i] = voice(online, int(month_failures[i]), now, since, int(voices[i]))

            group = int(cell[i])
            is_user = 1.0 if last > 0 and since < 12 else 0.0
            where = int(neighbourhood[i])
            total[group, PEOPLE] += 1.0
            total[group, ONLINE] += real(is_online[i])
            total[group, AWARE] += 1.0 if knows else 0.0
            total[group, USERS] += is_user
            total[group, USERS_LAPSED] += is_user * real(lapsed[i])
            total[group, CASES] += cases
            total[group, CASES_ONLINE] += online
            total[group, SATISFACTION] += now
            total[group, TRUST] += felt
            total[group, EXPECTATION] += expected
            total[group, PERFORMANCE] += performance * cases
            home[where, 0] += is_user
            home[where, 1] += 1.0
